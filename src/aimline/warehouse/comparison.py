"""Staged rows beside the results that are here: which are new, which would change a result, which are the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

from aimline.warehouse import staged_rows
from aimline.warehouse.compilation import SCORED
from aimline.warehouse.staged import Staged, stored
from aimline.warehouse.workspace import Workspace, parquet

N_NAMED = 5


@dataclass(frozen=True)
class Compared:
    """How many of the rows to be stored are new, change an earlier result, or say what is here already."""

    n_new: int
    n_changed: int
    n_same: int


@dataclass(frozen=True)
class Left:
    """`n` earlier scores that a wide file has no score for and leaves as they are; `numbers` are the first students."""

    n: int = 0
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True)
class KnownIds:
    """Ids in the order of Staged's lists, 0 for what is not here yet."""

    students: NDArray[np.int64]
    schools: NDArray[np.int64]
    administrations: NDArray[np.int64]


def compare(workspace: Workspace, staged: Staged, known: KnownIds, *, current: Sequence[Path]) -> Compared:
    """Count the rows to be stored by what they do to `current`, the result files of the years they touch.

    A row is the same when score, level, status, school and grade are; student groups are not looked at
    (architecture.md decision 4, "Supersede").
    """
    if not current or not known.administrations.any():
        return Compared(staged.counts.n_stored, 0, 0)
    with workspace.reading(*current).open() as connection:
        _register(connection, known)
        rows = stored(connection, staged.folder)
        [(n_known, n_same)] = connection.execute(_query(staged, rows, current)).fetchall()
    return Compared(staged.counts.n_stored - n_known, n_known - n_same, n_same)


def left(workspace: Workspace, staged: Staged, known: KnownIds, *, current: Sequence[Path], by_window: bool) -> Left:
    """Count scores in `current` whose cell in a wide file is empty, in the lines that give the student another result.

    `by_window` says that all results of a line are of one year and window; else any line of the student is looked at.
    A student's score in a measure is not counted where a cell of both is wrong: the cell is not empty.
    """
    if not current or not known.administrations.any():
        return Left()
    with workspace.reading(*current).open() as connection:
        _register(connection, known)
        same_line = 'and met.school_year = given.school_year and met."window" = given."window"' if by_window else ""
        found = connection.execute(f"""
            with given as (
                select given.*, administration_ids.id from {_list(staged, "administrations")} as given
                join administration_ids using (key) where administration_ids.id <> 0
            ), met as (
                select distinct rows.district, rows.student, rows.measure, rows.school_year, rows."window"
                from {stored(connection, staged.folder)} as rows
            ), unread as (
                select distinct district, student, measure from {staged_rows.rows(staged.folder)}
                where fate = {staged_rows.WRONG}
            ), named as (
                select students.district, students.code, student_ids.id from {_list(staged, "students")} as students
                join student_ids using (key) where student_ids.id <> 0
            ), missed as (
                select distinct named.code, given.id as administration
                from {parquet(current)} as here
                join given on given.id = here.administration
                join named on named.id = here.student
                join met on met.district = named.district and met.student = named.code {same_line}
                anti join met as told on told.district = named.district and told.student = named.code
                    and told.measure = given.measure and told.school_year = given.school_year
                    and told."window" = given."window"
                anti join unread on unread.district = named.district and unread.student = named.code
                    and unread.measure = given.measure
                where here.status = {SCORED}
            )
            select count(*), coalesce(list_sort(list(distinct code))[1:{N_NAMED}], []) from missed
        """).fetchall()
    [(n, numbers)] = found
    return Left(n, tuple(numbers))


def _register(connection: duckdb.DuckDBPyConnection, known: KnownIds) -> None:
    ids = {"student_ids": known.students, "school_ids": known.schools, "administration_ids": known.administrations}
    for name, values in ids.items():
        connection.register(name, {"key": np.arange(len(values), dtype=np.int64), "id": values})


def _query(staged: Staged, rows: str, current: Sequence[Path]) -> str:
    # Beside each other are laid two ids and a hash of the rest: six columns would take three times the memory.
    said = "hash(school, grade, value, level, proficient, status) as said"
    return f"""
        with rows as (
            select student_ids.id::integer as student, administration_ids.id::integer as administration,
                school_ids.id::integer as school, grade, value, level, proficient, status
            from {rows} as rows
            join {_list(staged, "students")} as students on students.district = rows.district
                and students.code = rows.student
            join student_ids on student_ids.key = students.key
            join {_list(staged, "schools")} as schools on schools.district = rows.district
                and schools.code = rows.school
            join school_ids on school_ids.key = schools.key
            join {_list(staged, "administrations")} as given on given.district = rows.district
                and given.measure = rows.measure and given.school_year = rows.school_year
                and given."window" = rows."window"
            join administration_ids on administration_ids.key = given.key
        ),
        coming as (select student, administration, {said} from rows),
        here as (select student, administration, {said} from {parquet(current)})
        select count(*), count(*) filter (where coming.said = here.said)
        from coming join here using (student, administration)
    """


def _list(staged: Staged, name: str) -> str:
    return parquet([staged.folder / f"{name}.parquet"])
