"""Staged rows meet the ids of the relational database; what comes out holds integers only."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from aimline.domain.refusal import AimlineError
from aimline.domain.words import say
from aimline.warehouse.compilation import N_GROUPS
from aimline.warehouse.segments import COLUMNS, ORDER
from aimline.warehouse.staged import Staged
from aimline.warehouse.staging import REPEATED, STORED
from aimline.warehouse.workspace import Workspace, parquet, quote


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
    """The resolved rows of one district and school year; `n_not_scored` of them carry no result."""

    district: int
    school_year: int
    n_rows: int
    n_not_scored: int


@dataclass(frozen=True)
class Resolved:
    """One Parquet file of result rows, sorted as segments are, and what it holds."""

    path: Path
    parts: tuple[Part, ...]


class UnmatchedIds(AimlineError):
    """The ids do not belong to this staged file."""


def resolve(workspace: Workspace, staged: Staged, ids: Ids) -> Resolved:
    """Write workspace.folder/resolved.parquet: the stored rows with integer ids and no names or codes.

    Raises UnmatchedIds when a list of ids has another length than the list it belongs to
    (architecture.md decision 4, "Identity").
    """
    _require_match(staged, ids)
    path = workspace.folder / "resolved.parquet"
    tables = {
        "district_ids": {"key": _keys(ids.districts), "id": ids.districts, "batch": ids.batches},
        "school_ids": {"key": _keys(ids.schools), "id": ids.schools},
        "student_ids": {"key": _keys(ids.students), "id": ids.students},
        "administration_ids": {
            "key": _keys(ids.administrations),
            "id": ids.administrations,
            "measure": ids.measures,
        },
    }
    with workspace.open() as connection:
        for name, columns in tables.items():
            connection.register(name, columns)
        connection.execute(f"copy ({_query(staged, ids)}) to {quote(str(path.resolve()))} (format parquet)")
        counted = connection.execute(
            "select district, school_year, count(*), count(*) filter (where status <> 0)"
            f" from {parquet([path])} group by district, school_year order by district, school_year"
        ).fetchall()
    parts = tuple(Part(*row) for row in counted)
    _require_all_rows(staged, parts)
    return Resolved(path, parts)


def _query(staged: Staged, ids: Ids) -> str:
    sources = {
        "district": "districts.id",
        "measure": "administrations.measure",
        "administration": "administrations.id",
        "student": "students.id",
        "school": "schools.id",
        "batch": "districts.batch",
        **_group_sources(staged, ids),
    }
    columns = ", ".join(f"{sources.get(name, f'rows.{name}')}::{kind} as {name}" for name, kind in COLUMNS)
    return f"""
        with districts as (
            select list.code, ids.id, ids.batch from {_list(staged, "districts")} as list
            join district_ids as ids using (key)
        ), schools as (
            select list.district, list.code, ids.id from {_list(staged, "schools")} as list
            join school_ids as ids using (key)
        ), students as (
            select list.district, list.code, ids.id from {_list(staged, "students")} as list
            join student_ids as ids using (key)
        ), administrations as (
            select list.district, list.measure as place, list.school_year, list."window", ids.id, ids.measure
            from {_list(staged, "administrations")} as list join administration_ids as ids using (key)
        )
        select {columns}
        from {_list(staged, "rows")} as rows
        join districts on districts.code = rows.district
        join schools on schools.district = rows.district and schools.code = rows.school
        join students on students.district = rows.district and students.code = rows.student
        join administrations on administrations.district = rows.district
            and administrations.place = rows.measure
            and administrations.school_year = rows.school_year and administrations."window" = rows."window"
        where rows.fate = {STORED} and not exists (
            select 1 from {_list(staged, "problems")} as problems
            where problems.line = rows.line and problems.part = rows.part and problems.code in {REPEATED})
        order by district, school_year, {ORDER}
    """


def _group_sources(staged: Staged, ids: Ids) -> dict[str, str]:
    """The SQL that turns each group's text into its code, as each district keeps it; unused slots are null."""
    arms: dict[int, list[str]] = {slot: [] for slot in range(1, N_GROUPS + 1)}
    kept = np.concatenate([ids.slots, ids.group_codes], axis=1)
    are_alike = bool((kept == kept[:1]).all())
    for row, district in enumerate(staged.districts[:1] if are_alike else staged.districts):
        where = "true" if are_alike else f"rows.district = {quote(district.code)}"
        for place, slot in enumerate(ids.slots[row].tolist()):
            values = [
                f"when {quote(entry.value)} then {code}"
                for entry, code in zip(staged.group_values, ids.group_codes[row].tolist(), strict=True)
                if entry.group == place
            ]
            if values:
                arms[slot].append(f"when {where} then (case rows.g{place + 1} {' '.join(values)} end)")
    return {f"group_{slot}": f"(case {' '.join(cases)} end)" if cases else "null" for slot, cases in arms.items()}


def _require_match(staged: Staged, ids: Ids) -> None:
    pairs = {
        "districts": (len(staged.districts), len(ids.districts), len(ids.batches)),
        "schools": (len(staged.schools), len(ids.schools)),
        "students": (len(staged.students.code), len(ids.students)),
        "administrations": (len(staged.administrations), len(ids.administrations), len(ids.measures)),
        "slots": (len(staged.districts), len(ids.slots)),
        "group values": (len(staged.districts), len(ids.group_codes)),
    }
    for name, sizes in pairs.items():
        if len(set(sizes)) > 1:
            raise _unmatched(name)
    if ids.group_codes.shape[1:] != (len(staged.group_values),):
        raise _unmatched("group values")
    for slots in ids.slots.tolist():
        if len(set(slots)) < len(slots) or not all(1 <= slot <= N_GROUPS for slot in slots):
            raise _unmatched("slots")


def _require_all_rows(staged: Staged, parts: tuple[Part, ...]) -> None:
    if sum(part.n_rows for part in parts) != staged.counts.n_stored:
        raise _unmatched("rows")


def _unmatched(name: str) -> UnmatchedIds:
    message = say("The ids given for '{name}' do not belong to this file.", name=name)
    return UnmatchedIds("ids_unmatched", message, say("Stage the file again and give each entry its id."))


def _keys(ids: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.arange(len(ids), dtype=np.int64)


def _list(staged: Staged, name: str) -> str:
    return parquet([staged.folder / f"{name}.parquet"])
