"""On PostgreSQL, counts of classes stand behind the same wall as the other tables of a district."""

from django.db import migrations

TABLE = "results_classcount"
CONDITION = "aimline_may_touch(district_id)"


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
        ("intake", "0004_a_wall_around_outlooks"),
        ("results", "0002_class_counts"),
    ]
    operations = [migrations.RunPython(forwards, backwards)]
