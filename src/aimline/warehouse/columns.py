"""Whole files as columns: scores of many years for the numerics, and what they found, for analysts.

CSV, CSV.gz and Parquet; nothing is stored in the warehouse.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from aimline.domain.refusal import AimlineError
from aimline.domain.words import say
from aimline.warehouse.workspace import Workspace, connect, quote, quote_all, trouble

if TYPE_CHECKING:
    import duckdb

FORMS: Final = {
    ".csv": "format csv, header",
    ".csv.gz": "format csv, header, compression gzip",
    ".parquet": "format parquet",
}
NOTHING: Final = ("", "NA", "N/A", "NULL", "NaN", ".")
MEMORY_MB: Final = 2048


class UnusableTable(AimlineError):
    """A file that is no CSV, CSV.gz or Parquet, has not the columns, or holds what cannot be counted."""


@dataclass(frozen=True)
class Names:
    """What the columns of a file of scores are called."""

    student: str
    subject: str
    year: str
    grade: str
    score: str


@dataclass(frozen=True)
class Scores:
    """Rows with a student, subject, year, grade and score: columns of one length.

    `student` and `subject` are positions in `students` and `subjects`, which are in the order of their names. A year
    is the last four digits of what the file says (2024_2025 is 2025); kindergarten is grade 0, the year before -1.
    `n_left_out` rows had no score, grade or year in figures.
    """

    student: NDArray[np.int64]
    subject: NDArray[np.int64]
    year: NDArray[np.int64]
    grade: NDArray[np.int64]
    score: NDArray[np.float64]
    students: tuple[str, ...]
    subjects: tuple[str, ...]
    n_left_out: int


def read_scores(
    path: Path, names: Names, *, temporary: Path, only: Mapping[str, str] | None = None, n_threads: int = 1
) -> Scores:
    """Read the scores of a file; with `only`, the rows in which each of these columns has this value.

    Raises UnusableTable when the file has not these columns, or a score that is a word.
    """
    workspace = Workspace(path.parent, temporary, memory_mb=MEMORY_MB, n_threads=n_threads)
    connection = connect(workspace)
    try:
        _load(connection, path, names, only or {})
        return _collect(connection)
    except trouble() as problem:
        raise UnusableTable(
            "unusable-table",
            say("{name} could not be read as a table.", name=path.name),
            say("Bring CSV, CSV.gz or Parquet with a first line of column names."),
        ) from problem
    finally:
        connection.close()


def write(path: Path, table: Mapping[str, NDArray[np.generic]], *, temporary: Path, gaps: Sequence[str] = ()) -> None:
    """Write columns of one length to a file, whole or not at all.

    In a column of `gaps` a 0, or in one of fractions what is no number, is written as nothing.
    Raises UnusableTable when the name ends neither in .csv, .csv.gz nor .parquet.
    """
    form = FORMS[suffix_of(path)]
    part = path.with_name(f".{path.name}.part")
    connection = connect(Workspace(path.parent, temporary, memory_mb=MEMORY_MB, n_threads=1))
    try:
        connection.register("found", dict(table))
        names = {each: _name(each) for each in table}
        nothing = {each: "'nan'" if table[each].dtype.kind == "f" else "0" for each in gaps}
        listed = ", ".join(
            f"nullif({name}, {nothing[each]}) as {name}" if each in nothing else name for each, name in names.items()
        )
        connection.execute(f"copy (select {listed} from found) to {quote(str(part.resolve()))} ({form})")
        part.replace(path)
    finally:
        connection.close()
        part.unlink(missing_ok=True)


def suffix_of(path: Path) -> str:
    """Return .csv, .csv.gz or .parquet; raises UnusableTable for any other name."""
    for suffix in FORMS:
        if path.name.lower().endswith(suffix):
            return suffix
    raise UnusableTable(
        "unusable-table",
        say("{name} is none of the tables known here.", name=path.name),
        say("Use a name that ends in .csv, .csv.gz or .parquet."),
    )


def _load(connection: "duckdb.DuckDBPyConnection", path: Path, names: Names, only: Mapping[str, str]) -> None:
    """Make the table `rows` of the file: texts trimmed, figures as numbers, nothing for what is no figure."""
    place = quote(str(path.resolve()))
    source = f"read_parquet({place})" if suffix_of(path) == ".parquet" else f"read_csv({place}, all_varchar = true)"
    header = [row[0] for row in connection.execute(f"describe select * from {source}").fetchall()]
    wanted = [names.student, names.subject, names.year, names.grade, names.score, *only]
    missing = [name for name in wanted if name not in header]
    if missing:
        raise UnusableTable(
            "no-such-column",
            say("{file} has no column {missing}.", file=path.name, missing=", ".join(missing)),
            say("Its columns are {header}.", header=", ".join(header)),
        )
    chosen = " and ".join(f"{_text(name)} = {quote(value)}" for name, value in only.items()) or "true"
    connection.execute(f"""
        create table rows as
        select {_text(names.student)} as student,
               {_text(names.subject)} as subject,
               try_cast(regexp_extract({_text(names.year)}, '[0-9]{{4}}$') as bigint) as year,
               case upper({_text(names.grade)}) when 'K' then 0 when 'KG' then 0 when 'PK' then -1
                    else try_cast(try_cast({_text(names.grade)} as double) as bigint) end as grade,
               {_text(names.score)} as written,
               try_cast({_text(names.score)} as double) as score
        from {source} where {chosen}
    """)
    word = connection.execute(
        f"select written from rows where score is null and written not in {quote_all(NOTHING)} order by written limit 1"
    ).fetchone()
    if word is not None:
        raise UnusableTable(
            "score-is-a-word",
            say('A score in column {column} is "{word}".', column=names.score, word=word[0]),
            say("Scores are numbers; leave the field empty, or write NA, where there is none."),
        )


def _collect(connection: "duckdb.DuckDBPyConnection") -> Scores:
    whole = (
        "student is not null and subject is not null and year is not null and grade is not null "
        "and score is not null and isfinite(score)"
    )
    connection.execute(f"create view whole as select * from rows where {whole}")
    found = connection.execute("""
        select dense_rank() over (order by student) - 1 as student, dense_rank() over (order by subject) - 1 as subject,
               year, grade, score
        from whole
    """).fetchnumpy()
    n_rows = connection.execute("select count(*) from rows").fetchall()[0][0]
    names = {
        column: tuple(
            row[0] for row in connection.execute(f"select distinct {column} from whole order by {column}").fetchall()
        )
        for column in ("student", "subject")
    }
    numbers = {column: found[column].astype(np.int64) for column in ("student", "subject", "year", "grade")}
    score = found["score"].astype(np.float64)
    return Scores(
        **numbers, score=score, students=names["student"], subjects=names["subject"], n_left_out=n_rows - score.size
    )


def _text(name: str) -> str:
    return f"trim(cast({_name(name)} as varchar))"


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
