"""A foreign table becomes typed rows in a staging folder, together with everything wrong in it."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

from aimline.exchange import mapping as mappings
from aimline.exchange.mapping import Mapping
from aimline.exchange.problems import SHOWN_CHARACTERS, RowProblem
from aimline.exchange.unpacking import Unpacked
from aimline.warehouse.compilation import Compiled, compile_mapping
from aimline.warehouse.workspace import Workspace, parquet, quote

N_SHOWN_PROBLEMS = 1_000
STORED, WRONG, ASIDE = 0, 1, 2
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


@dataclass(frozen=True)
class GroupValue:
    """One value of one student attribute; `group` is its place in the mapping, from 0."""

    group: int
    value: str
    n_rows: int


@dataclass(frozen=True)
class Students:
    """Students named in the file: arrays of texts of one length, ordered by district and code."""

    district: NDArray[np.object_]
    code: NDArray[np.object_]
    given_name: NDArray[np.object_]
    family_name: NDArray[np.object_]


@dataclass(frozen=True)
class Enrolments:
    """Who was where: int32 arrays of one length; `student` and `school` are places in Staged's lists."""

    student: NDArray[np.int32]
    school: NDArray[np.int32]
    school_year: NDArray[np.int32]
    grade: NDArray[np.int32]


@dataclass(frozen=True)
class Staged:
    """What a file holds, seen through a mapping; the rows themselves stay in `folder`.

    `grade` of an enrolment is -128 where the file names none. `problems` holds the first 1,000;
    all of them are in `folder`/problems.parquet and counted by code in `problem_counts`.
    """

    folder: Path
    counts: Counts
    problems: tuple[RowProblem, ...]
    problem_counts: dict[str, int]
    set_aside: dict[str, int]
    districts: tuple[District, ...]
    schools: tuple[School, ...]
    administrations: tuple[Administration, ...]
    group_values: tuple[GroupValue, ...]
    students: Students
    enrolments: Enrolments


def stage(workspace: Workspace, file: Unpacked, mapping: Mapping, *, today: date) -> Staged:
    """Run a mapping over an unpacked file; rows and lists go to workspace.folder, nothing else is touched.

    Raises UnusableMapping when the mapping cannot work on this file. Every row that is wrong is
    reported and left out, every other row is kept (trust.md 3; issue 2 "Bad input").
    """
    mappings.require(mapping, file.header)
    compiled = compile_mapping(mapping, file.header, today=today)
    folder = workspace.folder
    with workspace.open() as connection:
        _write_rows(connection, file, compiled, folder, len(mapping.groups))
        _write_problems(connection, file, mapping, compiled, folder)
        _write_lists(connection, folder, len(mapping.groups))
    return load(workspace)


def load(workspace: Workspace) -> Staged:
    """Read again what `stage` left in workspace.folder, for a commit in another process."""
    folder = workspace.folder
    with workspace.open() as connection:
        problems = _all(connection, f"from {_list(folder, 'problems')} order by row limit {N_SHOWN_PROBLEMS}")
        counted = _all(connection, f"select code, count(*) from {_list(folder, 'problems')} group by code order by code")
        aside = _all(connection, f"from {_list(folder, 'set_aside')} order by value")
        districts = _all(connection, f"select code, name from {_list(folder, 'districts')} order by key")
        schools = _all(connection, f"select district, code, name from {_list(folder, 'schools')} order by key")
        given = _all(connection, f"select * exclude (key) from {_list(folder, 'administrations')} order by key")
        values = _all(connection, f"select place, value, n_rows from {_list(folder, 'group_values')} order by key")
        return Staged(
            folder=folder,
            counts=Counts(*_all(connection, f"from {_list(folder, 'counts')}")[0]),
            problems=tuple(RowProblem(*row[1:]) for row in problems),
            problem_counts=dict(counted),
            set_aside=dict(aside),
            districts=tuple(District(*row) for row in districts),
            schools=tuple(School(*row) for row in schools),
            administrations=tuple(Administration(*row[:4], EPOCH + timedelta(row[4]), row[5]) for row in given),
            group_values=tuple(GroupValue(*row) for row in values),
            students=_students(connection, folder),
            enrolments=_enrolments(connection, folder),
        )


def survey(workspace: Workspace, file: Unpacked, column: str, *, most: int = 100) -> list[tuple[str, int]]:
    """Count the values of one column of an unpacked file, the commonest first, at most `most` of them."""
    place = file.header.index(column) + 1
    values = f"select trim(coalesce(c{place}, '')) as value, count(*) as n from {_table(file)} group by value"
    with workspace.open() as connection:
        return _all(connection, f"{values} order by n desc, value limit {most}")


def _write_rows(
    connection: duckdb.DuckDBPyConnection, file: Unpacked, compiled: Compiled, folder: Path, n_groups: int
) -> None:
    """Write rows.parquet: every row of the table once, typed, with its fate; texts are not yet ids."""
    wrong = " or ".join(f"coalesce({check.condition}, false)" for check in compiled.checks)
    groups = "".join(f", g{place}" for place in range(1, n_groups + 1))
    connection.execute(f"""
        copy (
            with raw as (select {compiled.raw} from {_table(file)}),
            judged as (select *, {compiled.aside} as aside, ({wrong}) as is_wrong from {compiled.typed})
            select line,
                (case when aside is not null then {ASIDE} when is_wrong then {WRONG} else {STORED} end)::tinyint as fate,
                aside, district_text as district, district_name_text as district_name, school_text as school,
                school_name_text as school_name, student_text as student, given_name_text as given_name,
                family_name_text as family_name,
                (case when grade_number between -1 and 12 then grade_number end)::tinyint as grade,
                measure_number::smallint as measure, year_number::smallint as school_year, window_name as "window",
                day, case when status_number = 0 then score_number end as value,
                (case when status_number = 0 then level_number end)::tinyint as level,
                (case when status_number = 0 then proficient end)::tinyint as proficient,
                status_number::tinyint as status{groups}
            from judged
        ) to {quote(str(folder / "rows.parquet"))} (format parquet)
    """)


def _write_problems(
    connection: duckdb.DuckDBPyConnection, file: Unpacked, mapping: Mapping, compiled: Compiled, folder: Path
) -> None:
    """Write problems.parquet: shape, then values, then repeated rows, ordered by line."""
    rows = _list(folder, "rows")
    connection.execute("create temp table problem (line integer, \"column\" varchar, value varchar, code varchar)")
    if file.n_problems:
        connection.execute(
            f"insert into problem select line, coalesce(\"column\", ''), coalesce(value, ''), code"
            f" from {_shape_problems(file)}"
        )
    if connection.execute(f"select count(*) from {rows} where fate = {WRONG}").fetchall()[0][0]:
        connection.execute(f"""
            create temp table wrong as
            with raw as (
                select {compiled.raw} from {_table(file)}
                where line in (select line from {rows} where fate = {WRONG})
            )
            select * from {compiled.typed}
        """)
        for check in compiled.checks:
            column = mapping.columns.get(check.role, check.role)
            connection.execute(
                f"insert into problem select line, {quote(column)}, {check.role}_text, {quote(check.code)}"
                f" from wrong where {check.condition}"
            )
    connection.execute(f"""
        insert into problem
        select line, {quote(mapping.columns["student"])}, student, 'repeated_row'
        from (
            select line, student, row_number() over (
                partition by district, student, measure, school_year, "window" order by line) as place
            from {rows}
            where fate = {STORED}
        )
        where place > 1
    """)
    shown = f"case when length(value) > {SHOWN_CHARACTERS} then value[1:{SHOWN_CHARACTERS - 1}] || '…' else value end"
    _copy(
        connection,
        f'select row_number() over (order by line, "column", code) as row, line, "column", {shown} as value, code'
        " from problem",
        folder / "problems.parquet",
    )


def _write_lists(connection: duckdb.DuckDBPyConnection, folder: Path, n_groups: int) -> None:
    """Write the lists a caller gives ids to, each numbered from 0 in its `key`, and the counts."""
    connection.execute(f"""
        create temp view stored as
        select * from {_list(folder, "rows")} as rows
        where fate = {STORED} and not exists (
            select 1 from problem where problem.line = rows.line and problem.code = 'repeated_row')
    """)
    lists = (
        ("districts", "code", "select district as code, max(district_name) as name from stored group by all"),
        (
            "schools",
            "district, code",
            "select district, school as code, max(school_name) as name from stored group by all",
        ),
        (
            "students",
            "district, code",
            "select district, student as code, max(given_name) as given_name, max(family_name) as family_name"
            " from stored group by all",
        ),
        (
            "administrations",
            'district, measure, school_year, "window"',
            'select district, measure, school_year, "window", max(day) as day, count(*) as n_rows'
            " from stored group by all",
        ),
        ("group_values", "place, value", _group_values(n_groups)),
    )
    for name, order, query in lists:
        numbered = f"select (row_number() over (order by {order}) - 1)::integer as key, * from ({query})"
        _copy(connection, f"{numbered} order by key", folder / f"{name}.parquet")
    _copy(connection, _enrolment_query(folder), folder / "enrolments.parquet")
    _copy(
        connection,
        f"select aside as value, count(*) as n_rows from {_list(folder, 'rows')} where fate = {ASIDE} group by aside",
        folder / "set_aside.parquet",
    )
    _copy(connection, _count_query(folder), folder / "counts.parquet")


def _group_values(n_groups: int) -> str:
    parts = [
        f"select {place - 1} as place, g{place} as value, count(*) as n_rows from stored"
        f" where g{place} is not null group by g{place}"
        for place in range(1, n_groups + 1)
    ]
    nothing = "select 0 as place, '' as value, 0 as n_rows where false"
    return " union all ".join([nothing, *parts])


def _enrolment_query(folder: Path) -> str:
    return f"""
        select distinct students.key as student, schools.key as school, stored.school_year::integer as school_year,
            coalesce(stored.grade, -128)::integer as grade
        from stored
        join {_list(folder, "students")} as students on students.district = stored.district
            and students.code = stored.student
        join {_list(folder, "schools")} as schools on schools.district = stored.district
            and schools.code = stored.school
        order by student, school_year, school, grade
    """


def _count_query(folder: Path) -> str:
    rows, problems = _list(folder, "rows"), _list(folder, "problems")
    shaped = ", ".join(quote(code) for code in SHAPE_CODES)
    return f"""
        select n_rows + n_shape, n_stored, n_rows + n_shape - n_stored - n_aside, n_aside,
            n_scored, n_not_tested, n_excused, n_not_scored
        from (
            select count(*) as n_stored, count(*) filter (where status = 0) as n_scored,
                count(*) filter (where status = 1) as n_not_tested, count(*) filter (where status = 2) as n_excused,
                count(*) filter (where status = 3) as n_not_scored
            from stored
        ), (
            select count(*) as n_rows, count(*) filter (where fate = {ASIDE}) as n_aside from {rows}
        ), (
            select count(*) as n_shape from {problems} where code in ({shaped})
        )
    """


def _students(connection: duckdb.DuckDBPyConnection, folder: Path) -> Students:
    columns = connection.execute(f"select * from {_list(folder, 'students')} order by key").fetchnumpy()
    return Students(*(np.asarray(columns[name], dtype=object) for name in ("district", "code", "given_name", "family_name")))


def _enrolments(connection: duckdb.DuckDBPyConnection, folder: Path) -> Enrolments:
    query = f"select * from {_list(folder, 'enrolments')} order by student, school_year, school, grade"
    columns = connection.execute(query).fetchnumpy()
    return Enrolments(*(np.asarray(columns[name], dtype=np.int32) for name in ("student", "school", "school_year", "grade")))


def _table(file: Unpacked) -> str:
    columns = ", ".join(["'line': 'INTEGER'", *(f"'c{n}': 'VARCHAR'" for n in range(1, len(file.header) + 1))])
    return (
        f"read_csv({quote(str(file.path.resolve()))}, auto_detect = false, header = false, delim = {quote(file.delimiter)},"
        f" quote = '\"', escape = '\"', new_line = '\\n', columns = {{{columns}}})"
    )


def _shape_problems(file: Unpacked) -> str:
    columns = "{'line': 'INTEGER', 'column': 'VARCHAR', 'value': 'VARCHAR', 'code': 'VARCHAR'}"
    path = quote(str(file.problems_path.resolve()))
    return f"read_csv({path}, auto_detect = false, header = false, quote = '\"', escape = '\"', columns = {columns})"


def _list(folder: Path, name: str) -> str:
    return parquet([folder / f"{name}.parquet"])


def _copy(connection: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    connection.execute(f"copy ({query}) to {quote(str(path.resolve()))} (format parquet)")


def _all(connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple]:
    return connection.execute(query).fetchall()


SHAPE_CODES = ("too_few_fields", "too_many_fields", "open_quote", "long_field", "hidden_character")
