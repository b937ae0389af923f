"""What a district already keeps, by the names that a roster gives it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Q

from aimline.apps.accounts.models import Person
from aimline.apps.intake.queries.meaning import NUMBERING
from aimline.apps.organizations.models import (
    CalendarSpan,
    Enrolment,
    ExternalId,
    GroupMembership,
    Membership,
    SchoolYear,
    Seat,
    Student,
    Unit,
    UnitKind,
)


class Room(NamedTuple):
    """A classroom as it stands."""

    pk: int
    name: str
    code: str
    grades: tuple[int, ...]
    subject: str
    school: int
    archived_on: date | None


class Named(NamedTuple):
    """A student or person by name; `is_open` while the roster may still correct the name."""

    pk: int
    name: tuple[str, ...]
    is_open: bool


class Span(NamedTuple):
    """A dated row: whose, where, from, to (days included, no end while it lasts)."""

    pk: int
    owner: int
    place: int
    starts_on: date
    ends_on: date | None


class Stay(NamedTuple):
    """An enrolment; `source` is empty where a file of results made it."""

    pk: int
    grade: int
    starts_on: date
    ends_on: date | None
    source: str


class Held(NamedTuple):
    """A membership in a student group that holds today."""

    pk: int
    value: str
    starts_on: date
    source: str


Term = tuple[str, str, int, date, date]


class Year(NamedTuple):
    """A school year with its spans; a proposed one may be replaced."""

    pk: int
    starts_on: date
    ends_on: date
    is_proposed: bool
    spans: tuple[Term, ...]


@dataclass
class Stored:
    """Everything of one district that a roster of one source may touch."""

    schools: dict[str, int] = field(default_factory=dict)
    schools_by_code: dict[str, int] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    rooms: dict[str, Room] = field(default_factory=dict)
    students: dict[str, Named] = field(default_factory=dict)
    students_by_code: dict[str, Named] = field(default_factory=dict)
    people: dict[str, Named] = field(default_factory=dict)
    accounts: dict[str, int] = field(default_factory=dict)
    years: dict[int, Year] = field(default_factory=dict)
    stays: dict[tuple[int, int, int], Stay] = field(default_factory=dict)
    seats: dict[str, Span] = field(default_factory=dict)
    parts: dict[str, Span] = field(default_factory=dict)
    groups: dict[str, dict[int, Held]] = field(default_factory=dict)

    @cached_property
    def number_of(self) -> dict[int, str]:
        """Return the number of each student, the newest of several."""
        return {known.pk: code for code, known in self.students_by_code.items()}


def load(district: Unit, source: str, *, attributes: Iterable[str], today: date) -> Stored:
    """Read all of it; plain tuples, because a large district has hundreds of thousands."""
    found = Stored()
    load_places(found, district, source)
    load_people(found, district, source)
    load_years(found, district)
    rows = Enrolment.objects.filter(district=district).values_list(
        "student_id", "school_id", "school_year", "pk", "grade", "starts_on", "ends_on", "source"
    )
    found.stays = {row[:3]: Stay(*row[3:]) for row in rows.iterator()}
    seats = Seat.objects.filter(district=district, source=source).values_list(
        "source_key", "pk", "student_id", "classroom_id", "starts_on", "ends_on"
    )
    found.seats = {row[0]: Span(*row[1:]) for row in seats.iterator()}
    parts = Membership.objects.filter(district=district, source=source).values_list(
        "source_key", "pk", "person_id", "unit_id", "starts_on", "ends_on"
    )
    found.parts = {row[0]: Span(row[1], row[2], row[3] or 0, *row[4:]) for row in parts.iterator()}
    for name in attributes:
        held = (
            GroupMembership.objects.filter(group__attribute__district=district, group__attribute__name=name)
            .filter(Q(ends_on=None) | Q(ends_on__gte=today), starts_on__lte=today)
            .values_list("student_id", "pk", "group__value", "starts_on", "source")
            .order_by("pk")
        )
        found.groups[name] = {row[0]: Held(*row[1:]) for row in held.iterator()}
    return found


def named_by(district: Unit, source: str) -> list[tuple[str, str, int | None, int | None, int | None]]:
    """Return every external id of a source: kind, value, and the student, place or person it names."""
    rows = ExternalId.objects.filter(district=district, source=source)
    return list(rows.values_list("kind", "value", "student_id", "unit_id", "person_id"))


def load_places(found: Stored, district: Unit, source: str) -> None:
    units = Unit.objects.filter(district=district, kind__in=(UnitKind.SCHOOL, UnitKind.CLASSROOM))
    rooms = dict[int, Room]()
    for unit in units.order_by("pk"):
        if unit.kind == UnitKind.SCHOOL:
            found.names[unit.pk] = unit.name
            if unit.code:
                found.schools_by_code[unit.code] = unit.pk
        else:
            grades, at = tuple(unit.grades), unit.parent_id or 0
            rooms[unit.pk] = Room(unit.pk, unit.name, unit.code, grades, unit.subject, at, unit.archived_on)
    for kind, value, _, unit_id, _ in named_by(district, source):
        if kind == "school" and unit_id:
            found.schools[value] = unit_id
        elif kind == "class" and unit_id in rooms:
            found.rooms[value] = rooms[unit_id]


def load_people(found: Stored, district: Unit, source: str) -> None:
    rows = Student.objects.filter(district=district).values_list("pk", "given_name", "family_name")
    students = {pk: Named(pk, (given, family), is_open=True) for pk, given, family in rows.iterator()}
    for source_of, target in ((source, found.students), (NUMBERING, found.students_by_code)):
        ids = ExternalId.objects.filter(district=district, source=source_of, kind="student", student__isnull=False)
        pairs = ids.order_by("pk").values_list("value", "student_id")
        target |= {value: students[pk] for value, pk in pairs.iterator() if pk}
    named = ExternalId.objects.filter(district=district, source=source, kind="person", person__isnull=False)
    columns = ("value", "person_id", "person__name", "person__password", "person__last_login")
    for value, pk, name, password, last_login in named.values_list(*columns):
        never_in = password.startswith(UNUSABLE_PASSWORD_PREFIX) and last_login is None
        found.people[value] = Named(pk or 0, (name,), is_open=never_in)
    accounts = Person.objects.exclude(email=None).values_list("email", "pk")
    found.accounts = {(email or "").lower(): pk for email, pk in accounts.iterator()}


def load_years(found: Stored, district: Unit) -> None:
    spans: dict[int, list[Term]] = {}
    columns = ("school_year_id", "kind", "name", "number", "starts_on", "ends_on")
    for year, *term in CalendarSpan.objects.filter(school_year__district=district).values_list(*columns):
        spans.setdefault(year, []).append(tuple(term))
    for year in SchoolYear.objects.filter(district=district):
        found.years[year.ending] = Year(
            year.pk, year.starts_on, year.ends_on, year.is_proposed, tuple(sorted(spans.get(year.pk, ())))
        )
