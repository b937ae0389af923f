"""Staged rows meet the ids of the relational database; what comes out, the log of a batch, holds integers only."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

from aimline.domain.refusal import AimlineError
from aimline.domain.words import say
from aimline.exchange.progress import Tell, nobody, within
from aimline.warehouse import segments, staged
from aimline.warehouse.compilation import N_GROUPS, SCORED
from aimline.warehouse.segments import COLUMNS, Written
from aimline.warehouse.staged import Staged
from aimline.warehouse.staged_rows import group_word
from aimline.warehouse.workspace import Workspace, parquet, watched

# A batch never holds a test of a student twice, so nothing else has to be put in order (segments.ORDER).
ORDER = "school, measure, student, administration"
LISTS = ("rows", "problems", "districts", "students", "schools", "administrations", "group_words", "group_values")
MOST_SCANS = 24
SLOTS = range(1, N_GROUPS + 1)


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
    """Name the files that `write_log` reads."""
    return tuple(found.folder / f"{name}.parquet" for name in LISTS)


def write_log(
    workspace: Workspace, found: Staged, ids: Ids, targets: Mapping[tuple[int, int], Path], *, tell: Tell = nobody
) -> list[Written]:
    """Write a staged batch as log files, one for each (district, school year) of `targets`, in their order.

    The stored rows, with integer ids and no names or codes, sorted as `current` is, so that a file can serve as both.
    `tell` hears how many of them are written. Raises UnmatchedIds when the ids do not belong to the staged file.
    """
    parts = {(part.district, part.school_year): part for part in parts_of(found, ids)}
    batches = dict(zip(ids.districts.tolist(), ids.batches.tolist(), strict=True))
    with replace(workspace, joins_as_written=True).open() as connection:
        _add_ids(connection, found, ids)
        # All rows meet their ids at once. Each part is then one scan of integers, which skips what it does not need
        # where equal parts lie together. A single part needs no table.
        kind = "table" if len(targets) > 1 else "view"
        by = "school_year" if len(found.districts) == 1 else "district, school_year"
        order = f"order by {by}" if len(targets) > MOST_SCANS else ""
        connection.execute(f"create temp {kind} resolved as {_resolved(connection, found)} {order}")
        slots = {int(slot) for slot in ids.slots.flat}
        written: list[Written] = []
        share = 1 / len(targets)
        for place, (part, target) in enumerate(targets.items()):
            with watched(connection, within(tell, place * share, share)):
                written.append(segments.write(connection, _query(found, parts[part], batches[part[0]], slots), target))
    for part, file in zip(targets, written, strict=True):
        if file.n_rows != parts[part].n_rows:
            raise _unmatched("rows")
    return written


def _add_ids(connection: duckdb.DuckDBPyConnection, found: Staged, ids: Ids) -> None:
    """Make a table of the codes and ids of each list, and one of the student groups that occur together."""
    of_district = dict(zip((entry.code for entry in found.districts), ids.districts.tolist(), strict=True))
    districts = {
        name: np.array([of_district[each.district] for each in entries], dtype=np.int64)
        for name, entries in (("schools", found.schools), ("administrations", found.administrations))
    }
    lists = {
        "students": ("list.district, list.code", {"id": ids.students}),
        "schools": ("list.district, list.code", {"id": ids.schools, "district_id": districts["schools"]}),
        "administrations": (
            'list.school_year, list.measure as place, list."window"',
            {"id": ids.administrations, "measure": ids.measures, "district_id": districts["administrations"]},
        ),
    }  # fmt: skip
    for name, (columns, given) in lists.items():
        some = next(iter(given.values()))
        connection.register(f"{name}_ids", {"key": np.arange(len(some), dtype=np.int64), **given})
        connection.execute(
            f"create temp table {name} as select {columns}, ids.* exclude (key)"
            f" from {_list(found, name)} as list join {name}_ids as ids using (key)"
        )
    _add_combinations(connection, found, ids)


def _add_combinations(connection: duckdb.DuckDBPyConnection, found: Staged, ids: Ids) -> None:
    """Make the table `combinations`: the codes of student groups that occur together, as their district keeps them."""
    n_districts, n_groups = ids.slots.shape
    n_values = len(found.group_values)
    places = np.array([value.group for value in found.group_values], dtype=np.int64)
    connection.register("codes", {
        "district": np.repeat(np.arange(n_districts), n_values),
        "key": np.tile(np.arange(n_values), n_districts),
        "slot": ids.slots[:, places].ravel(),
        "code": ids.group_codes.ravel(),
    })  # fmt: skip
    words = " union all ".join(
        ["select null::integer as key, 0 as place, '' as word where false"]
        + [f"select key, {place} as place, {group_word(place)} as word from named" for place in range(n_groups)]
    )
    slots = ", ".join(f"max(codes.code) filter (where codes.slot = {slot})::smallint as group_{slot}" for slot in SLOTS)
    connection.execute(f"""
        create temp table combinations as
        with named as materialized (
            select row_number() over (order by district, groups) as key, district, groups
            from (select distinct district, groups from {staged.stored(connection, found.folder)})
        ),
        coded as (
            select named.key, {slots}
            from named
            join {_list(found, "districts")} as districts on districts.code = named.district
            join ({words}) as words on words.key = named.key
            join {_list(found, "group_words")} as known on known.place = words.place and known.word = words.word
            join {_list(found, "group_values")} as listed
                on listed.place = known.place and listed.value = known.value
            join codes on codes.district = districts.key and codes.key = listed.key
            group by named.key
        )
        select named.district, named.groups, named.key::integer as id, coded.* exclude (key)
        from named left join coded on coded.key = named.key
    """)


def _resolved(connection: duckdb.DuckDBPyConnection, found: Staged) -> str:
    """Give the SQL of all rows to be stored, with ids instead of codes.

    To keep a column costs more than to look it up: what follows from the administration is added to the rows of a part.
    All else is one column, `entry`: of each column of a table the engine estimates how many values are different.
    """
    only = _same_everywhere(found)
    keys = {
        "schools": {"district": "district", "code": "school"},
        "students": {"district": "district", "code": "student"},
        "combinations": {"district": "district", "groups": "groups"},
    }
    joins = "\n".join(
        f"join {name} on "
        + " and ".join(f"{name}.{column} = rows.{role}" for column, role in key.items() if column not in only)
        for name, key in keys.items()
    )
    entry = {
        "place": "rows.measure",
        '"window"': 'rows."window"',
        "student": "students.id::integer",
        "school": "schools.id::integer",
        "combination": "combinations.id",
        **{name: f"rows.{name}" for name in ("day", "grade", "value", "level", "proficient", "status", "line")},
    }
    fields = ", ".join(f"{name} := {value}" for name, value in entry.items() if name not in only)
    district = "" if "district" in only else "schools.district_id::integer as district,"
    return f"""
        select {district} rows.school_year, struct_pack({fields}) as entry
        from {staged.stored(connection, found.folder)} as rows
        {joins}
    """


def _same_everywhere(found: Staged) -> set[str]:
    """Name the columns in which all rows say the same, so that nothing has to be told apart by them."""
    windows = {each.window for each in found.administrations}
    return {name for name, n in (("district", len(found.districts)), ('"window"', len(windows))) if n == 1}


def _query(found: Staged, part: Part, batch: int, slots: Collection[int]) -> str:
    """Give the SQL of the rows of one part, in their order, with the student groups of these slots.

    What is the same in every row is put to them when they are in order: to sort a column costs as much as to write it.
    """
    only = _same_everywhere(found)
    groups = {f"group_{slot}": "null" for slot in SLOTS} | {f"group_{slot}": f"group_{slot}" for slot in slots}
    same = {"district": f"{part.district:d}", "school_year": f"{part.school_year:d}", "batch": f"{batch:d}", **groups}
    if not part.n_not_scored:
        same["status"] = f"{SCORED}"
    columns = ", ".join(f"({same.get(name, name)})::{kind} as {name}" for name, kind in COLUMNS)
    own = ", ".join(name for name, _ in COLUMNS if same.get(name, name) == name)
    of_district = "" if "district" in only else f"district = {part.district:d} and"
    same_window = "" if '"window"' in only else 'and given."window" = rows."window"'
    return f"""
        with given as (
            select place, "window", measure::integer as measure, id::integer as administration from administrations
            where district_id = {part.district:d} and school_year = {part.school_year:d})
        select {columns}
        from (
            select {own}
            from (select entry.* from resolved where {of_district} school_year = {part.school_year:d}) as rows
            join given on given.place = rows.place {same_window}
            join combinations on combinations.id = rows.combination
            order by {ORDER}
        )
    """


def _require_match(found: Staged, ids: Ids) -> None:
    pairs = {
        "districts": (len(found.districts), len(ids.districts), len(ids.batches)),
        "schools": (len(found.schools), len(ids.schools)),
        "students": (found.n_students, len(ids.students)),
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
