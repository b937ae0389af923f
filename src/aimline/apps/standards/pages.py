"""The list of standards, and the page of one."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from aimline.apps.organizations.models import Unit
from aimline.apps.standards import forms
from aimline.apps.standards.models import Standard

MOST_SHOWN = 500


@dataclass(frozen=True)
class Link:
    """Somewhere to go: a district, a subject, the page above."""

    label: str
    href: str


@dataclass(frozen=True)
class Line:
    """One standard in the list."""

    href: str
    code: str
    text: str
    grades: str
    essential: str


@dataclass(frozen=True)
class Standards:
    """A district's standards of one subject, and for its keepers the form that brings a framework in."""

    title: str
    districts: tuple[Link, ...]
    subjects: tuple[Link, ...]
    lines: tuple[Line, ...]
    left_out: str
    form: forms.Bring | None
    action: str


@dataclass(frozen=True)
class Page:
    """One standard."""

    crumbs: tuple[Link, ...]
    title: str
    text: str
    facts: tuple[str, ...]
    measures: tuple[str, ...]
    form: forms.Rate | None
    action: str


def standards(
    districts: Sequence[Unit], district: Unit, found: Sequence[Standard], subject: str, form: forms.Bring | None
) -> Standards:  # fmt: skip
    """Return the list of one district and subject."""
    here = f"{reverse('standards')}?district={district.uuid}"
    subjects = sorted({one.subject for one in found})
    shown = [one for one in found if not subject or one.subject == subject]
    left = len(shown) - MOST_SHOWN
    return Standards(
        title=_("Standards of %(district)s") % {"district": district.name},
        districts=tuple(Link(one.name, f"{reverse('standards')}?district={one.uuid}") for one in districts)
        if len(districts) > 1
        else (),
        subjects=tuple(Link(one or _("no subject"), f"{here}&subject={one}") for one in subjects)
        if len(subjects) > 1
        else (),
        lines=tuple(line(one) for one in shown[:MOST_SHOWN]),
        left_out=_("%(n)s more: choose a subject.") % {"n": left} if left > 0 else "",
        form=form,
        action=here,
    )


def line(one: Standard) -> Line:
    essential = _("essential") if one.is_essential else ""
    return Line(reverse("standard", args=[one.uuid]), one.code, one.text, grades_of(one), essential)


def grades_of(one: Standard) -> str:
    return ", ".join({-1: "PK", 0: "K"}.get(grade, str(grade)) for grade in one.grades)


def standard(one: Standard, form: forms.Rate | None) -> Page:
    """Return the page of a standard; the form only for its keepers."""
    facts = [one.framework, one.subject, _("grade %(grades)s") % {"grades": grades_of(one)} if one.grades else ""]
    facts += [_("essential") if one.is_essential else _("not named essential")]
    facts += [] if one.is_current else [_("no longer in its framework")]
    return Page(
        crumbs=(Link(_("Standards"), f"{reverse('standards')}?district={one.district.uuid}"),),
        title=one.code or _("Standard"),
        text=one.text,
        facts=tuple(fact for fact in facts if fact),
        measures=tuple(measure.name for measure in one.measures.all()),
        form=form,
        action=reverse("standard", args=[one.uuid]),
    )
