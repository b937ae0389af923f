"""The one door for numbers about students."""

import hashlib
import json
from collections.abc import Sequence

from aimline.apps.organizations.models import Unit
from aimline.apps.organizations.policy import Viewer
from aimline.apps.publication.models import Release
from aimline.domain.suppression import Cell, SafeBreakdown, Shown, open_to_teachers, protect


def release(
    viewer: Viewer, question: str, cells: Sequence[Cell], *, district: Unit, to_their_teachers: bool
) -> SafeBreakdown:
    """Return a breakdown as this viewer may see it; what leaves the staff who teach is protected and written down."""
    if to_their_teachers:
        return open_to_teachers(cells)
    safe = protect(cells, n_min=district.n_min)
    write_down(viewer, question, safe, district=district)
    return safe


def write_down(viewer: Viewer, question: str, safe: SafeBreakdown, *, district: Unit) -> None:
    """Add what was shown to the ledger; the same breakdown shown again is already there."""
    cells = [
        {"label": cell.label, "shown": isinstance(cell.content, Shown)}
        | ({"n": cell.content.n, "value": cell.content.value} if isinstance(cell.content, Shown) else {})
        for cell in safe.cells
    ]
    digest = hashlib.sha256(json.dumps(cells, sort_keys=True).encode()).hexdigest()
    Release.objects.get_or_create(
        district=district,
        question=question,
        digest=digest,
        defaults={
            "shown_to_id": viewer.person_id,
            "cells": cells,
            "n_min": district.n_min,
            "first_shown_at": viewer.now,
        },
    )
