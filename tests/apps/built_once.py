"""What many tests begin with: built once by the real actions, then written back as it was."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Generic, TypeVar

from django.apps import apps
from django.conf import settings
from django.db import connection

from aimline.apps.journal.models import Chain

Made = TypeVar("Made")
Rows = dict[str, tuple[str, ...]]  # the values of a row, each as the database quotes it, by its primary key


@dataclass
class Kept(Generic[Made]):
    """What a builder made, with the statements that write its rows again and the files it left in the data folder."""

    made: Made
    statements: list[str]
    files: dict[Path, bytes]


class BuiltOnce(Generic[Made]):
    """Builds at the first call of a process; later calls write rows and files back and return a copy of what was made.

    Upon other tables than before, or from something else, it is built anew. Every call happens in the transaction of a
    test.
    """

    def __init__(self, build: Callable[..., Made]) -> None:
        self.build = build
        self.kept: dict[tuple[object, ...], Kept[Made]] = {}

    def __call__(self, *given: object) -> Made:
        begun = (repr(given), *standing())
        if begun not in self.kept:
            self.kept[begun], made = keep(self.build, *given)
            return made
        kept = self.kept[begun]
        with connection.cursor() as cursor:
            for each in kept.statements:
                cursor.execute(each)
        for path, content in kept.files.items():
            here = Path(settings.DATA) / path
            here.parent.mkdir(parents=True, exist_ok=True)
            here.write_bytes(content)
        return deepcopy(kept.made)


def standing() -> tuple[object, ...]:
    """Return how many rows each table holds and where each journal stands: cheap, and misses no added row or action.

    A row changed in place, without an action, is not seen.
    """
    with connection.cursor() as cursor:
        cursor.execute(counting())
        counts = cursor.fetchone()
    return (*counts, *Chain.objects.order_by("district_number").values_list("district_number", "last_hash"))


@cache
def counting() -> str:
    tables = [model._meta.db_table for model in apps.get_models(include_auto_created=True)]
    return "select " + ", ".join(f'(select count(*) from "{table}")' for table in tables)


def keep(build: Callable[..., Made], *given: object) -> tuple[Kept[Made], Made]:
    """Build, and return what is needed to have the same again, and the same."""
    tables = {model._meta.db_table: model._meta.pk.column for model in apps.get_models(include_auto_created=True)}
    before, old = {table: rows_of(table, key) for table, key in tables.items()}, files()
    made = build(*given)
    statements = [one for table, key in tables.items() for one in changes(table, key, before[table])]
    return Kept(deepcopy(made), statements, {path: content(path) for path in files() - old}), made


def files() -> set[Path]:
    folder = Path(settings.DATA)
    return {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}


def content(path: Path) -> bytes:
    return (Path(settings.DATA) / path).read_bytes()


def rows_of(table: str, key: str) -> Rows:
    """Return all rows of a table."""
    quote = "quote_nullable({}::text)" if connection.vendor == "postgresql" else "quote({})"
    with connection.cursor() as cursor:
        values = [quote.format(column) for column in (f'"{key}"', *columns_of(table))]
        cursor.execute(f'select {", ".join(values)} from "{table}"')
        return {row[0]: row[1:] for row in cursor.fetchall()}


def columns_of(table: str) -> list[str]:
    with connection.cursor() as cursor:
        return [f'"{column.name}"' for column in connection.introspection.get_table_description(cursor, table)]


def changes(table: str, key: str, before: Rows) -> list[str]:
    """Return the statements that lead from the rows a table had to those it has."""
    after = rows_of(table, key)
    gone = [pk for pk, row in before.items() if after.get(pk) != row]
    new = [f"({', '.join(row)})" for pk, row in after.items() if before.get(pk) != row]
    deleted = [f'delete from "{table}" where "{key}" in ({", ".join(gone)})'] if gone else []
    written = [f'insert into "{table}" ({", ".join(columns_of(table))}) values {", ".join(new)}'] if new else []
    return deleted + written
