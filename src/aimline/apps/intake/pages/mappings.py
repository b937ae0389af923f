"""The mappings that were saved: renamed, let go, put back."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from aimline.apps.intake import models
from aimline.apps.intake.forms.saved_mapping import SavedMapping
from aimline.apps.intake.pages import Empty
from aimline.apps.journal.forms import new_key
from aimline.domain.words import write


@dataclass(frozen=True)
class Line:
    """One saved mapping with the form that changes it."""

    name: str
    made_from: str
    made_by: str
    place: str
    used_on: str
    action: str
    form: SavedMapping


@dataclass(frozen=True)
class Mappings:
    """The mappings that are offered, and those let go, which can be put back."""

    lines: tuple[Line, ...]
    removed: tuple[Line, ...]
    empty: Empty | None


def mappings(saved: Sequence[models.SavedMapping]) -> Mappings:
    """Return the page of all saved mappings of a viewer."""
    lines = tuple(line(each) for each in saved if each.removed_at is None)
    empty = Empty(
        _("The kinds of file you bring will be known here"),
        _("When a file is stored, what its columns mean is kept, and filled in for the next file of its kind."),
    )
    removed = tuple(line(each) for each in saved if each.removed_at is not None)
    return Mappings(lines, removed, None if lines else empty)


def line(saved: models.SavedMapping) -> Line:
    initial = {"key": new_key(), "version": saved.version, "name": saved.name}
    return Line(
        name=saved.name,
        made_from=saved.made_from,
        made_by=saved.made_by.name,
        place=saved.place.name if saved.place else _("Several districts"),
        used_on=write(saved.used_at.date()),
        action=reverse("mapping", args=[saved.uuid]),
        form=SavedMapping(initial=initial, auto_id=f"{saved.uuid}_%s"),
    )
