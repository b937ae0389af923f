"""Many rows of the relational database: read as arrays of numbers, and stored in chunks by plain `executemany`.

`executemany` holds the write lock least. One object of the ORM for each of a million students would fill the memory.
"""

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


def parts_of(ids: Ids, marks: NDArray[np.bool_]) -> Iterator[tuple[Ids, NDArray[np.bool_]]]:
    """Give ids with their marks, as many at once as a question may name."""
    for start in range(0, len(ids), N_NAMED):
        yield ids[start : start + N_NAMED], marks[start : start + N_NAMED]


def any_of(ids: Iterable[int]) -> str:
    """Return the SQL of a list of ids, which is never empty."""
    return f"({', '.join(f'{pk:d}' for pk in ids) or 'NULL'})"


def day_number(column: str) -> str:
    """Return the SQL of a day as days since 1970-01-01."""
    if connection.vendor == "postgresql":
        return f"({column} - DATE '1970-01-01')"
    return f"CAST(julianday({column}) - 2440587.5 AS INTEGER)"


def insert(table: str, columns: tuple[str, ...], rows: Iterable[Row], *, unless_there: bool = False) -> None:
    names, marks = ", ".join(columns), ", ".join(["%s"] * len(columns))
    run(f"INSERT INTO {table} ({names}) VALUES ({marks}){' ON CONFLICT DO NOTHING' if unless_there else ''}", rows)


def run(statement: str, rows: Iterable[Row]) -> None:
    """Carry out one statement for many rows, in chunks."""
    with connection.cursor() as cursor:
        for some in chunks_of(rows):
            cursor.executemany(statement, some)


def chunks_of(rows: Iterable[Row]) -> Iterator[list[Row]]:
    left = iter(rows)
    while some := list(islice(left, CHUNK)):
        yield some
