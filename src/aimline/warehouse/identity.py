"""Staged students beside those who are known by their codes; one object for each of a million would fill the memory."""

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

from aimline.warehouse.staged import Staged
from aimline.warehouse.workspace import Row, Workspace, parquet, quote, rows_of

LONGEST_NAME = 120
# Texts go over as one: an array of them takes ten times as long.
CODES = """select unnest(from_json($codes, '["VARCHAR"]')) as code"""

# A number that is not here, but is with more or fewer zeros before it.
ZEROS = """
    with new as (
        select list.code, districts.id as district
        from {students} as list join districts on districts.code = list.district
        anti join known on known.district = districts.id and known.code = list.code
        where regexp_full_match(list.code, '[0-9]+')
    ), alike as (
        select new.code, max(length(known.code)) as n_here from new join known
        on known.district = new.district and ltrim(known.code, '0') = ltrim(new.code, '0') group by new.code
    )
    select count(*) filter (n_here > length(code)), count(*) filter (n_here < length(code)),
        coalesce(mode(n_here) filter (n_here > length(code)), 0)
    from alike
"""


@dataclass(frozen=True)
class KnownCodes:
    """The students of a district who are here: their codes as a JSON text, and their int64 ids in the same order."""

    district: int
    codes: str
    students: NDArray[np.int64]


@dataclass(frozen=True)
class Zeros:
    """How many students of a file are not here by their numbers, but are once zeros before a number do not count.

    Of `n_lost` the number here has more zeros, most often `n_digits` digits in all; of `n_added` it has fewer.
    """

    n_lost: int = 0
    n_added: int = 0
    n_digits: int = 0


@dataclass(frozen=True)
class Matched:
    """Who the staged students are: int64 ids in the order of their list, 0 for who is not here.

    `elsewhere` is the oldest record of the same code in another district of the file: they number their students
    together, so it is a student who moved (settled 3). `zeros` tells of those who may be here under another number.
    """

    students: NDArray[np.int64]
    elsewhere: NDArray[np.int64]
    zeros: Zeros = Zeros()


def match(workspace: Workspace, found: Staged, districts: NDArray[np.int64], known: Iterable[KnownCodes]) -> Matched:
    """Look up every student of a staged file; `districts` has the ids of its districts, 0 for those not here."""
    with workspace.open() as connection:
        connection.execute("create temp table known (district bigint, code varchar, student bigint)")
        for some in known:
            connection.register("numbers", {"student": some.students})
            connection.execute(
                f"insert into known select $district, code, student from ({CODES}) positional join numbers",
                {"district": some.district, "codes": some.codes},
            )
        _add_districts(connection, found, districts)
        columns = connection.execute(f"""
            with oldest as (
                select code, min(student) as student from known where {len(districts):d} > 1 group by code)
            select coalesce(known.student, 0) as student, coalesce(oldest.student, 0) as elsewhere
            from {_list(found, "students")} as list
            join districts on districts.code = list.district
            left join known on known.district = districts.id and known.code = list.code
            left join oldest on oldest.code = list.code
            order by list.key
        """).fetchnumpy()
        students, elsewhere = (np.asarray(columns[name], dtype=np.int64) for name in ("student", "elsewhere"))
        if students.all():
            return Matched(students, elsewhere)
        zeros = Zeros(*connection.execute(ZEROS.format(students=_list(found, "students"))).fetchall()[0])
    return Matched(students, elsewhere, zeros)


@contextmanager
def newcomers(
    workspace: Workspace, found: Staged, districts: NDArray[np.int64], ids: Matched, is_new: NDArray[np.bool_]
) -> Iterator[Iterator[Row]]:
    """List the students nobody knew: id, UUID, district, code, given name, family name, and an older record.

    Here `ids` names everybody. Who appears in two districts has the older record of theirs; else it is none. All is
    laid out at once, in a file beside the staged rows, for a million of them would fill the memory; what is yielded
    only hands the rows over.
    """
    if not is_new.any():
        yield iter(())
        return
    # A name of its own: two who store the same file at once must not read each other's ids.
    path = workspace.folder / f"newcomers-{secrets.token_hex(8)}.parquet"
    try:
        with workspace.open() as connection:
            _lay_out(connection, found, districts, ids, is_new, path)
        with workspace.open() as connection:
            yield rows_of(connection, f"from {parquet([path])}")
    finally:
        path.unlink(missing_ok=True)


def _lay_out(
    connection: duckdb.DuckDBPyConnection,
    found: Staged,
    districts: NDArray[np.int64],
    ids: Matched,
    is_new: NDArray[np.bool_],
    path: Path,
) -> None:
    """Write the rows of `newcomers` to a file."""
    _add_districts(connection, found, districts)
    keys = np.arange(len(is_new), dtype=np.int64)
    connection.register("ids", {"key": keys, "id": ids.students, "elsewhere": ids.elsewhere, "is_new": is_new})
    connection.register("uuids", _uuids(int(is_new.sum())))
    names = ", ".join(f"left(coalesce({name}, ''), {LONGEST_NAME})" for name in ("given_name", "family_name"))
    uuid = ", ".join(f"lpad(to_hex({half}), 16, '0')" for half in ("high", "low"))
    connection.execute(f"""
        copy (
            with listed as (
                select * from {_list(found, "students")} as list join ids using (key)
            ), first as (
                select code, min(key) as key from listed group by code having count(*) > 1
            ), new as (
                select listed.key, listed.id, districts.id as district, listed.code, {names},
                    nullif(coalesce(nullif(listed.elsewhere, 0), before.id, listed.id), listed.id) as same_as
                from listed
                join districts on districts.code = listed.district
                left join first on first.code = listed.code
                left join ids as before on before.key = first.key
                where listed.is_new
                order by listed.key
            )
            select id, lower(concat({uuid})) as uuid, new.* exclude (key, id) from new positional join uuids
        ) to {quote(str(path.resolve()))} (format parquet)
    """)


def _uuids(n: int) -> dict[str, NDArray[np.uint64]]:
    """Draw random UUIDs (RFC 9562, version 4) as two numbers each; the engine's own could be guessed."""
    high, low = np.frombuffer(secrets.token_bytes(16 * n), dtype=np.uint64).reshape(2, n)
    return {
        "high": high & np.uint64(0xFFFF_FFFF_FFFF_0FFF) | np.uint64(0x4000),
        "low": low & np.uint64(0x3FFF_FFFF_FFFF_FFFF) | np.uint64(0x8000_0000_0000_0000),
    }


def _add_districts(connection: duckdb.DuckDBPyConnection, found: Staged, districts: NDArray[np.int64]) -> None:
    connection.register("district_ids", {"key": np.arange(len(districts), dtype=np.int64), "id": districts})
    connection.execute(
        f"create temp table districts as select code, id from {_list(found, 'districts')} join district_ids using (key)"
    )


def _list(found: Staged, name: str) -> str:
    return parquet([found.folder / f"{name}.parquet"])
