"""Every row that staging left out, for a file that people can open beside their own."""

from collections.abc import Iterator
from dataclasses import dataclass

from aimline.exchange.problems import RowProblem
from aimline.warehouse.staged_rows import STORED, rows
from aimline.warehouse.workspace import Workspace, parquet

CHUNK = 1_000
N_LINES = 5


@dataclass(frozen=True)
class Alike:
    """Problems of one column, value and code: the first of them, the first lines, and how many there are."""

    first: RowProblem
    lines: tuple[int, ...]
    n: int


def problems(workspace: Workspace) -> Iterator[RowProblem]:
    """Give all row problems of a staged file in the order of its lines; nothing where none were written."""
    path = workspace.folder / "problems.parquet"
    if not path.exists():
        return
    with workspace.open() as connection:
        cursor = connection.execute(
            f'select line, "column", value, code from {parquet([path])} order by line, "column", code'
        )
        while found := cursor.fetchmany(CHUNK):
            yield from (RowProblem(*row) for row in found)


def alike(workspace: Workspace, *, most: int) -> tuple[Alike, ...]:
    """Group the row problems of a staged file that say the same, in the order of their first lines.

    What is wrong with the form of a line shows in no column; such lines are alike whatever they hold.
    """
    path = workspace.folder / "problems.parquet"
    query = f"""
        select min(line) as line, "column", arg_min(value, line) as value, code,
            list(line order by line)[1:{N_LINES}] as lines, count(*) as n
        from {parquet([path])}
        group by "column", code, case when "column" = '' then '' else value end
        order by line, "column", code limit {most}
    """
    with workspace.open() as connection:
        found = connection.execute(query).fetchall()
    return tuple(Alike(RowProblem(*row[:4]), tuple(row[4]), row[5]) for row in found)


@dataclass(frozen=True)
class StagedResult:
    """One staged result as its row holds it: `measure` is its place in the mapping, `day` counts from 1970."""

    line: int
    student: str
    school: str
    grade: int | None
    measure: int
    school_year: int
    window: str
    day: int
    value: float | None
    level: int | None
    status: int


def first_results(workspace: Workspace, *, most: int) -> list[StagedResult]:
    """Return the first results of a staged file, in the order of its lines."""
    query = f"""
        select line, student, school, grade, measure, school_year, "window", day, value, level, status
        from {rows(workspace.folder)} where fate = {STORED} order by line, part limit {most}
    """
    with workspace.open() as connection:
        return [StagedResult(*row) for row in connection.execute(query).fetchall()]
