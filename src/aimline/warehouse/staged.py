"""What `staging.stage` left in a staging folder: counts, problems, and everything that needs an id."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb

from aimline.exchange.problems import REPEATED_CODES, RowProblem
from aimline.warehouse.compilation import has_failed
from aimline.warehouse.staged_rows import STORED, rows
from aimline.warehouse.workspace import Workspace, parquet, quote_all

REPEATED = quote_all(REPEATED_CODES)
N_SHOWN_PROBLEMS = 1_000
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Counts:
    """How many rows of the file went where; n_records = n_stored + n_wrong + n_set_aside.

    The stored rows are n_scored + n_not_tested + n_excused + n_not_scored.
    """

    n_records: int
    n_stored: int
    n_wrong: int
    n_set_aside: int
    n_scored: int
    n_not_tested: int
    n_excused: int
    n_not_scored: int


@dataclass(frozen=True)
class District:
    """A district named in the file."""

    code: str
    name: str


@dataclass(frozen=True)
class School:
    """A school named in the file; one code may occur in several districts (settled.md 3)."""

    district: str
    code: str
    name: str


@dataclass(frozen=True)
class Administration:
    """One measure given in one window of one school year; `measure` is its place in the mapping."""

    district: str
    measure: int
    school_year: int
    window: str
    given_on: date
    n_rows: int
    n_scored: int
    n_judged: int


@dataclass(frozen=True)
class GroupValue:
    """One value of one student attribute; `group` is its place in the mapping, from 0."""

    group: int
    value: str
    n_rows: int


@dataclass(frozen=True)
class Staged:
    """What a file holds, seen through a mapping; the rows themselves stay in `folder`, and so does who is in them.

    students.parquet lists `n_students` by district and code.
    `problems` holds the first 1,000; all of them are in `folder`/problems.parquet and counted by code in
    `problem_counts`.
    `n_wrong_by_district` counts the rows left out by the district they name. `failed_groups` gives, of a group in whose
    column formulas failed, the word of one such cell and the number of all their rows, which have no value there.
    """

    folder: Path
    counts: Counts
    problems: tuple[RowProblem, ...]
    problem_counts: dict[str, int]
    n_wrong_by_district: dict[str, int]
    set_aside: dict[str, int]
    districts: tuple[District, ...]
    schools: tuple[School, ...]
    administrations: tuple[Administration, ...]
    group_values: tuple[GroupValue, ...]
    failed_groups: tuple[GroupValue, ...]
    n_students: int


def load(workspace: Workspace) -> Staged:
    """Read again what `stage` left in workspace.folder, for a commit in another process."""
    folder = workspace.folder
    with workspace.open() as connection:
        problems = _all(connection, f"from {_list(folder, 'problems')} order by row limit {N_SHOWN_PROBLEMS}")
        counted = _all(
            connection, f"select code, count(*) from {_list(folder, 'problems')} group by code order by code"
        )
        aside = _all(connection, f"from {_list(folder, 'set_aside')} order by value")
        districts = _all(connection, f"select code, name from {_list(folder, 'districts')} order by key")
        schools = _all(connection, f"select district, code, name from {_list(folder, 'schools')} order by key")
        given = _all(connection, f"select * exclude (key) from {_list(folder, 'administrations')} order by key")
        values = _all(connection, f"select place, value, n_rows from {_list(folder, 'group_values')} order by key")
        failed = _all(
            connection,
            f"select place, min(word), sum(n_rows)::bigint from {_list(folder, 'group_words')}"
            f" where {has_failed('word')} group by place order by place",
        )
        return Staged(
            folder=folder,
            counts=Counts(*_all(connection, f"from {_list(folder, 'counts')}")[0]),
            problems=tuple(RowProblem(*row[1:5]) for row in problems),
            problem_counts=dict(counted),
            n_wrong_by_district=dict(_all(connection, f"from {_list(folder, 'wrong')} order by district")),
            set_aside=dict(aside),
            districts=tuple(District(*row) for row in districts),
            schools=tuple(School(*row) for row in schools),
            administrations=tuple(_administration(row) for row in given),
            group_values=tuple(GroupValue(*row) for row in values),
            failed_groups=tuple(GroupValue(*row) for row in failed),
            n_students=_all(connection, f"select count(*) from {_list(folder, 'students')}")[0][0],
        )


def stored(connection: duckdb.DuckDBPyConnection, folder: Path) -> str:
    """Give the SQL of the rows of a staged file that are to be stored: of a repeated test only the first."""
    good = f"select * from {rows(folder)} as rows where fate = {STORED}"
    problems = parquet([folder / "problems.parquet"])
    repeated = f"select line, part from {problems} where code in {REPEATED}"
    if not connection.execute(f"{repeated} limit 1").fetchall():
        return f"({good})"
    again = f"select 1 from ({repeated}) as again where again.line = rows.line and again.part = rows.part"
    return f"({good} and not exists ({again}))"


def _administration(row: tuple[Any, ...]) -> Administration:  # Any: only the query knows
    district, measure, school_year, window, day, *counts = row
    return Administration(district, measure, school_year, window, EPOCH + timedelta(day), *counts)


def _list(folder: Path, name: str) -> str:
    return parquet([folder / f"{name}.parquet"])


def _all(connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:  # Any: only the query knows
    return connection.execute(query).fetchall()
