"""Questions to the warehouse: SQL files, asked of the current result files."""

import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Protocol

import duckdb
import numpy as np
from numpy.typing import NDArray

from aimline.domain.refusal import AimlineError
from aimline.domain.words import say
from aimline.warehouse.segments import COLUMNS
from aimline.warehouse.workspace import Workspace, connect, parquet

GAP = -(1 << 62)
_MARK = re.compile(r"\$(\w+)")
Mark = int | None
Value = int | float | str | None
Table = Mapping[str, NDArray[np.generic]]
Row = tuple[Value, ...]


class TooSlow(AimlineError):
    """The question took longer than it may."""


class Engine(Protocol):
    """Anything that can answer a question file over result files; DuckDB here, Spark elsewhere."""

    def ask(
        self,
        question: str,
        files: Sequence[Path],
        *,
        values: Mapping[str, Mark],
        tables: Mapping[str, Table],
    ) -> list[Row]:
        """Answer `question`: `current` reads the files, `values` fill its marks, `tables` are joined."""


class DuckEngine:
    """DuckDB in this process; opened at the first question, safe to share between threads."""

    def __init__(self, workspace: Workspace, *, seconds: float = 5.0) -> None:
        self.workspace, self.seconds = workspace, seconds
        self.lock = threading.Lock()
        self.connection: duckdb.DuckDBPyConnection | None = None

    def ask(
        self,
        question: str,
        files: Sequence[Path],
        *,
        values: Mapping[str, Mark],
        tables: Mapping[str, Table],
    ) -> list[Row]:
        """Answer a question of `questions`/ (architecture.md decisions 5 and 6).

        Raises TooSlow after `seconds`. A table's columns are arrays of one length, those with gaps
        made by `column`: DuckDB does not see the mask of a masked array.
        """
        with self._asked(question, files, values, tables) as answer:
            return answer.fetchall()

    def ask_columns(
        self,
        question: str,
        files: Sequence[Path],
        *,
        values: Mapping[str, Mark],
        tables: Mapping[str, Table],
    ) -> Table:
        """Answer as `ask` does, with an array for each column, masked where it has gaps: for very many rows."""
        with self._asked(question, files, values, tables) as answer:
            return answer.fetchnumpy()

    @contextmanager
    def _asked(
        self, question: str, files: Sequence[Path], values: Mapping[str, Mark], tables: Mapping[str, Table]
    ) -> Iterator[duckdb.DuckDBPyConnection]:
        cursor = self._cursor()
        # Views are temporary, so each cursor sees only its own.
        timer = threading.Timer(self.seconds, cursor.interrupt)
        timer.start()
        try:
            cursor.execute(f"create or replace temp view current as {_current(files)}")
            for name, columns in tables.items():
                _add_table(cursor, name, columns)
            yield cursor.execute(filled(text(question), values))
        except duckdb.InterruptException as error:
            message = say("The question took longer than {n} seconds.", n=self.seconds)
            raise TooSlow("too_slow", message, say("Ask for one school or one year.")) from error
        finally:
            timer.cancel()
            cursor.close()

    def close(self) -> None:
        """Let go of memory and temporary files."""
        with self.lock:
            if self.connection:
                self.connection.close()
            self.connection = None

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        with self.lock:
            if self.connection is None:
                self.connection = connect(self.workspace)
            return self.connection.cursor()


def column(values: Sequence[int | None]) -> NDArray[np.int64]:
    """Make a column that may have gaps, for the tables of `ask`; gaps are a number that no id has."""
    return np.array([GAP if value is None else value for value in values], dtype=np.int64)


@cache
def text(question: str) -> str:
    """Read the SQL of a question by its name."""
    return resources.files("aimline.warehouse").joinpath("questions", f"{question}.sql").read_text(encoding="utf-8")


def filled(sql: str, values: Mapping[str, Mark]) -> str:
    """Write whole numbers in the place of marks.

    DuckDB plans a number better than a mark, and its Python side looks for pandas at every value it is handed.
    Raises KeyError for a mark without a value.
    """
    numbers = {name: "null" if value is None else str(int(value)) for name, value in values.items()}
    return _MARK.sub(lambda mark: numbers[mark[1]], sql)


def _add_table(cursor: duckdb.DuckDBPyConnection, name: str, columns: Table) -> None:
    # An array of objects would hold None itself, but DuckDB looks at each of its values with Python's eyes: slow.
    if not any((values == GAP).any() for values in columns.values()):
        cursor.register(name, dict(columns))
        return
    cursor.register(f"given_{name}", dict(columns))
    with_gaps = ", ".join(f"nullif({column_name}, {GAP}) as {column_name}" for column_name in columns)
    cursor.execute(f"create or replace temp view {name} as select {with_gaps} from given_{name}")


def _current(files: Sequence[Path]) -> str:
    if files:
        return f"select * from {parquet(files)}"
    nothing = ", ".join(f"null::{kind} as {name}" for name, kind in COLUMNS)
    return f"select {nothing} where false"
