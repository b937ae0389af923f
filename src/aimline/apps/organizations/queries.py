"""Places and people as a viewer may see them."""

import uuid
from datetime import date, datetime

from django.db.models import Q, QuerySet

from aimline.apps.accounts.models import Person
from aimline.apps.organizations.models import CalendarSpan, Membership, SchoolYear, Unit, UnitKind
from aimline.apps.organizations.policy import NotVisible, Part, Viewer, may_see_place, school_path
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
        wanted |= Q(path__startswith=school_path(part.path)) | Q(pk__in=steps)
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
