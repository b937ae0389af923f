"""Who was where, and in which group, as the rows of a staged file tell it; asked only where somebody keeps it."""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

from aimline.warehouse import staged
from aimline.warehouse.staged import Staged
from aimline.warehouse.staged_rows import group_word
from aimline.warehouse.workspace import Workspace, parquet


@dataclass(frozen=True)
class Enrolments:
    """Who was where: int32 arrays of one length; `student` and `school` are places in Staged's lists.

    `grade` is -128 where the file names none.
    """

    student: NDArray[np.int32]
    school: NDArray[np.int32]
    school_year: NDArray[np.int32]
    grade: NDArray[np.int32]


@dataclass(frozen=True)
class Memberships:
    """Who had which group value in which school years, first to last without a gap: int32 arrays of one length.

    `student` and `value` are places in Staged's lists.
    """

    student: NDArray[np.int32]
    value: NDArray[np.int32]
    first_year: NDArray[np.int32]
    last_year: NDArray[np.int32]


@dataclass(frozen=True)
class Counted:
    """How many enrolments a file names, and how many second schools of a student in one year (settled.md 5)."""

    n: int
    n_in_two_schools: int


ENROLMENTS = """
    select distinct student, school, school_year::integer as school_year, coalesce(grade, -128)::integer as grade
    from known order by student, school_year, school, grade
"""
COUNTED = """
    with seats as (
        select district, student, school_year, count(*) as n, count(distinct school) as n_schools
        from (select distinct district, student, school, school_year, grade from stored) group by all)
    select coalesce(sum(n), 0)::bigint, coalesce(sum(n_schools - 1), 0)::bigint from seats
"""


def count(workspace: Workspace) -> Counted:
    """Count the enrolments of a staged file."""
    with workspace.open() as connection:
        connection.execute(f"create temp view stored as from {staged.stored(connection, workspace.folder)}")
        return Counted(*connection.execute(COUNTED).fetchall()[0])


def find(workspace: Workspace, found: Staged) -> tuple[Enrolments, Memberships]:
    """List the enrolments of a staged file, ordered by student and year, and the memberships by student and value."""
    folder = workspace.folder
    n_groups = max((value.group + 1 for value in found.group_values), default=0)
    with workspace.open() as connection:
        connection.execute(f"create temp view stored as from {staged.stored(connection, folder)}")
        connection.execute(f"create temp table known as {_known_query(folder, n_groups)}")
        who = _columns(connection, ENROLMENTS, ("student", "school", "school_year", "grade"))
        had = f"{_membership_query(n_groups)} order by student, value, first_year"
        runs = _columns(connection, had, ("student", "value", "first_year", "last_year"))
    return Enrolments(*who), Memberships(*runs)


def _columns(connection: duckdb.DuckDBPyConnection, query: str, names: tuple[str, ...]) -> list[NDArray[np.int32]]:
    columns = connection.execute(query).fetchnumpy()
    return [np.asarray(columns[name], dtype=np.int32) for name in names]


def _known_query(folder: Path, n_groups: int) -> str:
    """Give the SQL of students, schools and group values by their keys, each once a school year and grade."""
    names = _group_names(n_groups)
    keys = ", ".join(["school_year", "grade", *(f"of_{name}.key as {name}" for name in names)])
    words = f"""(
        select words.place, words.word, listed.key
        from {_list(folder, "group_words")} as words
        join {_list(folder, "group_values")} as listed using (place, value))"""
    values = " ".join(
        f"left join {words} as of_{name} on of_{name}.place = {place} and of_{name}.word = {group_word(place)}"
        for place, name in enumerate(names)
    )
    return f"""
        with named as (select distinct district, student, school, school_year, grade, groups from stored)
        select students.key as student, schools.key as school, {keys}
        from named
        join {_list(folder, "students")} as students on students.district = named.district
            and students.code = named.student
        join {_list(folder, "schools")} as schools on schools.district = named.district
            and schools.code = named.school
        {values}
    """


def _membership_query(n_groups: int) -> str:
    """Give the SQL of who had which group value, as runs of school years that follow one another (settled.md 5)."""
    parts = [
        f"select student, school_year, {name} as value from known where {name} is not null"
        for name in _group_names(n_groups)
    ]
    nothing = "select 0 as student, 0::smallint as school_year, 0 as value where false"
    # Nearly all have a value in every year from their first to their last: one bit a year shows it, and only the
    # others are sorted by year.
    return f"""
        with had as ({" union all ".join([nothing, *parts])}),
        spans as materialized (
            select student, value, min(school_year) as first_year, max(school_year) as last_year,
                bit_or(1::bigint << least(school_year - (select min(school_year) from known), 61)) as years
            from had group by student, value
        ), runs as (
            select student, value, school_year,
                school_year - row_number() over (partition by student, value order by school_year) as run
            from (select distinct student, value, school_year from had
                  semi join (from spans where bit_count(years) <= last_year - first_year) using (student, value))
        )
        select student, value, first_year::integer as first_year, last_year::integer as last_year
        from spans where bit_count(years) > last_year - first_year
        union all
        select student, value, min(school_year)::integer, max(school_year)::integer
        from runs group by student, value, run
    """


def _group_names(n_groups: int) -> list[str]:
    return [f"g{place}" for place in range(1, n_groups + 1)]


def _list(folder: Path, name: str) -> str:
    return parquet([folder / f"{name}.parquet"])
