"""On PostgreSQL, standards stand behind the wall of their district."""

from django.db import migrations

CONDITIONS = {
    "standards_standard": "aimline_may_touch(district_id)",
    # A standard that its own wall hides is not found, so what tests it is hidden with it.
    "standards_standard_measures": (
        "EXISTS (SELECT 1 FROM standards_standard p WHERE p.id = standards_standard_measures.standard_id)"
    ),
}


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for table, condition in CONDITIONS.items():
        schema_editor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        schema_editor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        schema_editor.execute(
            f"CREATE POLICY districts_stay_apart ON {table} USING ({condition}) WITH CHECK ({condition})"
        )


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for table in reversed(CONDITIONS):
        schema_editor.execute(f"DROP POLICY districts_stay_apart ON {table}")
        schema_editor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        schema_editor.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")


class Migration(migrations.Migration):
    dependencies = [
        ("standards", "0001_first"),
        ("intake", "0002_districts_stay_apart"),
    ]
    operations = [migrations.RunPython(forwards, backwards)]
