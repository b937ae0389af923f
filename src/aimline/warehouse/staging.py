"""A foreign table becomes typed rows in a staging folder, together with everything wrong in it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

from aimline.exchange import mapping_checks, periods
from aimline.exchange.mapping import ROLES, Mapping
from aimline.exchange.problems import SHOWN_CHARACTERS
from aimline.exchange.progress import Tell, nobody
from aimline.exchange.unpacking import Unpacked
from aimline.warehouse import places, staged, staged_lists, staged_rows
from aimline.warehouse.compilation import (
    CELL_FAILED,
    Compiled,
    compile_groups,
    compile_mapping,
    has_failed,
    has_windows,
)
from aimline.warehouse.marks import sorted_marks
from aimline.warehouse.places import NamedPlace, PlaceCodes, no_codes
from aimline.warehouse.source import shape_problems_of, table_of
from aimline.warehouse.staged import Staged
from aimline.warehouse.staged_lists import copy, listed
from aimline.warehouse.staged_rows import ASIDE, BETWEEN, STORED, WRONG, Layout, quote_name
from aimline.warehouse.unpivoting import same_text
from aimline.warehouse.workspace import Workspace, parquet, quote, watched

NAMED = ("district_name", "school", "school_name", "student", "given_name", "family_name")


def stage(
    workspace: Workspace,
    file: Unpacked,
    mapping: Mapping,
    *,
    today: date,
    codes: Callable[[Sequence[NamedPlace]], PlaceCodes] = no_codes,
    settle: Callable[[Workspace], None] | None = None,
    tell: Tell = nobody,
) -> Staged:
    """Run a mapping over an unpacked file; rows and lists go to workspace.folder, nothing else is touched.

    `codes` is told the places that the file names, and gives the code of each that it names in another way; `settle`
    may write the rows anew once these are known, before any is compared with another. `tell` hears how much of the
    file is checked.

    Raises UnusableMapping when the mapping cannot work on this file. Every row that is wrong is
    reported and left out, every other row is kept (trust.md 3).
    """
    mapping_checks.require(mapping, file.header)
    is_tidy = file.regular is not None and file.regular.is_tidy
    compiled = compile_mapping(mapping, file.header, today=today, is_tidy=is_tidy)
    folder = workspace.folder
    with workspace.reading(file.path).open() as connection:
        if mapping.windows == "period":
            begins = _begins(connection, file, mapping, compiled)
            compiled = compile_mapping(mapping, file.header, today=today, is_tidy=is_tidy, begins=begins)
        with watched(connection, tell):
            _write_rows(connection, file, mapping, compiled, folder)
        named = places.named_in(connection, folder)
    places.rename(workspace, codes(named))
    if settle is not None:
        settle(workspace)
    with workspace.open() as connection:
        staged_lists.list_students(
            connection, folder, f"{staged_rows.rows(folder)} where fate = {STORED}", len(mapping.measures)
        )
        if _write_problems(connection, file, mapping, compiled, folder):
            staged_lists.list_students(connection, folder, staged.stored(connection, folder), len(mapping.measures))
        staged_lists.write(connection, folder, compiled.groups)
    return staged.load(workspace)


@dataclass(frozen=True)
class Elsewhere:
    """Who belongs to another school than the one a file was brought to, in ids of the relational database.

    `students` and `administrations` give the id of each entry of Staged's lists, 0 where it is new. `current` are the
    files that count now for the years of the file. `enrolled` lists (student, school year) of those who are enrolled
    only at other schools: two int64 arrays of one length.
    """

    school: int
    students: NDArray[np.int64]
    administrations: NDArray[np.int64]
    current: tuple[Path, ...]
    enrolled: tuple[NDArray[np.int64], NDArray[np.int64]]


def leave_out_elsewhere(workspace: Workspace, found: Staged, mapping: Mapping, elsewhere: Elsewhere) -> Staged:
    """Turn staged rows of students who belong to another school into problems, and write the lists anew.

    A student belongs elsewhere when the same administration counts for another school now, or when they are enrolled
    at other schools only in that school year: a school may not take over the results of another (domain.md 2).
    """
    folder = workspace.folder
    with workspace.open() as connection:
        _find_elsewhere(connection, folder, elsewhere)
        if not connection.execute("select count(*) from gone").fetchall()[0][0]:
            return found
        column = quote(mapping.columns["student"])
        told = f"select line, {column} as \"column\", student as value, 'student_elsewhere' as code, part from gone"
        copy(
            connection,
            'select row_number() over (order by line, "column", code) as row, * from ('
            f'select line, "column", value, code, part from {listed(folder, "problems")} union all {told})',
            folder / "problems.next",
        )
        is_gone = "(line, part) in (select (line, part) from gone)"
        fate = f"(case when {is_gone} then {WRONG} else fate end)::tinyint as fate"
        copy(connection, f"select * replace ({fate}) from {staged_rows.rows(folder)}", folder / "rows.next")
    staged_rows.take_next(folder, "problems")
    with workspace.open() as connection:
        connection.execute(f"create temp table problem as from {listed(folder, 'problems')}")
        staged_lists.list_students(connection, folder, staged.stored(connection, folder), len(mapping.measures))
        staged_lists.write(connection, folder, compile_groups(mapping))
    return staged.load(workspace)


def _find_elsewhere(connection: duckdb.DuckDBPyConnection, folder: Path, elsewhere: Elsewhere) -> None:
    """Make the table `gone`: line and student code of each stored row whose student belongs to another school."""
    connection.register("student_id", {"key": np.arange(len(elsewhere.students)), "id": elsewhere.students})
    administrations = {"key": np.arange(len(elsewhere.administrations)), "id": elsewhere.administrations}
    connection.register("administration_id", administrations)
    connection.register("enrolled", dict(zip(("student", "school_year"), elsewhere.enrolled, strict=True)))
    nothing = "(select 0 as student, 0 as administration, 0 as school where false)"
    current = parquet(elsewhere.current) if elsewhere.current else nothing
    connection.execute(f"""
        create temp table gone as
        with taken as (select distinct student, administration from {current} where school <> {elsewhere.school})
        select rows.line, rows.part, rows.student
        from {staged_rows.rows(folder)} as rows
        join {listed(folder, "students")} as students on students.district = rows.district
            and students.code = rows.student
        join student_id on student_id.key = students.key
        join {listed(folder, "administrations")} as given on given.district = rows.district
            and given.measure = rows.measure and given.school_year = rows.school_year
            and given."window" = rows."window"
        join administration_id on administration_id.key = given.key
        where rows.fate = {STORED} and (
            (student_id.id, administration_id.id) in (select (student, administration) from taken)
            or (student_id.id, rows.school_year::bigint) in (select (student, school_year) from enrolled))
    """)


def survey(workspace: Workspace, file: Unpacked, column: str, *, most: int = 100) -> list[tuple[str, int]]:
    """Count the values of one column of an unpacked file, the commonest first, at most `most` of them."""
    place = file.header.index(column) + 1
    table = table_of(file, numbered=False)
    values = f"select trim(c{place}) as value, count(*) as n from {table} group by value"
    with workspace.reading(file.path).open() as connection:
        return connection.execute(f"{values} order by n desc, value limit {most}").fetchall()


def _begins(
    connection: duckdb.DuckDBPyConnection, file: Unpacked, mapping: Mapping, compiled: Compiled
) -> dict[int, list[date]]:
    """Read the days of each measure, and give the first days of its testing periods."""
    found = connection.execute(f"""
        with raw as ({compiled.raw.of(table_of(file, numbered=_n_lines_above(file, mapping) is None))})
        select measure_number, list(distinct date '1970-01-01' + date_day) from {compiled.typed}
        where measure_number is not null and date_day is not null group by measure_number
    """).fetchall()
    return {measure: [first for first, _ in periods.of_days(days)] for measure, days in found}


def _n_lines_above(file: Unpacked, mapping: Mapping) -> int | None:
    """How many lines stand above the rows, where the line of a row can be told from its place.

    A line of a long file is one row; a line of a wide file is many.
    """
    return file.regular.n_lines_above if file.regular is not None and not mapping.results else None


def _write_rows(
    connection: duckdb.DuckDBPyConnection,
    file: Unpacked,
    mapping: Mapping,
    compiled: Compiled,
    folder: Path,
) -> None:
    """Write rows.parquet: every row of the table once, typed, with its fate; texts are not yet ids.

    What a wrong row says in each role is kept beside it, so that nobody has to read the file again to tell why; of a
    row that is set aside, the reason.
    """
    wrong = " or ".join(f"({check.condition})" for check in compiled.checks)
    n_above = _n_lines_above(file, mapping)
    raw = compiled.raw.of(table_of(file, numbered=n_above is None))
    same = _same(mapping)
    usual = {} if "district" in same else _first(connection, "district", f"select district_text from ({raw})")
    texts = {
        "district": f"nullif(district_text, {quote(usual['district'])})" if usual else "district_text",
        **{role: f"{role}_text" for role in NAMED},
        "window": "window_name",
        "groups": f"concat({f', {BETWEEN}, '.join(_group_names(len(mapping.groups)))})",
    }
    columns = [f"{text} as {quote_name(name)}" for name, text in texts.items() if name not in same]
    columns += ["line", "part"] if n_above is None else []
    said = ", ".join(f"{role}_text" for role in ROLES)
    connection.execute(f"""
        copy (
            with raw as ({raw}),
            judged as (
                select *, {compiled.aside} as aside,
                    (case when ({compiled.aside}) is not null then {ASIDE} when {wrong} then {WRONG} else {STORED}
                        end)::tinyint as fate
                from {compiled.typed})
            select fate, {", ".join(columns)},
                (case when grade_number between -1 and 12 then grade_number end)::tinyint as grade,
                measure_number::smallint as measure, year_number::smallint as school_year,
                day, case when status_number = 0 then score_number end as value,
                (case when status_number = 0 then level_number end)::tinyint as level,
                (case when status_number = 0 then proficient end)::tinyint as proficient,
                status_number::tinyint as status,
                case fate when {ASIDE} then aside when {WRONG} then concat_ws({BETWEEN}, {said}) end as told
            from judged
        ) to {quote(str(folder / "rows.parquet"))} (format parquet)
    """)
    staged_rows.save(folder, Layout(same | _without_others(connection, folder, usual), usual, n_above))


def _without_others(connection: duckdb.DuckDBPyConnection, folder: Path, usual: dict[str, str]) -> dict[str, str]:
    """Keep the columns in which every row says what is usual."""
    others = f"from {listed(folder, 'rows')} where {{name}} is not null limit 1"
    return {name: text for name, text in usual.items() if not connection.execute(others.format(name=name)).fetchall()}


def _first(connection: duckdb.DuckDBPyConnection, name: str, texts: str) -> dict[str, str]:
    """Give a column its text in the first row; nothing where there is no row."""
    found = connection.execute(f"{texts} limit 1").fetchall()
    return {name: found[0][0]} if found else {}


def _same(mapping: Mapping) -> dict[str, str]:
    """Name the columns of texts that are the same in every row, with their text."""
    found = {role: same_text(mapping, role) for role in ("district", *NAMED)}
    found["window"] = None if has_windows(mapping) else ""
    found["groups"] = None if mapping.groups else ""
    return {name: text for name, text in found.items() if text is not None}


def _write_problems(
    connection: duckdb.DuckDBPyConnection, file: Unpacked, mapping: Mapping, compiled: Compiled, folder: Path
) -> bool:
    """Write problems.parquet: shape, then values, then repeated rows, ordered by line; tell whether any is repeated."""
    connection.execute(
        'create temp table problem (line integer, "column" varchar, value varchar, code varchar, part smallint)'
    )
    if file.n_problems:
        connection.execute(f'insert into problem select line, "column", value, code, 0 from {shape_problems_of(file)}')
    _add_wrong(connection, compiled, folder)
    is_repeated = _add_repeated(connection, mapping, folder)
    shorter = f"left(value, {SHOWN_CHARACTERS - 1}) || '…'"
    shown = f"case when length(value) > {SHOWN_CHARACTERS} then {shorter} else value end as value"
    copy(
        connection,
        f'select row_number() over (order by line, "column", code) as row, line, "column", {shown}, code, part'
        " from problem",
        folder / "problems.parquet",
    )
    return is_repeated


def _add_wrong(connection: duckdb.DuckDBPyConnection, compiled: Compiled, folder: Path) -> None:
    """Add what is wrong with the values of rows: only those that failed some check are asked which."""
    said = ", ".join(f"said[{place}] as {role}_text" for place, role in enumerate(ROLES, 1))
    # A few wrong rows stand in every block of rows; brought together first, they are checked in whole blocks.
    connection.execute(
        f"create temp table told as select line, part, told from {staged_rows.rows(folder)} where fate = {WRONG}"
    )
    connection.execute(f"""
        create temp table wrong as
        with raw as (select line, part, {said} from (select *, string_split(told, {BETWEEN}) as said from told))
        select * from {compiled.typed}
    """)
    if not connection.execute("select 1 from wrong limit 1").fetchall():
        return
    for check in compiled.checks:
        # What is wrong with a whole line is wrong with each of its results, and is said once.
        code = f"case when {has_failed(f'{check.role}_text')} then {quote(CELL_FAILED)} else {quote(check.code)} end"
        connection.execute(
            f"insert into problem select distinct line, {compiled.raw.columns[check.role]} as role,"
            f" {check.role}_text, {code}, 0 from wrong where {check.condition} order by line, role"
        )


def _may_repeat(connection: duckdb.DuckDBPyConnection, test: str, rows: str) -> bool:
    """Take a quick look that rules out repeated rows in most files: there every row of a student adds a mark."""
    if not connection.execute("from student where bit_count(tests) < n_rows limit 1").fetchall():
        return False
    marks = sorted_marks(connection, test, f"{rows} where fate = {STORED}")
    return bool((marks[1:] == marks[:-1]).any())


def _add_repeated(connection: duckdb.DuckDBPyConnection, mapping: Mapping, folder: Path) -> bool:
    """Add the rows of a test that was there before; most files have none, and none of them is put in order."""
    test = 'district, student, measure, school_year, "window"'
    rows = staged_rows.rows(folder)
    if not _may_repeat(connection, test, rows):
        return False
    added = connection.execute(f"""
        insert into problem
        select line, {quote(mapping.columns["student"])}, student,
            case when result is not distinct from first_result then 'repeated_row' else 'repeated_result' end, part
        from (
            select line, part, student, (value, level, status) as result, row_number() over test as place,
                first_value((value, level, status)) over test as first_result
            from {rows}
            where fate = {STORED}
            window test as (partition by {test} order by line, part)
        )
        where place > 1
    """).fetchall()
    return bool(added[0][0])


def _group_names(n_groups: int) -> list[str]:
    return [f"g{place}" for place in range(1, n_groups + 1)]
