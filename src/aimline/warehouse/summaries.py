"""What the scores of an administration look like, grade by grade: of a staged file, and of what is here."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aimline.domain.plausibility import Summary
from aimline.warehouse.staged import Staged
from aimline.warehouse.staged_rows import STORED, rows
from aimline.warehouse.workspace import Workspace, parquet

SUMMARY = """
    count(value), coalesce(avg(value), 0), coalesce(stddev_pop(value), 0), coalesce(min(value), 0),
    coalesce(max(value), 0), count(proficient), coalesce(sum(proficient), 0)::bigint
"""
Summaries = dict[int, dict[int | None, Summary]]  # by what is compared, and by grade
Pairs = Sequence[tuple[int, int]]  # the number of what is compared, with an administration that belongs to it


def coming(workspace: Workspace, staged: Staged, pairs: Pairs) -> Summaries:
    """Give the summaries of administrations of a staged file, told in `pairs` by their places in Staged's list."""
    query = f"""
        select pairs.number, rows.grade, {SUMMARY}
        from {rows(staged.folder)} as rows
        join {parquet([staged.folder / "administrations.parquet"])} as given on given.district = rows.district
            and given.measure = rows.measure and given.school_year = rows.school_year
            and given."window" = rows."window"
        join pairs on pairs.administration = given.key
        where rows.fate = {STORED} group by all
    """
    with workspace.open() as connection:
        connection.register("pairs", columns_of(pairs))
        return by_number(connection.execute(query).fetchall())


def stored(workspace: Workspace, current: Sequence[Path], pairs: Pairs, *, school: int | None = None) -> Summaries:
    """Give the summaries of what counts now, of one school or of all; `pairs` tell administrations by their ids."""
    if not current or not pairs:
        return {}
    query = f"""
        select pairs.number, here.grade, {SUMMARY}
        from {parquet(current)} as here join pairs on pairs.administration = here.administration
        where $school is null or here.school = $school group by all
    """
    with workspace.reading(*current).open() as connection:
        connection.register("pairs", columns_of(pairs))
        return by_number(connection.execute(query, {"school": school}).fetchall())


def columns_of(pairs: Pairs) -> dict[str, NDArray[np.int64]]:
    """Write pairs as the columns of a table."""
    number, administration = np.array(pairs, dtype=np.int64).reshape(-1, 2).T.copy()
    return {"number": number, "administration": administration}


def by_number(rows: Iterable[tuple[Any, ...]]) -> Summaries:  # Any: only the query knows
    found: Summaries = {}
    for number, grade, *summary in rows:
        found.setdefault(number, {})[grade] = Summary(*summary)
    return found
