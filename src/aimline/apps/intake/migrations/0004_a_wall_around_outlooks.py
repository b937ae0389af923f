"""On PostgreSQL, what is likely for a goal stands behind the wall of its district."""

from django.db import migrations

TABLE = "monitoring_outlook"
# A goal that its own wall hides is not found, so its outlook is hidden with it.
CONDITION = f"EXISTS (SELECT 1 FROM goals_goal p WHERE p.id = {TABLE}.goal_id)"


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute(f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY")
    schema_editor.execute(f"ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY")
    schema_editor.execute(f"CREATE POLICY districts_stay_apart ON {TABLE} USING ({CONDITION}) WITH CHECK ({CONDITION})")


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute(f"DROP POLICY districts_stay_apart ON {TABLE}")
    schema_editor.execute(f"ALTER TABLE {TABLE} NO FORCE ROW LEVEL SECURITY")
    schema_editor.execute(f"ALTER TABLE {TABLE} DISABLE ROW LEVEL SECURITY")


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0003_a_wall_around_seats"),
        ("monitoring", "0002_outlook"),
    ]
    operations = [migrations.RunPython(forwards, backwards)]
