"""On PostgreSQL, the line items of gradebooks stand behind the same wall as their district."""

from django.db import migrations

TABLE = "intake_lineitem"
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
    dependencies = [("intake", "0008_line_items_of_gradebooks")]
    operations = [migrations.RunPython(forwards, backwards)]
