"""The list of connections, and the page of one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from aimline.apps.connections import forms
from aimline.apps.connections.models import Connection, Pull, PullState, Schedule
from aimline.apps.intake.models import Upload
from aimline.apps.intake.pages import state_words
from aimline.apps.journal.forms import Write, new_key
from aimline.apps.organizations.pages import Crumb
from aimline.domain.words import write

NAMES = {
    "orgs": lazy("schools and districts"), "academicSessions": lazy("terms"), "courses": lazy("courses"),
    "classes": lazy("classes"), "users": lazy("people"), "enrollments": lazy("places in classes"),
    "demographics": lazy("demographics"), "localEducationAgencies": lazy("districts"), "schools": lazy("schools"),
    "students": lazy("students"), "studentSchoolAssociations": lazy("enrolments"), "assessments": lazy("tests"),
    "studentAssessments": lazy("results of students"),
}  # fmt: skip
PATIENCE = timedelta(minutes=10)  # after so long nobody waits for an answer any more


@dataclass(frozen=True)
class Line:
    """One connection in the list."""

    name: str
    href: str
    district: str
    address: str
    state: str


@dataclass(frozen=True)
class Connections:
    """The list, with the form that adds one."""

    crumbs: tuple[Crumb, ...]
    lines: tuple[Line, ...]
    form: forms.Settings
    is_open: bool


@dataclass(frozen=True)
class Made:
    """An import that a pull made."""

    name: str
    href: str
    state: str


@dataclass(frozen=True)
class Run:
    """One pull in the list."""

    at: str
    state: str
    read: str
    message: str
    made: tuple[Made, ...]


@dataclass(frozen=True)
class Tried:
    """What came of trying a connection."""

    at: str
    message: str
    counts: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """One connection: how it stands, what it brought, and what may be done."""

    crumbs: tuple[Crumb, ...]
    title: str
    sentence: str
    href: str
    do_href: str
    is_on: bool
    is_running: bool
    next: str
    tried: Tried | None
    runs: tuple[Run, ...]
    form: forms.Settings
    is_open: bool
    deed: Write


def connections(listed: Sequence[Connection], form: forms.Settings) -> Connections:
    """Return the list of connections."""
    lines = tuple(
        Line(one.name, reverse("connection", args=[one.uuid]), one.district.name, one.address, state_of(one))
        for one in listed
    )
    return Connections(crumbs()[:1], lines, form, is_open=bool(form.errors) or not lines)


def connection(
    one: Connection, pulls: Sequence[Pull], made: Mapping[UUID, Upload], form: forms.Settings, *, now: datetime
) -> Page:
    """Return the page of a connection."""
    is_running = waits(one, now) or (bool(pulls) and pulls[0].state == PullState.RUNNING)
    return Page(
        crumbs=crumbs(),
        title=one.name,
        sentence=state_of(one) if not is_running else _("The other system is being asked at this moment."),
        href=reverse("connection", args=[one.uuid]),
        do_href=reverse("connection-do", args=[one.uuid]),
        is_on=one.is_on,
        is_running=is_running,
        next=_("Next: %(when)s") % {"when": moment(one.next_at)} if one.next_at else "",
        tried=tried(one),
        runs=tuple(run(pull, made) for pull in pulls),
        form=form,
        is_open=bool(form.errors),
        deed=Write(initial={"key": new_key(), "version": one.version}, auto_id=False),
    )


def crumbs() -> tuple[Crumb, ...]:
    return Crumb(_("Imports"), reverse("imports")), Crumb(_("Connections"), reverse("connections"))


def state_of(one: Connection) -> str:
    """Say how a connection stands."""
    if not one.is_on:
        return _("Switched off: nothing is asked.")
    return {
        Schedule.BY_HAND: _("On; asked when somebody presses the button."),
        Schedule.DAILY: _("On; asked every day."),
        Schedule.WEEKLY: _("On; asked every week."),
    }[Schedule(one.schedule)]


def waits(one: Connection, now: datetime) -> bool:
    """True while a button was pressed and its answer is not here."""
    return bool(one.tried.get("waits")) and now - datetime.fromisoformat(one.tried["at"]) < PATIENCE


def tried(one: Connection) -> Tried | None:
    if not one.tried or one.tried.get("waits"):
        return None
    counts = tuple(
        f"{NAMES.get(name, name)}: {number_format(n, force_grouping=True) if n is not None else _('can be read')}"
        for name, n in one.tried["counts"]
    )
    return Tried(moment(datetime.fromisoformat(one.tried["at"])), one.tried["message"], counts)


def run(pull: Pull, made: Mapping[UUID, Upload]) -> Run:
    read = ", ".join(
        f"{NAMES.get(name, name)} {number_format(n, force_grouping=True)}" for name, n in pull.n_rows.items() if n
    )
    uploads = [made[one] for one in (pull.roster_uuid, pull.results_uuid) if one and one in made]
    state = {
        PullState.RUNNING: _("under way"),
        PullState.STOPPED: _("stopped; the next pull goes on from here"),
        PullState.DONE: _("done"),
    }[PullState(pull.state)]
    return Run(
        at=moment(pull.begun_at),
        state=state,
        read=read,
        message=pull.message,
        made=tuple(
            Made(upload.file_name, reverse("import", args=[upload.uuid]), state_words(upload)) for upload in uploads
        ),
    )


def moment(at: datetime) -> str:
    return f"{write(at.date())}, {at:%H:%M}"
