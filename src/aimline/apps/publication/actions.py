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
    SafeBreakdown,
    SafeCell,
    Shown,
    open_to_teachers,
    protect,
    protect_series,
)


@dataclass(frozen=True)
class Series:
    """A group's numbers on different days: they do not add up to a whole, so each is judged by itself."""

    question: str
    cells: Sequence[Cell]
    district: Unit
    to_their_teachers: bool


@dataclass(frozen=True)
class Breakdown:
    """The groups of one whole on one day, and all of them together where that is shown beside them."""

    question: str
    cells: Sequence[Cell]
    total: Cell | None
    district: Unit
    to_their_teachers: bool


def release(
    viewer: Viewer, question: str, cells: Sequence[Cell], *, district: Unit, to_their_teachers: bool
) -> SafeBreakdown:
    """Return a breakdown as this viewer may see it; what leaves the staff who teach is protected and written down."""
    asked = Breakdown(question, cells, None, district, to_their_teachers)
    return release_breakdowns(viewer, [asked])[0]


def release_breakdowns(viewer: Viewer, breakdowns: Sequence[Breakdown]) -> tuple[SafeBreakdown, ...]:
    """Return many breakdowns as this viewer may see them, in the order asked, with one look at the ledger."""
    safe = tuple(
        open_to_teachers(each.cells, total=each.total)
        if each.to_their_teachers
        else protect(each.cells, n_min=each.district.n_min, total=each.total)
        for each in breakdowns
    )
    leaving = [
        (each, all_cells(shown))
        for each, shown in zip(breakdowns, safe, strict=True)
        if not each.to_their_teachers and all_cells(shown)
    ]
    write_all_down(viewer, [entry(viewer, each.question, cells, district=each.district) for each, cells in leaving])
    return safe


def all_cells(safe: SafeBreakdown) -> tuple[SafeCell, ...]:
    """Return the cells of a breakdown, its total last."""
    return (*safe.cells, safe.total) if safe.total else safe.cells


def release_series(viewer: Viewer, series: Sequence[Series]) -> tuple[tuple[SafeCell, ...], ...]:
    """Return many series as this viewer may see them, in the order asked, with one look at the ledger."""
    safe = tuple(
        open_to_teachers(each.cells).cells
        if each.to_their_teachers
        else protect_series(each.cells, n_min=each.district.n_min)
        for each in series
    )
    leaving = [(each, cells) for each, cells in zip(series, safe, strict=True) if cells and not each.to_their_teachers]
    write_all_down(viewer, [entry(viewer, each.question, cells, district=each.district) for each, cells in leaving])
    return safe


def write_all_down(viewer: Viewer, entries: Sequence[Release]) -> None:
    """Add the entries that the ledger does not have yet; looking at a page again writes nothing."""
    if not entries:
        return
    known = set(
        Release.objects.filter(digest__in={each.digest for each in entries}).values_list(
            "district_id", "question", "digest"
        )
    )
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
