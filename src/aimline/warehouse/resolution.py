"""Staged rows meet the ids of the relational database; what comes out, the log of a batch, holds integers only."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

from aimline.domain.refusal import AimlineError
from aimline.domain.words import say
from aimline.warehouse import segments, staged
from aimline.warehouse.compilation import N_GROUPS
from aimline.warehouse.segments import COLUMNS, Written
from aimline.warehouse.staged import Staged
from aimline.warehouse.workspace import Workspace, parquet, quote

# A batch never holds a test of a student twice, so nothing else has to be put in order (segments.ORDER).
ORDER = "school, measure, student, administration"
LISTS = ("rows", "problems", "students", "schools", "administrations", "group_words", "group_values")
MOST_SCANS = 24
CLUSTERED = "clustered.parquet"


@dataclass(frozen=True)
class Ids:
    """Integers for everything a staged file names; the i-th belongs to the i-th entry of Staged's list.

    `batches` gives the batch number of each district's rows, its place in the order of commits.
    `measures` gives the measure of each administration. `slots` (districts x groups of the mapping)
    gives each group its attribute slot, 1 to 12; `group_codes` (districts x group values) each
    value its code within the slot: districts keep their groups in columns of their own choice.
    """

    districts: NDArray[np.int64]
    batches: NDArray[np.int64]
    schools: NDArray[np.int64]
    students: NDArray[np.int64]
    administrations: NDArray[np.int64]
    measures: NDArray[np.int64]
    slots: NDArray[np.int64]
    group_codes: NDArray[np.int64]


@dataclass(frozen=True)
class Part:
    """The rows of one district and school year of a batch; `n_not_scored` of them carry no result."""

    district: int
    school_year: int
    n_rows: int
    n_not_scored: int


class UnmatchedIds(AimlineError):
    """The ids do not belong to this staged file."""


def parts_of(found: Staged, ids: Ids) -> tuple[Part, ...]:
    """Tell which districts and years a batch touches, in their order.

    Raises UnmatchedIds when a list of ids has another length than the list it belongs to
    (architecture.md decision 4, "Identity").
    """
    _require_match(found, ids)
    of_district = dict(zip((entry.code for entry in found.districts), ids.districts.tolist(), strict=True))
    counted: dict[tuple[int, int], tuple[int, int]] = {}
    for given in found.administrations:
        part = (of_district[given.district], given.school_year)
        n_rows, n_scored = counted.get(part, (0, 0))
        counted[part] = (n_rows + given.n_rows, n_scored + given.n_scored)
    return tuple(
        Part(district, year, n_rows, n_rows - n_scored)
        for (district, year), (n_rows, n_scored) in sorted(counted.items())
    )


def files_of(found: Staged) -> tuple[Path, ...]:
    """Name the files that `write_log` reads, and the one it may write beside them."""
    return (*(found.folder / f"{name}.parquet" for name in LISTS), found.folder / CLUSTERED)


def write_log(workspace: Workspace, found: Staged, ids: Ids, targets: Mapping[tuple[int, int], Path]) -> list[Written]:
    """Write a staged batch as log files, one for each (district, school year) of `targets`, in their order.

    The stored rows, with integer ids and no names or codes, sorted as `current` is, so that a file can serve as both.
    Raises UnmatchedIds when the ids do not belong to the staged file.
    """
    parts = {(part.district, part.school_year): part for part in parts_of(found, ids)}
    with workspace.open() as connection:
        _add_ids(connection, found, ids)
        rows = staged.stored(connection, found.folder)
        if len(targets) > MOST_SCANS:
            # Every part is one scan of the rows, which skips what it does not need where equal parts lie together.
            clustered = found.folder / CLUSTERED
            connection.execute(
                f"copy (select * exclude (said) from {rows} order by district, school_year)"
                f" to {quote(str(clustered.resolve()))} (format parquet)"
            )
            rows = parquet([clustered])
        written = [
            segments.write(connection, _query(connection, found, ids, rows, part), target)
            for part, target in targets.items()
        ]
    for part, file in zip(targets, written, strict=True):
        if file.n_rows != parts[part].n_rows:
            raise _unmatched("rows")
    return written


def _add_ids(connection: duckdb.DuckDBPyConnection, found: Staged, ids: Ids) -> None:
    """Make a table of the codes and ids of each list."""
    lists = {
        "students": ("list.district, list.code", {"id": ids.students}),
        "schools": ("list.district, list.code", {"id": ids.schools}),
        "administrations": (
            'list.district, list.school_year, list.measure as place, list."window"',
            {"id": ids.administrations, "measure": ids.measures},
        ),
    }  # fmt: skip
    for name, (columns, given) in lists.items():
        some = next(iter(given.values()))
        connection.register(f"{name}_ids", {"key": np.arange(len(some), dtype=np.int64), **given})
        connection.execute(
            f"create temp table {name} as select {columns}, ids.* exclude (key)"
            f" from {_list(found, name)} as list join {name}_ids as ids using (key)"
        )


def _query(connection: duckdb.DuckDBPyConnection, found: Staged, ids: Ids, rows: str, part: tuple[int, int]) -> str:
    """Give the SQL of the rows of one district and year."""
    place = ids.districts.tolist().index(part[0])
    district, year = quote(found.districts[place].code), f"{part[1]:d}"
    sources = {
        "district": f"{part[0]:d}",
        "school_year": year,
        "measure": "administrations.measure",
        "administration": "administrations.id",
        "student": "students.id",
        "school": "schools.id",
        "batch": f"{ids.batches.tolist()[place]:d}",
        **_group_sources(connection, found, ids, place),
    }
    columns = ", ".join(f"({sources.get(name, f'rows.{name}')})::{kind} as {name}" for name, kind in COLUMNS)
    return f"""
        select {columns}
        from {rows} as rows
        join (from schools where district = {district}) as schools on schools.code = rows.school
        join (from students where district = {district}) as students on students.code = rows.student
        join (from administrations where district = {district} and school_year = {year}) as administrations
            on administrations.place = rows.measure and administrations."window" = rows."window"
        where rows.district = {district} and rows.school_year = {year}
        order by {ORDER}
    """


def _group_sources(connection: duckdb.DuckDBPyConnection, found: Staged, ids: Ids, district: int) -> dict[str, str]:
    """Give the SQL that turns each group's word into its code, as this district keeps it; unused slots are null."""
    codes = ids.group_codes[district].tolist()
    arms: dict[int, list[str]] = {slot: [] for slot in range(1, N_GROUPS + 1)}
    words = connection.execute(
        f"select place, word, key from {_list(found, 'group_words')} as words"
        f" join {_list(found, 'group_values')} as listed using (place, value) order by place, word"
    ).fetchall()
    for place, word, key in words:
        arms[int(ids.slots[district][place])].append(f"when {quote(word)} then {codes[key]}")
    of_slot = dict(zip(ids.slots[district].tolist(), range(1, N_GROUPS + 1), strict=False))
    return {
        f"group_{slot}": f"case rows.g{of_slot[slot]} {' '.join(cases)} end" if cases else "null"
        for slot, cases in arms.items()
    }


def _require_match(found: Staged, ids: Ids) -> None:
    pairs = {
        "districts": (len(found.districts), len(ids.districts), len(ids.batches)),
        "schools": (len(found.schools), len(ids.schools)),
        "students": (len(found.students.code), len(ids.students)),
        "administrations": (len(found.administrations), len(ids.administrations), len(ids.measures)),
        "slots": (len(found.districts), len(ids.slots)),
        "group values": (len(found.districts), len(ids.group_codes)),
    }
    for name, sizes in pairs.items():
        if len(set(sizes)) > 1:
            raise _unmatched(name)
    if ids.group_codes.shape[1:] != (len(found.group_values),):
        raise _unmatched("group values")
    for slots in ids.slots.tolist():
        if len(set(slots)) < len(slots) or not all(1 <= slot <= N_GROUPS for slot in slots):
            raise _unmatched("slots")


def _unmatched(name: str) -> UnmatchedIds:
    message = say("The ids given for '{name}' do not belong to this file.", name=name)
    return UnmatchedIds("ids_unmatched", message, say("Stage the file again and give each entry its id."))


def _list(found: Staged, name: str) -> str:
    return parquet([found.folder / f"{name}.parquet"])
