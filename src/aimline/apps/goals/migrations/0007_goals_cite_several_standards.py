"""A goal cites several standards: their uuids stand in the goal's own row, behind its own wall."""

from django.db import migrations, models

from aimline.apps.goals.migrations._the_lock import hold_again


class Migration(migrations.Migration):
    dependencies = [("goals", "0006_goals_cite_a_standard")]
    operations = [
        migrations.RunPython(migrations.RunPython.noop, hold_again),  # on the way back, when the table is as it was
        migrations.AddField("goal", "standards", models.JSONField(default=list)),
    ]
