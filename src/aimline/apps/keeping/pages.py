"""The page of a keeper, and the question before a student is erased."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aimline.apps.keeping import forms
from aimline.apps.keeping.models import Erasure, Reason
from aimline.apps.keeping.queries import N_FOUND, Holdings
from aimline.apps.organizations.models import Student
from aimline.apps.organizations.pages import Crumb
from aimline.domain.words import write


@dataclass(frozen=True)
class Found:
    """One student whom the words may mean."""

    href: str
    name: str
    district: str


@dataclass(frozen=True)
class Line:
    """One erasure in the list, which no longer knows whom it was about."""

    asked_on: str
    by: str
    district: str
    reason: str
    state: str


@dataclass(frozen=True)
class House:
    """The form that looks for a student, whom it found, and who was erased before."""

    crumbs: tuple[Crumb, ...]
    form: forms.Search
    was_asked: bool
    found: tuple[Found, ...]
    has_others: bool
    lines: tuple[Line, ...]
    several_districts: bool


@dataclass(frozen=True)
class Question:
    """What would go with a student, what would stay, and the form that confirms it."""

    name: str
    codes: str
    district: str
    goes: tuple[str, ...]
    stays: tuple[str, ...]
    action: str
    back_href: str
    form: forms.Erase


def house(form: forms.Search, found: Sequence[Student], erased: Sequence[Erasure]) -> House:
    """Return the page of a keeper; `found` are the students the filled form may mean."""
    lines = tuple(
        Line(
            asked_on=write(each.asked_at.date()),
            by=each.asked_by.name,
            district=each.district.name,
            reason=str(forms.REASONS[Reason(each.reason)]),
            state=state_words(each),
        )
        for each in erased
    )
    students = tuple(
        Found(reverse("keeping-erase", args=[each.uuid]), name_of(each), each.district.name) for each in found[:N_FOUND]
    )
    places = {line.district for line in lines} | {each.district for each in students}
    crumbs = (Crumb(_("Imports"), reverse("imports")),)
    return House(
        crumbs, form, form.is_bound and form.is_valid(), students, len(found) > N_FOUND, lines, len(places) > 1
    )


def state_words(erasure: Erasure) -> str:
    """Return how far an erasure has come, in words."""
    if erasure.done_at is None:
        return _("being erased")
    if erasure.finished_at is None:
        return _("erased; files are still being looked through")
    return _("erased")


def question(student: Student, codes: Sequence[str], there: Holdings, form: forms.Erase) -> Question:
    """Return the question before a student is erased."""
    return Question(
        name=name_of(student),
        codes=", ".join(codes),
        district=student.district.name,
        goes=tuple(goes(there)),
        stays=tuple(stays(there)),
        action=reverse("keeping-erase", args=[student.uuid]),
        back_href=reverse("keeping"),
        form=form,
    )


def goes(there: Holdings) -> list[str]:
    """Say what would be removed."""
    years = ", ".join(str(year) for year in sorted(there.rows))
    results = ngettext("%(n)s result", "%(n)s results", there.n_rows) % {"n": there.n_rows}
    said = [
        _("%(results)s, of the school years %(years)s") % {"results": results, "years": years} if years else "",
        _("Name and codes (%(n)s)") % {"n": there.n_codes},
        _("Enrolments, places in classes and student groups (%(n)s)")
        % {"n": there.n_enrolments + there.n_seats + there.n_groups},
        _("The place in the lists of goals that follow the same students (%(n)s)") % {"n": there.n_lists}
        if there.n_lists
        else "",
        _("Kept copies of files that name this student; one not stored yet has to be brought again without them"),
    ]
    return [each for each in said if each]


def stays(there: Holdings) -> list[str]:
    """Say what would not be removed."""
    return [
        _("Readings and check-ins of goals: they are numbers of groups, and a change would show what was erased"),
        _("What people wrote in their own words, if it names the student"),
        _("Backups made before today"),
        *(
            [_("A record of the same person in another district, whose data steward decides")]
            if there.is_elsewhere
            else []
        ),
    ]


def name_of(student: Student) -> str:
    return f"{student.given_name} {student.family_name}".strip() or _("A student without a name")
