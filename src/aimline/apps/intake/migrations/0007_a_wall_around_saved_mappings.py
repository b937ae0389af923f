"""On PostgreSQL, saved mappings stand behind the same wall as the files they were made from."""

from django.db import migrations

TABLE = "intake_savedmapping"
# One without a place is of files that span districts: only who may touch every district sees it.
CONDITION = "aimline_may_touch((SELECT u.district_id FROM organizations_unit u WHERE u.id = place_id))"


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
    dependencies = [("intake", "0006_saved_mappings")]
    operations = [migrations.RunPython(forwards, backwards)]
