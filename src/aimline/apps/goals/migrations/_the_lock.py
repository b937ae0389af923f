"""SQLite loses the triggers of a table that a migration rebuilds: here the lock of goals is put on again."""

from importlib import import_module

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

FIRST = "aimline.apps.goals.migrations.0005_the_database_holds_the_lock"


def hold_again(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        first = import_module(FIRST)
        for statement in (*(drop.replace("TRIGGER", "TRIGGER IF EXISTS") for drop in first.SQLITE_BACK), *first.SQLITE):
            schema_editor.execute(statement)
