"""The column of the one standard goes, and the lock is put on the table that SQLite rebuilt."""

from django.db import migrations

from aimline.apps.goals.migrations._the_lock import hold_again


class Migration(migrations.Migration):
    dependencies = [("goals", "0008_the_standard_a_goal_cited")]
    operations = [
        migrations.RemoveField("goal", "standard"),
        migrations.RunPython(hold_again, migrations.RunPython.noop),
    ]
