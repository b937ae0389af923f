"""On PostgreSQL the database itself keeps districts apart (row-level security): the walls that migrations build.

`aimline.districts` is `*` or a list of ids. A table without a district of its own takes it from the row it is part of.
SQLite has no such wall; there the checks in queries and actions stand alone. What stands here has built walls that are
in use: a wall of another shape gets a function of its own.
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython
from django.db.migrations.state import StateApps

# For tables with a district of their own.
OWN = "aimline_may_touch(district_id)"
# For what has a place; one without a place spans districts, and only who may touch every district sees it.
BY_PLACE = "aimline_may_touch((SELECT u.district_id FROM organizations_unit u WHERE u.id = place_id))"


def part_of(table: str, column: str, parent: str) -> str:
    """Return the condition for rows of `table` that belong to a row of `parent`.

    A parent row that its own wall hides is not found, so its parts are hidden with it.
    """
    return f"EXISTS (SELECT 1 FROM {parent} p WHERE p.id = {table}.{column})"


def walls_around(conditions: dict[str, str]) -> RunPython:
    """Return a migration's operation that walls tables in, each by the condition under which a row may be touched."""

    def forwards(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        if schema_editor.connection.vendor == "postgresql":
            for table, condition in conditions.items():
                build(schema_editor, table, condition)

    def backwards(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        if schema_editor.connection.vendor == "postgresql":
            for table in reversed(conditions):
                take_down(schema_editor, table)

    return RunPython(forwards, backwards)


def build(schema_editor: BaseDatabaseSchemaEditor, table: str, condition: str) -> None:
    schema_editor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    schema_editor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    schema_editor.execute(f"CREATE POLICY districts_stay_apart ON {table} USING ({condition}) WITH CHECK ({condition})")


def take_down(schema_editor: BaseDatabaseSchemaEditor, table: str) -> None:
    schema_editor.execute(f"DROP POLICY districts_stay_apart ON {table}")
    schema_editor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    schema_editor.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
