"""Staged rows under numbers that passed from one student to another: told, kept, and written anew."""

import json
from collections.abc import Collection, Mapping
from dataclasses import astuple, dataclass, fields

import duckdb

from aimline.warehouse import staged_lists, staged_rows
from aimline.warehouse.places import LISTED
from aimline.warehouse.staged_rows import STORED
from aimline.warehouse.workspace import Workspace

COLUMNS = ("district", "student", "school", "school_year", '"window"', "day", "given_name", "family_name")
_SAME = " and ".join(f"codes.{name} = rows.{name}" for name in COLUMNS)
_UNDECIDED = "undecided.json"


@dataclass(frozen=True)
class Told:
    """What rows say of whose they are; places and students by their codes, `day` counts from 1970."""

    district: str
    student: str
    school: str
    school_year: int
    window: str
    day: int
    given_name: str
    family_name: str


def told_of(workspace: Workspace, numbers: Collection[tuple[str, str]]) -> list[Told]:
    """List what the rows to be stored say under some numbers, each a district's code and the number in it."""
    folder = workspace.folder
    columns = ", ".join(f"rows.{name}" for name in COLUMNS)
    with workspace.open() as connection:
        found = connection.execute(
            f"""
                select distinct {columns} from {staged_rows.rows(folder)} as rows
                join (select said[1] as district, said[2] as student from ({LISTED})) as numbers
                    on numbers.district = rows.district and numbers.student = rows.student
                where rows.fate = {STORED} order by all
            """,
            {"lists": json.dumps([list(pair) for pair in sorted(numbers)])},
        ).fetchall()
    return [Told(*row) for row in found]


def keep(workspace: Workspace, undecided: Collection[Told]) -> None:
    """Keep beside the staged rows what those say of which nobody can tell whose they are."""
    said = [astuple(told) for told in undecided]
    (workspace.folder / _UNDECIDED).write_text(json.dumps(said), encoding="utf-8")


def are_kept(workspace: Workspace) -> bool:
    """Tell whether it is known what is undecided: not where an earlier version staged the file."""
    return (workspace.folder / _UNDECIDED).exists()


def kept(workspace: Workspace) -> list[Told]:
    """Read again what `keep` kept, without the rows that are left out since."""
    said = [Told(*row) for row in json.loads((workspace.folder / _UNDECIDED).read_text(encoding="utf-8"))]
    stored = set(told_of(workspace, {(told.district, told.student) for told in said})) if said else set()
    return [told for told in said if told in stored]


def met(workspace: Workspace, codes: Mapping[Told, str]) -> set[Told]:
    """Find of which rows the student, by these codes, has the same test under another number of the file as well.

    Rows with an empty code are nobody's.
    """
    if not codes:
        return set()
    columns, folder = ", ".join(COLUMNS), workspace.folder
    with workspace.open() as connection:
        _list_codes(connection, codes)
        found = connection.execute(
            f"""
                with given as (
                    select rows.*, codes.code is not null as is_told, coalesce(codes.code, rows.student) as whose
                    from {staged_rows.rows(folder)} as rows left join codes on {_SAME} where rows.fate = {STORED}),
                numbered as (
                    select *, min(student) over test as one, max(student) over test as other from given
                    where whose in (select code from codes where code <> '')
                    window test as (partition by district, whose, measure, school_year, "window"))
                select distinct {columns} from numbered where is_told and one <> other
            """
        ).fetchall()
    return {Told(*row) for row in found}


def give(workspace: Workspace, codes: Mapping[Told, str]) -> None:
    """Write staged rows anew with other codes for the students of some."""
    if not codes:
        return
    folder = workspace.folder
    with workspace.open() as connection:
        _list_codes(connection, codes)
        staged_lists.copy(
            connection,
            f"""
                select rows.* replace (coalesce(codes.code, rows.student) as student)
                from {staged_rows.rows(folder)} as rows left join codes on {_SAME} and rows.fate = {STORED}
            """,
            folder / "rows.next",
        )
    staged_rows.take_next(folder)


def _list_codes(connection: duckdb.DuckDBPyConnection, codes: Mapping[Told, str]) -> None:
    """Make the table `codes`: what rows say of whose they are, and the code of that student."""
    kinds = {each.name: "varchar" if each.type is str else "bigint" for each in fields(Told)}
    said = ", ".join(f'said[{n}]::{kind} as "{name}"' for n, (name, kind) in enumerate(kinds.items(), 1))
    connection.execute(
        f"create temp table codes as select {said}, said[{len(kinds) + 1}] as code from ({LISTED})",
        {"lists": json.dumps([[*map(str, astuple(told)), code] for told, code in codes.items()])},
    )
