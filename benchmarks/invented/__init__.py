"""Invented results of any size: the same seed gives the same rows."""

import os
from collections.abc import Iterable
from pathlib import Path

import duckdb

SEED = 20
N_YEARS, LAST_YEAR = 5, 2025
STUDENTS_A_SCHOOL = 500
LEVELS = ("Below", "Nearly", "Meets", "Beyond")
HEADER = ("district", "school", "student", "grade", "year", "subject", "score", "level", "sex", "ell", "lunch", "iep",
          "ethnicity")  # fmt: skip
MAPPING = """
source = "Invented state"
create = ["places", "students", "enrolments"]

[columns]
district = "district"
school = "school"
student = "student"
grade = "grade"
year = "year"
measure = "subject"
score = "score"
level = "level"

[[measures]]
value = "M"
name = "Mathematics"
minimum = 200
maximum = 800
levels = ["Below", "Nearly", "Meets", "Beyond"]
proficient_from = "Meets"

[[measures]]
value = "R"
name = "Reading"
minimum = 200
maximum = 800
levels = ["Below", "Nearly", "Meets", "Beyond"]
proficient_from = "Meets"

[groups.sex]
column = "sex"

[groups.ell]
column = "ell"

[groups.lunch]
column = "lunch"

[groups.iep]
column = "iep"

[groups.ethnicity]
column = "ethnicity"
""" + "".join(
    f'\n[[years]]\nvalue = "{year}"\nending = {year}\ngiven_on = {year}-04-15\n'
    for year in range(LAST_YEAR - N_YEARS + 1, LAST_YEAR + 1)
)


def threads() -> int:
    return min(2, os.cpu_count() or 1)


def connect() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(config={"threads": threads()})
    connection.execute("set enable_progress_bar = false")
    return connection


def rows(n_rows: int) -> str:
    """Give the SQL of `n_rows` results: ten a student (five years, two subjects), 500 students a school.

    Every second school has grades 0 to 6, the others 7 to 12, so 2,000 schools have 26,000 pairs of school and grade
    in two subjects. `h` is a number between 0 and 2^64 that belongs to the row, `s` one that belongs to the student.
    """
    n_schools = max(1, n_rows // 10 // STUDENTS_A_SCHOOL)
    return f"""
        select *,
            case when school % 2 = 0 then (place + year) % 7 else 7 + (place + year) % 6 end as grade,
            200 + ((h >> 8) % 451 + (h >> 20) % 151)::integer as score
        from (
            select i, i // 10 as student, i // 10 % {n_schools} as school, i // 10 // {n_schools} as place,
                {LAST_YEAR - N_YEARS + 1} + i % 10 // 2 as year, i % 2 as subject,
                hash(i + {SEED}) as h, hash(i // 10 + {SEED} * 7919) as s
            from range({n_rows}) as numbers(i)
        )
    """


def write_csv(path: Path, n_rows: int, *, every: int = 1) -> None:
    """Write a file of 13 columns, one row in a hundred wrong; `every` 100 writes a hundredth, with other scores."""
    level = "['" + "', '".join(LEVELS) + "']"
    with connect() as connection:
        connection.execute(f"""
            copy (
                select '1' as district, school::varchar as school, student::varchar as student, grade, year,
                    case subject when 0 then 'M' else 'R' end as subject,
                    case when {every} = 1 and h % 200 = 0 then '9' || score else score::varchar end as score,
                    case when {every} = 1 and h % 200 = 1 then 'Unheard of'
                        else {level}[1 + ({"score" if every == 1 else "1000 - score"} - 200) // 151] end as level,
                    case s % 2 when 0 then 'F' else 'M' end as sex,
                    case when s >> 3 & 7 = 0 then 'Yes' else 'No' end as ell,
                    case when s >> 6 & 1 = 0 then 'Yes' else 'No' end as lunch,
                    case when s >> 7 & 7 = 0 then 'Yes' else 'No' end as iep,
                    'E' || (s >> 10) % 5 as ethnicity
                from ({rows(n_rows)}) where i % {every} = {every // 2}
                order by i
            ) to '{path}' (format csv, header)
        """)


YEARS = range(LAST_YEAR - N_YEARS + 1, LAST_YEAR + 1)


def write_current(folder: Path, n_rows: int, *, years: Iterable[int] = YEARS) -> list[Path]:
    """Write `current` files, one a school year, as a commit leaves them; returns them, the oldest first.

    `n_rows` counts the results of all five years, also where only some of them are written.
    """
    from aimline.warehouse.segments import COLUMNS, ORDER

    values = {
        "district": "1", "school_year": "year", "measure": "subject + 1", "administration": "year * 10 + subject",
        "day": "(year - 1970) * 365 + 104", "value": "score", "level": "1 + (score - 200) // 151",
        "proficient": "case when score >= 502 then 1 else 0 end", "status": "0",
        "group_1": "s % 2", "group_2": "s >> 3 & 1", "group_3": "s >> 6 & 1", "group_4": "s >> 7 & 1",
        "group_5": "s >> 9 & 1", "group_6": "(s >> 10) % 5", "batch": "1", "line": "i",
        "student": "student", "school": "school", "grade": "grade",
    }  # fmt: skip
    columns = ", ".join(f"({values.get(name, 'null')})::{kind} as {name}" for name, kind in COLUMNS)
    paths = []
    with connect() as connection:
        for year in years:
            paths.append(folder / f"{year}.parquet")
            connection.execute(
                f"copy (select {columns} from ({rows(n_rows)}) where year = {year} order by {ORDER})"
                f" to '{paths[-1]}' (format parquet)"
            )
    return paths
