"""Who was where, and in which group, as the rows of a file tell it; asked only where somebody keeps it."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

from aimline.warehouse import memberships, staged
from aimline.warehouse.marks import n_different
from aimline.warehouse.workspace import Row, Workspace, parquet, rows_of

Ids = NDArray[np.int64]


@dataclass(frozen=True)
class Counted:
    """How many enrolments a file names, and how many second schools of a student in one year (settled.md 5)."""

    n: int
    n_in_two_schools: int


@dataclass(frozen=True)
class Years:
    """The school years of a file: int64 arrays of one length, days counted from 1970-01-01.

    `before` is the last day of the year before, `after` the first of the year after.
    """

    district: Ids
    school_year: Ids
    starts: Ids
    ends: Ids
    before: Ids
    after: Ids


@dataclass(frozen=True)
class Groups:
    """Which student group a code means in an attribute slot of a district: int64 arrays of one length."""

    district: Ids
    slot: Ids
    code: Ids
    group_id: Ids


SEATS = """
    insert into new_enrolment
    with seats as (
        select distinct district, student, school_year, school, grade from told
        where student between $first and $last and grade is not null and not exists (
            select 1 from there
            where there.student = told.student and there.school = told.school
                and there.school_year = told.school_year))
    select district, student, school, school_year, grade, starts, ends
    from seats join years using (district, school_year) order by student, school_year, school, grade
"""


def count(workspace: Workspace) -> Counted:
    """Count the enrolments of a staged file."""
    with workspace.open() as connection:
        rows = staged.stored(connection, workspace.folder)
        n_years = n_different(connection, "district, student, school_year", rows)
        n_schools = n_different(connection, "district, student, school_year, school", rows)
        n_seats = n_different(connection, "district, student, school_year, school, grade", rows)
        return Counted(n_seats, n_schools - n_years)


class Told:
    """What the log of a batch tells of students, and what of that is not stored yet; see `open_log`."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, slots: Collection[int]) -> None:
        self._connection = connection
        self._slots = slots

    def compare(self, students: Ids, *, enrolments: Ids, held: Ids) -> None:
        """Hold some students beside what is stored of them; all of the file are brought once, a part at a time.

        `students` are ids in ascending order, with nobody of the file between them left out. `enrolments` has a row
        (student, school, school year) for each that is stored, `held` a row (id, student, group, first day, last day)
        for each membership, with `memberships.LASTS` as the last day of one that goes on.
        """
        part = {"first": int(students[0]), "last": int(students[-1])}
        self._register("there", ("student", "school", "school_year"), enrolments)
        self._connection.execute(SEATS, part)
        self._register("held", ("id", "student", "group_id", "starts", "ends"), held)
        memberships.compare(self._connection, self._slots, part)

    def new_enrolments(self) -> Iterator[Row]:
        """Give district, student, school, school year, grade and the days from and to, as ISO texts."""
        columns = f"district, student, school, school_year, grade, {_text('starts')}, {_text('ends')}"
        return rows_of(self._connection, f"select {columns} from new_enrolment")

    def new_memberships(self) -> Iterator[Row]:
        """Give student, group and the days from and to."""
        columns = f"student, group_id, {_text('starts')}, {_text('ends')}"
        return rows_of(self._connection, f"select {columns} from new_membership")

    def longer_memberships(self) -> Iterator[Row]:
        """Give the days from and to of memberships that are stretched, and their id."""
        last_day = f"case when ends < {memberships.LASTS} then {_text('ends')} end"
        return rows_of(self._connection, f"select {_text('starts')}, {last_day}, id from longer_membership")

    def memberships_gone(self) -> Iterator[Row]:
        """Give the ids of memberships that another one now covers."""
        return rows_of(self._connection, "select id from membership_gone")

    def _register(self, name: str, columns: Sequence[str], rows: Ids) -> None:
        self._connection.register(name, {column: rows[:, place].copy() for place, column in enumerate(columns)})


@contextmanager
def open_log(
    workspace: Workspace, logs: Sequence[Path], years: Years, groups: Groups, slots: Collection[int]
) -> Iterator[Told]:
    """Read who was where from the log files of a batch, one a district and school year; without files, of nobody."""
    columns = [f"group_{slot:d}" for slot in sorted(slots)]
    with workspace.reading(*logs).open() as connection:
        kinds = ", ".join(f"{name} smallint" for name in columns)
        connection.execute(
            "create temp table told (district integer, school_year smallint, student integer, school integer,"
            f" grade tinyint{', ' + kinds if kinds else ''})"
        )
        for log in logs:
            told = ", ".join(["district", "school_year", "student", "school", "grade", *columns])
            connection.execute(f"insert into told select distinct {told} from {parquet([log])}")
        connection.register("years_given", vars(years))
        connection.execute("create temp table years as from years_given")
        connection.register("groups_given", vars(groups))
        named = "select * replace ('group_' || slot as slot) from groups_given"
        connection.execute(f"create temp table groups as {named}")
        connection.execute(
            "create temp table new_enrolment (district integer, student integer, school integer,"
            " school_year smallint, grade tinyint, starts integer, ends integer)"
        )
        memberships.prepare(connection)
        yield Told(connection, slots)


def _text(day: str) -> str:
    """Give the SQL of a day as ISO text."""
    return f"(date '1970-01-01' + {day}::integer)::varchar"
