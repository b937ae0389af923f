"""Places and people as a viewer may see them."""

import uuid
from datetime import date, datetime

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Count, Q, QuerySet

from aimline.apps.accounts.models import Person
from aimline.apps.organizations.models import CalendarSpan, Membership, SchoolYear, Unit, UnitKind
from aimline.apps.organizations.policy import (
    STAFF,
    NotVisible,
    Part,
    Viewer,
    may_see_place,
    may_write_goals,
    school_path,
)
from aimline.domain import calendar


def viewer_of(person: Person, *, today: date, now: datetime) -> Viewer:
    """Return the viewer a person is today; an ended or future membership gives nothing."""
    held = (
        Membership.objects.filter(person=person, starts_on__lte=today)
        .filter(Q(ends_on=None) | Q(ends_on__gte=today))
        .select_related("unit")
    )
    parts = tuple(
        Part(
            role=m.role,
            unit_id=m.unit_id,
            district_id=m.district_id,
            kind=m.unit.kind if m.unit else "",
            path=m.unit.path if m.unit else "",
            grades=tuple(m.unit.grades) if m.unit else (),
        )
        for m in held
        if m.unit is None or m.unit.archived_on is None
    )
    return Viewer(person_id=person.pk, name=person.name, today=today, now=now, parts=parts)


def visible_units(viewer: Viewer) -> QuerySet[Unit]:
    """Return the places whose names the viewer may see: own school whole, places above, places below."""
    if viewer.is_installation_steward:
        return Unit.objects.all()
    wanted = Q(pk__in=[])
    for part in viewer.parts:
        steps = [int(step) for step in part.path.strip("/").split("/") if step]
        wanted |= Q(path__within=school_path(part.path)) | Q(pk__in=steps)
    return Unit.objects.filter(wanted)


def unit(viewer: Viewer, unit_uuid: uuid.UUID) -> Unit:
    """Return one place, or raise `NotVisible`."""
    found = Unit.objects.select_related("district", "parent").filter(uuid=unit_uuid).first()
    if found is None or not may_see_place(viewer, found):
        raise NotVisible
    return found


def schools(viewer: Viewer) -> QuerySet[Unit]:
    """Return the schools the viewer may see, in order of name."""
    return visible_units(viewer).filter(kind=UnitKind.SCHOOL, archived_on=None).order_by("name_sort", "pk")


def calendar_of(viewer: Viewer, district: Unit) -> calendar.Calendar:
    """Return the district's calendar; years nobody has described are given by the default dates."""
    if not may_see_place(viewer, district):
        raise NotVisible
    years = SchoolYear.objects.filter(district=district).prefetch_related("spans").order_by("ending")
    return calendar.Calendar(tuple(school_year(year) for year in years))


def school_year(year: SchoolYear) -> calendar.SchoolYear:
    spans = sorted(year.spans.all(), key=lambda span: (span.starts_on, span.number))
    if not spans:
        return calendar.default_year(year.ending)
    return calendar.SchoolYear(
        ending=year.ending,
        starts_on=year.starts_on,
        ends_on=year.ends_on,
        terms=tuple(term(span) for span in spans if span.kind == "term"),
        windows=tuple(
            calendar.Window(kind=s.name, opens_on=s.starts_on, closes_on=s.ends_on) for s in spans if s.kind == "window"
        ),
        breaks=tuple(calendar.Break(s.starts_on, s.ends_on, s.name) for s in spans if s.kind == "break"),
    )


def term(span: CalendarSpan) -> calendar.Term:
    return calendar.Term(kind=span.name, number=span.number, starts_on=span.starts_on, ends_on=span.ends_on)


def tree(viewer: Viewer) -> list[tuple[Unit, int]]:
    """Return the visible places in the order of a tree, each with how many people belong to it."""
    units = list(visible_units(viewer).filter(archived_on=None))
    n_people = n_people_in(units, viewer.today)
    names = {unit.pk: unit.name_sort for unit in units}

    def place_in_tree(unit: Unit) -> list[str]:
        return [names.get(int(step), "") for step in unit.path.strip("/").split("/")]

    return [(unit, n_people.get(unit.pk, 0)) for unit in sorted(units, key=place_in_tree)]


def children(viewer: Viewer, unit: Unit) -> list[tuple[Unit, int]]:
    """Return the places right below one, in order of name."""
    below = list(visible_units(viewer).filter(parent=unit, archived_on=None).order_by("kind", "name_sort", "pk"))
    n_people = n_people_in(below, viewer.today)
    return [(child, n_people.get(child.pk, 0)) for child in below]


def n_people_in(units: list[Unit], today: date) -> dict[int, int]:
    there = Membership.objects.filter(unit__in=units, starts_on__lte=today).filter(
        Q(ends_on=None) | Q(ends_on__gte=today)
    )
    return dict(there.values_list("unit").annotate(n=Count("person", distinct=True)))


def above(viewer: Viewer, unit: Unit) -> list[Unit]:
    """Return the places a place lies in, from the outside in."""
    steps = [int(step) for step in unit.path.strip("/").split("/")][:-1]
    return list(visible_units(viewer).filter(pk__in=steps).order_by("path"))


def members(viewer: Viewer, unit: Unit) -> list[Membership]:
    """Return who belongs to a place today; only its staff learn who, and students and parents are never listed."""
    if not (
        viewer.is_installation_steward or any(p.role in STAFF and covers_either(p.path, unit) for p in viewer.parts)
    ):
        return []
    return list(
        Membership.objects.filter(unit=unit, starts_on__lte=viewer.today)
        .filter(Q(ends_on=None) | Q(ends_on__gte=viewer.today))
        .exclude(role__in=["student", "parent"])
        .select_related("person")
        .order_by("person__name_sort", "pk")
    )


def covers_either(path: str, unit: Unit) -> bool:
    return bool(path) and (unit.path.startswith(path) or school_path(path) == school_path(unit.path))


def membership(viewer: Viewer, membership_uuid: uuid.UUID) -> Membership:
    """Return one membership at a visible place, or raise `NotVisible`."""
    found = Membership.objects.select_related("unit", "person").filter(uuid=membership_uuid).first()
    if found is None or found.unit is None or found not in members(viewer, found.unit):
        raise NotVisible
    return found


def writes_goals(viewer: Viewer, unit: Unit) -> bool:
    """True when the viewer is a member who writes this place's goals."""
    return may_write_goals(viewer, unit)


def has_people() -> bool:
    """True once anybody can sign in; asked before there can be a viewer."""
    return Person.objects.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX).exists()
