"""How many students of a staged file are known, in the grades of schools that already have students."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aimline.warehouse import staged
from aimline.warehouse.staged import Staged
from aimline.warehouse.workspace import Workspace, parquet

MEETING = """
    with told as (
        select distinct rows.district, rows.school, rows.school_year, rows.grade, students.key
        from {rows} as rows join {students} as students
        on students.district = rows.district and students.code = rows.student
    ), coming as (
        select schools_here.id as school, told.school_year, told.grade,
            count(*) as n, count(*) filter (is_known.student <> 0) as n_known
        from told join {schools} as schools on schools.district = told.district and schools.code = told.school
        join schools_here on schools_here.key = schools.key
        join is_known on is_known.key = told.key
        group by all
    ), expected as (
        select school, school_year, grade, max(n) as n from (
            select * from here union all select school, school_year + 1, grade + 1, n from here) group by all
    )
    select coalesce(sum(coming.n_known), 0)::bigint, coalesce(sum(coming.n), 0)::bigint,
        coalesce(sum(expected.n), 0)::bigint
    from coming join expected using (school, school_year, grade)
"""


@dataclass(frozen=True)
class Meeting:
    """Of `n_coming` students in grades that have `n_here`, `n_known` are here."""

    n_known: int
    n_coming: int
    n_here: int


def meet(
    workspace: Workspace, found: Staged, *, schools: NDArray[np.int64], students: NDArray[np.int64],
    here: NDArray[np.int64],
) -> Meeting:  # fmt: skip
    """Hold a staged file beside who is enrolled; a grade is expected to have moved up since the year before.

    `schools` and `students` are int64 ids in the order of the staged lists, 0 for those not here; `here` has a row
    (school, school year, grade, number of students) for each grade of a school.
    """
    if not len(here):
        return Meeting(0, 0, 0)
    with workspace.open() as connection:
        connection.register("schools_here", _with_keys("id", schools))
        connection.register("is_known", _with_keys("student", students))
        columns = ("school", "school_year", "grade", "n")
        connection.register("here", {name: here[:, place].copy() for place, name in enumerate(columns)})
        lists = {name: parquet([found.folder / f"{name}.parquet"]) for name in ("students", "schools")}
        query = MEETING.format(rows=staged.stored(connection, found.folder), **lists)
        return Meeting(*connection.execute(query).fetchall()[0])


def _with_keys(name: str, ids: NDArray[np.int64]) -> dict[str, NDArray[np.int64]]:
    return {"key": np.arange(len(ids), dtype=np.int64), name: ids}
