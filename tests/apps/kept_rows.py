"""Rows that many tests begin with: built once by the real actions, then written back as they were."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.apps import apps
from django.db import connection

Made = TypeVar("Made")


@dataclass
class Kept(Generic[Made]):
    """What a builder made, with the statements that write its rows again."""

    made: Made
    statements: list[str]


class KeptRows(Generic[Made]):
    """Builds at the first call of a process; later calls write the rows back and return a copy of what was made.

    The rows must not depend on anything but an empty database, and every call happens in the transaction of a test.
    """

    def __init__(self, build: Callable[[], Made]) -> None:
        self.build = build
        self.kept: Kept[Made] | None = None

    def __call__(self) -> Made:
        if self.kept is None:
            before = {table: count(table) for table in tables()}
            made = self.build()
            grown = [table for table, n in before.items() if count(table) > n]
            assert not any(before[table] for table in grown), "rows are kept of tables that were empty"
            self.kept = Kept(deepcopy(made), [statement(table) for table in grown])
            return made
        with connection.cursor() as cursor:
            for each in self.kept.statements:
                cursor.execute(each)
        return deepcopy(self.kept.made)


def tables() -> list[str]:
    return [model._meta.db_table for model in apps.get_models(include_auto_created=True)]


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f'select count(*) from "{table}"')
        (n,) = cursor.fetchone()
    return int(n)


def statement(table: str) -> str:
    """Return the statement that writes all rows of a table, every value as the database itself quotes it."""
    with connection.cursor() as cursor:
        columns = [f'"{column.name}"' for column in connection.introspection.get_table_description(cursor, table)]
        quote = "quote_nullable({}::text)" if connection.vendor == "postgresql" else "quote({})"
        cursor.execute(f'select {", ".join(quote.format(column) for column in columns)} from "{table}"')
        rows = ", ".join(f"({', '.join(row)})" for row in cursor.fetchall())
    return f'insert into "{table}" ({", ".join(columns)}) values {rows}'
