"""Found places, give people their part, hand out ids."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import connection, models, transaction

from aimline.apps.accounts.models import Person, plain
from aimline.apps.journal import actions as journal
from aimline.apps.organizations.models import (
    CalendarSpan,
    Membership,
    Role,
    SchoolYear,
    Unit,
    UnitKind,
)
from aimline.apps.organizations.policy import NotAllowed, NotVisible, Part, Viewer, fits, may_keep_places
from aimline.apps.organizations.queries import has_people
from aimline.domain import calendar
from aimline.domain.refusal import AimlineError
from aimline.domain.words import say

Perform = Callable[[], str]


class RoleElsewhere(AimlineError):
    """The role belongs to another kind of place."""

    def __init__(self) -> None:
        super().__init__(
            "role-elsewhere",
            say("This place has no such role."),
            say("Choose one of the roles that its page offers."),
        )


@transaction.atomic
def open_installation(
    *, name: str, email: str, password: str, district: str, school: str, today: date, now: datetime
) -> Person:
    """Make the first person of an empty installation: its steward, and leader of its first district and school."""
    if has_people():
        raise NotVisible
    person = Person.objects.create_person(name=name, email=email, password=password)
    Membership.objects.create(person=person, role=Role.INSTALLATION_STEWARD, starts_on=today)
    steward = Part(role=Role.INSTALLATION_STEWARD, unit_id=None, district_id=None, kind="", path="")
    viewer = Viewer(person_id=person.pk, name=name, today=today, now=now, parts=(steward,))
    place = found_district(viewer, district)
    home = found_place(viewer, school, kind=UnitKind.SCHOOL, parent=place)
    give_part(viewer, person, role=Role.DATA_STEWARD, unit=place, starts_on=today)
    give_part(viewer, person, role=Role.PRINCIPAL, unit=home, starts_on=today)
    return person


@transaction.atomic
def found_district(
    viewer: Viewer, name: str, *, code: str = "", time_zone: str = "UTC", label_pack: str = "US"
) -> Unit:
    """Add a district; installation stewards only."""
    if not viewer.is_installation_steward:
        raise NotAllowed
    district = Unit(
        kind=UnitKind.DISTRICT, name=name, name_sort=plain(name), code=code, time_zone=time_zone, label_pack=label_pack
    )
    district.save()
    district.district = district
    district.path = f"/{district.pk}/"
    district.save(update_fields=["district", "path"])
    note(viewer, "found", district)
    return district


@transaction.atomic
def found_place(
    viewer: Viewer,
    name: str,
    *,
    kind: UnitKind,
    parent: Unit,
    code: str = "",
    grades: tuple[int, ...] = (),
    subject: str = "",
    team_kind: str = "",
) -> Unit:
    """Add a school, team or classroom below `parent`; its data steward or leader, or an installation steward."""
    if not may_keep_places(viewer, parent):
        raise NotAllowed
    place = Unit(
        kind=kind,
        name=name,
        name_sort=plain(name),
        parent=parent,
        district_id=parent.district_id,
        code=code,
        grades=sorted(grades),
        subject=subject,
        team_kind=team_kind,
        time_zone=parent.time_zone,
        locale=parent.locale,
        label_pack=parent.label_pack,
        n_min=parent.n_min,
    )
    place.save()
    place.path = f"{parent.path}{place.pk}/"
    place.save(update_fields=["path"])
    note(viewer, "found", place)
    return place


@transaction.atomic
def give_part(
    viewer: Viewer, person: Person, *, role: Role, unit: Unit | None, starts_on: date, ends_on: date | None = None
) -> Membership:
    """Give a person a role at a place; only an installation steward makes another one.

    Raises RoleElsewhere for a role that this kind of place does not have.
    """
    if not (viewer.is_installation_steward or (unit is not None and may_keep_places(viewer, unit))):
        raise NotAllowed
    if not fits(role, unit):
        raise RoleElsewhere
    membership = Membership.objects.create(
        person=person,
        role=role,
        unit=unit,
        district=unit.district if unit else None,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    journal.record(
        "give part",
        person_id=viewer.person_id,
        at=viewer.now,
        noun="membership",
        noun_uuid=membership.uuid,
        district_id=membership.district_id,
        after={"person": str(person.uuid), "role": role, "unit": str(unit.uuid) if unit else None},
    )
    return membership


@transaction.atomic
def welcome_person(viewer: Viewer, unit: Unit, *, name: str, email: str, password: str, role: Role) -> Membership:
    """Give somebody a part in a place; whoever has this e-mail keeps their sign-in, others get one.

    A person whom a roster brought has none yet: it is opened by who keeps all the places of this person, because
    the password opens them all.
    """
    person = Person.objects.filter(email__iexact=email).first()
    if person is None:
        person = Person.objects.create_person(name=name, email=email.lower(), password=password)
        note_opening(viewer, unit, person)
    elif is_unopened(person) and keeps_all_places_of(viewer, person):
        person.set_password(password)
        person.save(update_fields=["password"])
        note_opening(viewer, unit, person)
    return give_part(viewer, person, role=role, unit=unit, starts_on=viewer.today)


def note_opening(viewer: Viewer, unit: Unit, person: Person) -> None:
    """Write down who opened a sign-in, and so knows its first password: corrections need a person of another's."""
    journal.record(
        "open sign-in",
        person_id=viewer.person_id,
        at=viewer.now,
        noun="person",
        noun_uuid=person.uuid,
        district_id=unit.district_id,
        after={},
    )


def is_unopened(person: Person) -> bool:
    """True for a person who has no password and never signed in another way."""
    return person.is_active and person.last_login is None and not person.has_usable_password()


def keeps_all_places_of(viewer: Viewer, person: Person) -> bool:
    """True when the viewer keeps every place in which the person ever had a part."""
    held = Membership.objects.filter(person=person).select_related("unit")
    return all(each.unit is not None and may_keep_places(viewer, each.unit) for each in held)


@transaction.atomic
def end_part(viewer: Viewer, membership: Membership) -> None:
    """End a membership: yesterday was its last day, so the next request already goes without it."""
    if membership.unit is None or not may_keep_places(viewer, membership.unit):
        raise NotAllowed
    membership.ends_on = viewer.today - timedelta(days=1)
    membership.save(update_fields=["ends_on"])
    journal.record(
        "end part",
        person_id=viewer.person_id,
        at=viewer.now,
        noun="membership",
        noun_uuid=membership.uuid,
        district_id=membership.district_id,
        after={"ends_on": membership.ends_on},
    )


@transaction.atomic
def describe_year(viewer: Viewer, district: Unit, year: calendar.SchoolYear, *, proposed: bool = False) -> SchoolYear:
    """Store a school year with its terms, windows and breaks, in place of what was stored for it."""
    if not (viewer.is_installation_steward or viewer.has_role(district, {Role.DATA_STEWARD, Role.DISTRICT_LEADER})):
        raise NotAllowed
    kept, _ = SchoolYear.objects.update_or_create(
        district=district,
        ending=year.ending,
        defaults={"starts_on": year.starts_on, "ends_on": year.ends_on, "is_proposed": proposed},
    )
    kept.spans.all().delete()
    CalendarSpan.objects.bulk_create(
        [CalendarSpan(school_year=kept, **span) for span in spans_of(year)],
    )
    note(viewer, "describe year", district, after={"ending": year.ending})
    return kept


def spans_of(year: calendar.SchoolYear) -> list[dict[str, object]]:
    terms = [
        {"kind": "term", "name": t.kind, "number": t.number, "starts_on": t.starts_on, "ends_on": t.ends_on}
        for t in year.terms
    ]
    windows = [
        {"kind": "window", "name": w.kind, "starts_on": w.opens_on, "ends_on": w.closes_on} for w in year.windows
    ]
    breaks = [{"kind": "break", "name": b.name, "starts_on": b.starts_on, "ends_on": b.ends_on} for b in year.breaks]
    return [*terms, *windows, *breaks]


def reserve_ids(model: type[models.Model], n: int) -> list[int]:
    """Hand out `n` ids of a table for good, so that files can name rows that are added later.

    Ids of an import that is given up are never used again.
    """
    table = model._meta.db_table
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, n])
            return sorted(int(row[0]) for row in cursor.fetchall())
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
        last = int(row[0]) if row else 0
        if row is None:
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, n])
        else:
            cursor.execute("UPDATE sqlite_sequence SET seq = %s WHERE name = %s", [last + n, table])
        return list(range(last + 1, last + n + 1))


def note(viewer: Viewer, verb: str, unit: Unit, *, after: dict[str, object] | None = None) -> None:
    journal.record(
        verb,
        person_id=viewer.person_id,
        at=viewer.now,
        noun=unit.kind,
        noun_uuid=unit.uuid,
        district_id=unit.district_id,
        after={"name": unit.name, **(after or {})},
    )
