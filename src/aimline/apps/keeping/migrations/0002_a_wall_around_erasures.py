"""On PostgreSQL, erasures and what a district keeps stand behind the same wall as its other tables."""

from django.db import migrations

TABLES = ("keeping_erasure", "keeping_retention")
CONDITION = "aimline_may_touch(district_id)"


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for table in TABLES:
        schema_editor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        schema_editor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        schema_editor.execute(
            f"CREATE POLICY districts_stay_apart ON {table} USING ({CONDITION}) WITH CHECK ({CONDITION})"
        )


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for table in TABLES:
        schema_editor.execute(f"DROP POLICY districts_stay_apart ON {table}")
        schema_editor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        schema_editor.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")


class Migration(migrations.Migration):
    dependencies = [("keeping", "0001_first"), ("intake", "0002_districts_stay_apart")]
    operations = [migrations.RunPython(forwards, backwards)]
