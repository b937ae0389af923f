"""Many rows of the relational database: read as arrays of numbers, and stored in chunks.

In SQLite plain `executemany` holds the write lock least. One object of the ORM for each of a million students would
fill the memory.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from aimline.warehouse.workspace import CHUNK, Row

Ids = NDArray[np.int64]
N_NAMED = 20_000  # asked of more at once, SQLite reads the whole table instead of its index


def read(columns: Sequence[str], table_and_condition: str) -> Ids:
    """Return whole numbers as an int64 array with a row for each of the table; none may be null.

    They come as one text: as tuples of Python's own numbers they take twice as long.
    """
    [text] = ask(f"SELECT string_agg(concat_ws(' ', {', '.join(columns)}), ' ') FROM {table_and_condition}")
    return numbers(text).reshape(-1, len(columns))


def read_named(name: str, number: str, table_and_condition: str, given: Sequence[int | str]) -> tuple[str, Ids]:
    """Return a column of texts as one JSON text, and beside it one of whole numbers."""
    as_json = "json_agg" if connection.vendor == "postgresql" else "json_group_array"
    names, text = ask(
        f"SELECT CAST({as_json}({name}) AS text), string_agg(CAST({number} AS text), ' ') FROM {table_and_condition}",
        given,
    )
    return names or "[]", numbers(text)


def ask(query: str, given: Sequence[int | str] = ()) -> tuple[str | None, ...]:
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        [row] = cursor.fetchall()
    return tuple(row)


def numbers(text: str | None) -> Ids:
    return np.fromstring(text or "", dtype=np.int64, sep=" ")


def read_of(ids: Ids, name: str, columns: Sequence[str], table_and_condition: str) -> Ids:
    """Read as `read` does, of the rows that name one of some ids in a column."""
    parts = [
        read(columns, f"{table_and_condition} AND {name} IN {any_of(ids[start : start + N_NAMED])}")
        for start in range(0, len(ids), N_NAMED)
    ]
    return np.concatenate([np.zeros((0, len(columns)), dtype=np.int64), *parts])


def any_of(ids: Iterable[int]) -> str:
    """Return the SQL of a list of ids, which is never empty."""
    return f"({', '.join(f'{pk:d}' for pk in ids) or 'NULL'})"


def day_number(column: str) -> str:
    """Return the SQL of a day as days since 1970-01-01."""
    if connection.vendor == "postgresql":
        return f"({column} - DATE '1970-01-01')"
    return f"CAST(julianday({column}) - 2440587.5 AS INTEGER)"


def insert(table: str, columns: tuple[str, ...], rows: Iterable[Row], *, unless_there: bool = False) -> None:
    """Add rows; `unless_there` leaves out those that a constraint forbids because they are there already."""
    names = ", ".join(columns)
    end = " ON CONFLICT DO NOTHING" if unless_there else ""
    if connection.vendor == "postgresql":
        run_at_once(f"INSERT INTO {table} ({names}) SELECT {names} FROM {at_once(table)}{end}", columns, rows)
    else:
        run(f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(columns))}){end}", rows)


def update(table: str, columns: tuple[str, ...], rows: Iterable[Row]) -> None:
    """Change rows of a table by their id, which stands last in each row."""
    if connection.vendor == "postgresql":
        changes = ", ".join(f"{name} = given.{name}" for name in columns)
        statement = f"UPDATE {table} SET {changes} FROM {at_once(table)} AS given WHERE {table}.id = given.id"
        run_at_once(statement, (*columns, "id"), rows)
    else:
        run(f"UPDATE {table} SET {', '.join(f'{name} = %s' for name in columns)} WHERE id = %s", rows)


def at_once(table: str) -> str:
    """Return the SQL of rows like those of a table, which come to PostgreSQL as one text."""
    return f"json_populate_recordset(NULL::{table}, %s)"


def run_at_once(statement: str, columns: tuple[str, ...], rows: Iterable[Row]) -> None:
    """Carry out one statement for a chunk of rows at a time: for each row alone PostgreSQL takes ten times as long."""
    with connection.cursor() as cursor:
        for some in chunks_of(rows):
            cursor.execute(statement, [json.dumps([dict(zip(columns, row, strict=True)) for row in some])])


def run(statement: str, rows: Iterable[Row]) -> None:
    """Carry out one statement for many rows, in chunks."""
    with connection.cursor() as cursor:
        for some in chunks_of(rows):
            cursor.executemany(statement, some)


def chunks_of(rows: Iterable[Row]) -> Iterator[list[Row]]:
    left = iter(rows)
    while some := list(islice(left, CHUNK)):
        yield some
