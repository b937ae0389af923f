"""On PostgreSQL, connections and their pulls stand behind the wall of their district."""

from django.db import migrations

CONDITIONS = {
    "connections_connection": "aimline_may_touch(district_id)",
    # A connection that its own wall hides is not found, so its pulls are hidden with it.
    "connections_pull": "EXISTS (SELECT 1 FROM connections_connection p WHERE p.id = connections_pull.connection_id)",
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
        ("connections", "0001_first"),
        ("intake", "0004_a_wall_around_outlooks"),
    ]
    operations = [migrations.RunPython(forwards, backwards)]
