"""The lists of a staged file: what a caller gives ids to, and how many rows went where."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from aimline.exchange.problems import SHAPE_CODES
from aimline.warehouse import staged, staged_rows
from aimline.warehouse.staged_rows import ASIDE, group_word
from aimline.warehouse.workspace import parquet, quote


def list_students(connection: duckdb.DuckDBPyConnection, folder: Path, rows: str, n_measures: int) -> None:
    """Make the table `student` of those in some rows, each with the number of its rows and a mark for each test.

    Where windows have names, or tests are many, two of them may have one mark.
    """
    # All in one type: a hash and a number would meet in a longer one, and take three times as long.
    told = staged_rows.load(folder)
    test = f"((hash({told.text('window')}) % 64)::integer + school_year::integer * {n_measures} + measure) % 64"
    connection.execute(f"""
        create or replace temp table student as
        select {told.text("district")} as district, {told.text("student")} as code,
            {told.greatest("given_name")} as given_name, {told.greatest("family_name")} as family_name,
            count(*) as n_rows, bit_or(1::ubigint << ({test})::ubigint) as tests
        from {rows} group by all
    """)


def write(connection: duckdb.DuckDBPyConnection, folder: Path, groups: Sequence[str]) -> None:
    """Write the lists a caller gives ids to, each numbered from 0 in its `key`, and the counts."""
    _count_stored(connection, folder)
    copy(connection, _group_words(groups), folder / "group_words.parquet")
    lists = (
        ("districts", "code", "select district as code, max(district_name) as name from school group by all"),
        ("schools", "district, code", "select district, school as code, school_name as name from school"),
        (
            "students",
            "district, code",
            "select district, code, given_name, family_name from student",
        ),
        (
            "administrations",
            'district, measure, school_year, "window"',
            'select district, measure, school_year, "window", max(day) as day, sum(n_rows)::bigint as n_rows,'
            " coalesce(sum(n_rows) filter (where status = 0), 0)::bigint as n_scored, sum(n_judged)::bigint as n_judged"
            " from given group by all",
        ),
        (
            "group_values",
            "place, value",
            f"select place, value, sum(n_rows)::bigint as n_rows from {listed(folder, 'group_words')}"
            " where value is not null group by all",
        ),
    )
    for name, order, query in lists:
        numbered = f"select (row_number() over () - 1)::integer as key, * from ({query} order by {order})"
        copy(connection, numbered, folder / f"{name}.parquet")
    copy(connection, _wrong_query(folder), folder / "wrong.parquet")
    copy(
        connection,
        f"select told as value, count(*) as n_rows from {staged_rows.rows(folder)} where fate = {ASIDE} group by told",
        folder / "set_aside.parquet",
    )
    copy(connection, _count_query(folder), folder / "counts.parquet")


def _count_stored(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Make tables of how many rows are to be stored: `school`, `given` by test and status, and `counted` by groups."""
    stored, told = staged.stored(connection, folder), staged_rows.load(folder)
    connection.execute(f"""
        create temp table school as
        select {told.text("district")} as district, {told.text("school")} as school, count(*) as n_rows,
            {told.greatest("district_name")} as district_name, {told.greatest("school_name")} as school_name
        from {stored} group by all having count(*) > 0
    """)
    connection.execute(f"""
        create temp table given as
        select {told.text("district")} as district, measure, school_year, {told.text("window")} as "window", status,
            max(day) as day, count(*) as n_rows, count(proficient) as n_judged
        from {stored} group by all
    """)
    # A table of its own: within one query the engine would take every row's groups apart.
    connection.execute(f"create temp table counted as select groups, count(*) as n_rows from {stored} group by groups")


def _group_words(groups: Sequence[str]) -> str:
    """Give the SQL of every word of every group with its rows and its value, if any, over what was `counted`."""
    if not groups:
        return "select 0 as place, '' as word, '' as value, 0 as n_rows where false"
    return " union all ".join(
        f"select {place} as place, word, {value} as value, sum(n_rows)::bigint as n_rows"
        f" from (select {group_word(place)} as word, n_rows from counted) group by word"
        for place, value in enumerate(groups)
    )


def _wrong_query(folder: Path) -> str:
    """Rows that were left out, by the district they name; a row of the wrong shape names none."""
    return f"""
        select district, n_rows - coalesce(n_stored, 0) as n_rows
        from (select {staged_rows.load(folder).text("district")} as district, count(*) as n_rows
            from {staged_rows.rows(folder)} where fate <> {ASIDE} group by all)
        left join (select district, sum(n_rows)::bigint as n_stored from school group by district) using (district)
        where n_rows > coalesce(n_stored, 0)
    """


def _count_query(folder: Path) -> str:
    rows, problems = staged_rows.rows(folder), listed(folder, "problems")
    shaped = ", ".join(quote(code) for code in SHAPE_CODES)
    n_with = ", ".join(
        f"coalesce(sum(n_rows) filter (where status = {status}), 0)::bigint as {name}"
        for status, name in enumerate(("n_scored", "n_not_tested", "n_excused", "n_not_scored"))
    )
    return f"""
        select n_rows + n_shape, n_stored, n_rows + n_shape - n_stored - n_aside, n_aside,
            n_scored, n_not_tested, n_excused, n_not_scored
        from (
            select coalesce(sum(n_rows), 0)::bigint as n_stored, {n_with} from given
        ), (
            select count(*) as n_rows, count(*) filter (where fate = {ASIDE}) as n_aside from {rows}
        ), (
            select count(*) as n_shape from {problems} where code in ({shaped})
        )
    """


def copy(connection: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    """Write the rows of a query to a Parquet file."""
    connection.execute(f"copy ({query}) to {quote(str(path.resolve()))} (format parquet)")


def listed(folder: Path, name: str) -> str:
    """Give the SQL of the rows of one list."""
    return parquet([folder / f"{name}.parquet"])
