"""On PostgreSQL, what is likely for a goal stands behind the wall of its district."""

from django.db import migrations

from aimline.apps.organizations.migrations._walls import part_of, walls_around


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0003_a_wall_around_seats"),
        ("monitoring", "0002_outlook"),
    ]
    operations = [walls_around({"monitoring_outlook": part_of("monitoring_outlook", "goal_id", "goals_goal")})]
