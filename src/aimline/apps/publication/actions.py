"""The one door for numbers about students."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from aimline.apps.organizations.models import Unit
from aimline.apps.organizations.policy import Viewer
from aimline.apps.publication.models import Release
from aimline.domain.suppression import (
    Cell,
    Part,
    SafeBreakdown,
    SafeCell,
    Shown,
    open_to_teachers,
    protect,
    protect_series,
)


@dataclass(frozen=True)
class Series:
    """A group's numbers on different days: they do not add up to a whole, so each is judged by itself.

    `parts` gives, for each of them, the parts of that group which can be asked for as well.
    """

    question: str
    cells: Sequence[Cell]
    district: Unit
    to_their_teachers: bool
    parts: Sequence[Sequence[Part]] = ()


@dataclass(frozen=True)
class Breakdown:
    """The groups of one whole on one day, and all of them together where that is shown beside them.

    `parts` are the same breakdown of the parts of that whole which can be asked for as well.
    """

    question: str
    cells: Sequence[Cell]
    total: Cell | None
    district: Unit
    to_their_teachers: bool
    parts: Sequence[Part] = ()


def release(
    viewer: Viewer, question: str, cells: Sequence[Cell], *, district: Unit, to_their_teachers: bool
) -> SafeBreakdown:
    """Return a breakdown as this viewer may see it; what leaves the staff who teach is protected and written down."""
    asked = Breakdown(question, cells, None, district, to_their_teachers)
    return release_breakdowns(viewer, [asked])[0]


def release_breakdowns(viewer: Viewer, breakdowns: Sequence[Breakdown]) -> tuple[SafeBreakdown, ...]:
    """Return many breakdowns as this viewer may see them, in the order asked, with one look at the ledger."""
    ledger = written_down(breakdowns)
    safe = tuple(
        open_to_teachers(each.cells, total=each.total)
        if each.to_their_teachers
        else protect(
            each.cells,
            n_min=each.district.n_min,
            total=each.total,
            parts=each.parts,
            before=shown_before(ledger, each),
        )
        for each in breakdowns
    )
    leaving = [
        entry(viewer, each.question, all_cells(shown), district=each.district)
        for each, shown in zip(breakdowns, safe, strict=True)
        if not each.to_their_teachers and all_cells(shown)
    ]
    write_all_down(ledger, leaving)
    return safe


def all_cells(safe: SafeBreakdown) -> tuple[SafeCell, ...]:
    """Return the cells of a breakdown, its total last."""
    return (*safe.cells, safe.total) if safe.total else safe.cells


def release_series(viewer: Viewer, series: Sequence[Series]) -> tuple[tuple[SafeCell, ...], ...]:
    """Return many series as this viewer may see them, in the order asked, with one look at the ledger."""
    ledger = written_down(series)
    safe = tuple(
        open_to_teachers(each.cells).cells
        if each.to_their_teachers
        else protect_series(each.cells, n_min=each.district.n_min, parts=each.parts, before=shown_before(ledger, each))
        for each in series
    )
    leaving = [
        entry(viewer, each.question, cells, district=each.district)
        for each, cells in zip(series, safe, strict=True)
        if cells and not each.to_their_teachers
    ]
    write_all_down(ledger, leaving)
    return safe


def written_down(asked: Sequence[Series | Breakdown]) -> list[Release]:
    """Return what the ledger holds of these questions, where they leave the staff who teach."""
    leaving = [each for each in asked if not each.to_their_teachers]
    if not leaving:
        return []
    found = Release.objects.filter(
        district__in={each.district.pk for each in leaving}, question__in={each.question for each in leaving}
    )
    return list(found.only("district_id", "question", "digest", "cells"))


def shown_before(ledger: Sequence[Release], asked: Series | Breakdown) -> dict[str, list[int]]:
    """Return how many students stood behind each number that was shown before.

    Between two days a few late results may come in: the difference would be theirs alone.
    """
    same = [each for each in ledger if (each.district_id, each.question) == (asked.district.pk, asked.question)]
    before: dict[str, list[int]] = {}
    for cell in (cell for each in same for cell in each.cells if cell["shown"]):
        before.setdefault(cell["label"], []).append(cell["n"])
    return before


def write_all_down(ledger: Sequence[Release], entries: Sequence[Release]) -> None:
    """Add the entries that the ledger does not have yet; looking at a page again writes nothing."""
    known = {(each.district_id, each.question, each.digest) for each in ledger}
    new = [each for each in entries if (each.district_id, each.question, each.digest) not in known]
    if new:
        Release.objects.bulk_create(new, ignore_conflicts=True)


def entry(viewer: Viewer, question: str, safe: Iterable[SafeCell], *, district: Unit) -> Release:
    cells = [
        {"label": cell.label, "shown": isinstance(cell.content, Shown)}
        | ({"n": cell.content.n, "value": cell.content.value} if isinstance(cell.content, Shown) else {})
        for cell in safe
    ]
    digest = hashlib.sha256(json.dumps(cells, sort_keys=True).encode()).hexdigest()
    return Release(
        district=district,
        question=question,
        digest=digest,
        shown_to_id=viewer.person_id,
        cells=cells,
        n_min=district.n_min,
        first_shown_at=viewer.now,
    )
