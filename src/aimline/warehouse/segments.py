"""The Parquet files of the warehouse: the log of batches, and `current`, which can be made again from it.

These functions write files and never delete any; which file counts is decided by the Segment table
of the relational database, whose `writing` row is committed before a file is written
(architecture.md decision 4, "Crash").
"""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from aimline.domain.refusal import AimlineError
from aimline.domain.words import say
from aimline.warehouse.workspace import Workspace, parquet, quote

COLUMNS = (
    ("district", "integer"),
    ("school_year", "smallint"),
    ("measure", "integer"),
    ("administration", "integer"),
    ("day", "integer"),
    ("student", "integer"),
    ("school", "integer"),
    ("grade", "tinyint"),
    ("value", "double"),
    ("level", "tinyint"),
    ("proficient", "tinyint"),
    ("status", "tinyint"),
    *((f"group_{slot}", "smallint") for slot in range(1, 13)),
    ("batch", "integer"),
    ("line", "integer"),
)
NAMES = ", ".join(name for name, _ in COLUMNS)
KEY = "student, administration"
ORDER = "school, measure, student, administration, batch, line"
TEMPORARY_ENDING = ".writing"
# Longer dictionaries and Bloom filters take a sixth of the time of writing and make the files no smaller.
FORM = "format parquet, parquet_version v2, dictionary_size_limit 4000, write_bloom_filter false"


@dataclass(frozen=True)
class Written:
    """A file that is in place and safe on the disk; `sha256` in hexadecimal."""

    path: Path
    n_rows: int
    n_bytes: int
    sha256: str


@dataclass(frozen=True)
class Merge:
    """One district and year touched by a commit: its current files, the log files added, and the new file.

    The added files are those of the batch being committed: the last of all, without a repeated key.
    """

    current: tuple[Path, ...]
    added: tuple[Path, ...]
    target: Path


class FileNameUsed(AimlineError):
    """A file of this name exists; a name is never used twice."""


def place(folder: Path, *, kind: str, district: int, school_year: int, token: str) -> Path:
    """Name a segment file: folder/kind/district/school year/token.parquet; kind is 'log' or 'current'.

    The caller gives a token that was never used before.
    """
    return folder / kind / str(district) / str(school_year) / f"{token}.parquet"


def merge(workspace: Workspace, merges: Sequence[Merge]) -> list[Written]:
    """Write `current` anew after a commit: the added rows win over those in `current`, by anti join."""
    with workspace.open() as connection:
        return [_merge(connection, one) for one in merges]


def withdraw(
    workspace: Workspace,
    current: Sequence[Path],
    log: Sequence[Path],
    target: Path,
    *,
    batch: int,
    live: Sequence[int],
) -> Written:
    """Write `current` anew without one batch; older rows of the `live` batches come back into sight.

    Only keys the batch had won are looked up in the log. The last live batch wins, also when its
    row has no value (architecture.md decision 4, "Supersede").
    """
    others = [number for number in live if number != batch]
    affected = f"select student, administration from {_rows(current)} where batch = {batch:d}"
    revealed = f"""
        select {NAMES} from ({_winners(log, others)}) as older
        where exists (
            select 1 from ({affected}) as gone
            where gone.student = older.student and gone.administration = older.administration)
    """
    kept = f"select {NAMES} from {_rows(current)} where batch <> {batch:d}"
    with workspace.open() as connection:
        return write(connection, f"{kept} union all {revealed} order by {ORDER}", target)


def rebuild(workspace: Workspace, log: Sequence[Path], target: Path, *, live: Sequence[int]) -> Written:
    """Write `current` anew from the whole log of one district and year."""
    with workspace.open() as connection:
        return write(connection, f"{_winners(log, live)} order by {ORDER}", target)


def compact(workspace: Workspace, log: Sequence[Path], target: Path, *, gone: Sequence[int] = ()) -> Written:
    """Write log files as one; every row is kept, with its batch and line, but those of batches that are `gone`."""
    kept = f"where batch not in ({', '.join(f'{number:d}' for number in gone)})" if gone else ""
    with workspace.open() as connection:
        return write(connection, f"select {NAMES} from {_rows(log)} {kept} order by {ORDER}", target)


def batches_in(workspace: Workspace, log: Sequence[Path]) -> set[int]:
    """Return the numbers of the batches that have rows in log files."""
    with workspace.open() as connection:
        return {int(row[0]) for row in connection.execute(f"select distinct batch from {_rows(log)}").fetchall()}


def write_without(connection: duckdb.DuckDBPyConnection, file: Path, student: int, target: Path) -> Written:
    """Write a file anew without one student; the rows keep their order."""
    return write(connection, f"select {NAMES} from {parquet([file])} where student <> {student:d}", target)


def write(connection: duckdb.DuckDBPyConnection, query: str, target: Path) -> Written:
    """Run a query of sorted rows into a temporary file and put it into place."""
    temporary = _temporary(target)
    copied = connection.execute(f"copy ({query}) to {quote(str(temporary.resolve()))} ({FORM})").fetchall()
    return _put_in_place(temporary, target, int(copied[0][0]))


def measure_file(path: Path) -> tuple[int, str]:
    """Size in bytes and SHA-256 of a file."""
    with path.open("rb") as file:
        return path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest()


def _winners(log: Sequence[Path], live: Sequence[int]) -> str:
    """The last live batch for each key; the winner is chosen before anything else is asked."""
    numbers = ", ".join(f"{number:d}" for number in live) or "null"
    return f"""
        select {NAMES} from (
            select {NAMES}, row_number() over (partition by {KEY} order by batch desc, line) as place
            from {_rows(log)}
            where batch in ({numbers})
        )
        where place = 1
    """


def _rows(paths: Sequence[Path]) -> str:
    if paths:
        return parquet(paths)
    nothing = ", ".join(f"null::{kind} as {name}" for name, kind in COLUMNS)
    return f"(select {nothing} where false)"


def _merge(connection: duckdb.DuckDBPyConnection, one: Merge) -> Written:
    kept = f"""
        from {_rows(one.current)} as old
        where not exists (
            select 1 from {_rows(one.added)} as new
            where new.student = old.student and new.administration = old.administration)
    """
    if len(one.added) == 1 and not connection.execute(f"select 1 {kept} limit 1").fetchall():
        return _copy_file(connection, one.added[0], one.target)
    rows = f"select {NAMES} {kept} union all select {NAMES} from {_rows(one.added)}"
    return write(connection, f"{rows} order by {ORDER}", one.target)


def _copy_file(connection: duckdb.DuckDBPyConnection, source: Path, target: Path) -> Written:
    """Where nothing older is left, the sorted log file itself is what is current."""
    temporary = _temporary(target)
    temporary.hardlink_to(source)
    counted = connection.execute(f"select count(*) from {parquet([source])}").fetchall()
    return _put_in_place(temporary, target, int(counted[0][0]))


def _temporary(target: Path) -> Path:
    if target.exists():
        message = say("The warehouse file {name} exists already.", name=target.name)
        raise FileNameUsed("file_name_used", message, say("Choose a name that was never used."))
    target.parent.mkdir(parents=True, exist_ok=True)
    return target.with_name(target.name + TEMPORARY_ENDING)


def _put_in_place(temporary: Path, target: Path, n_rows: int) -> Written:
    _sync(temporary)
    n_bytes, sha256 = measure_file(temporary)
    temporary.rename(target)
    _sync(target.parent)
    return Written(target, n_rows, n_bytes, sha256)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
