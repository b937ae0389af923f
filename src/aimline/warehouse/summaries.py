"""What the scores of an administration look like, grade by grade: of a staged file, and of what is here."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from aimline.domain.plausibility import Summary
from aimline.warehouse.staged import Staged
from aimline.warehouse.staged_rows import STORED, rows
from aimline.warehouse.workspace import Workspace, parquet

SUMMARY = """
    count(value), coalesce(avg(value), 0), coalesce(stddev_pop(value), 0), coalesce(min(value), 0),
    coalesce(max(value), 0), count(proficient), coalesce(sum(proficient), 0)::bigint
"""
Summaries = dict[int, dict[int | None, Summary]]  # by the place of an administration in Staged's list, and by grade


def coming(workspace: Workspace, staged: Staged, places: Iterable[int]) -> Summaries:
    """Give the summaries of these administrations of a staged file."""
    query = f"""
        select given.key, rows.grade, {SUMMARY}
        from {rows(staged.folder)} as rows
        join {parquet([staged.folder / "administrations.parquet"])} as given on given.district = rows.district
            and given.measure = rows.measure and given.school_year = rows.school_year
            and given."window" = rows."window"
        where rows.fate = {STORED} and list_contains(?, given.key) group by all
    """
    with workspace.open() as connection:
        return by_place(connection.execute(query, [list(places)]).fetchall())


def stored(
    workspace: Workspace, current: Sequence[Path], pairs: Sequence[tuple[int, int]], *, school: int | None = None
) -> Summaries:
    """Give the summaries of what counts now, of one school or of all.

    `pairs` are places in Staged's list, each with the id of an administration that is here and compared with it.
    """
    if not current or not pairs:
        return {}
    query = f"""
        select pairs.place, here.grade, {SUMMARY}
        from {parquet(current)} as here join pairs on pairs.administration = here.administration
        where $school is null or here.school = $school group by all
    """
    columns = np.array(pairs, dtype=np.int64)
    with replace(workspace, readable=(*workspace.readable, *current)).open() as connection:
        connection.register("pairs", {"place": columns[:, 0].copy(), "administration": columns[:, 1].copy()})
        return by_place(connection.execute(query, {"school": school}).fetchall())


def by_place(rows: Iterable[tuple[Any, ...]]) -> Summaries:  # Any: only the query knows
    found: Summaries = {}
    for place, grade, *summary in rows:
        found.setdefault(place, {})[grade] = Summary(*summary)
    return found
