"""Carry a plan out in the caller's transaction: many rows at once, in an order that names resolve."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from json import dumps
from operator import attrgetter

from django.contrib.auth.hashers import make_password
from django.db import connection

from aimline.apps.accounts.models import Person, plain, sort_keys
from aimline.apps.intake.actions.creating import N_SLOTS
from aimline.apps.intake.actions.in_bulk import insert, run, update
from aimline.apps.intake.actions.rosters.plan import Difference, End, Plan, Ref, Room, Span
from aimline.apps.intake.queries.meaning import NUMBERING, formerly
from aimline.apps.organizations.actions import reserve_ids
from aimline.apps.organizations.models import (
    Attribute,
    CalendarSpan,
    Enrolment,
    ExternalId,
    GroupMembership,
    Membership,
    Role,
    SchoolYear,
    Seat,
    Student,
    StudentGroup,
    Unit,
    UnitKind,
)

LONE_KEYS = {"school": "unit_id", "class": "unit_id", "student": "student_id", "person": "person_id"}


@dataclass
class Names:
    """The ids that the roster's keys got in this commit, by kind."""

    ids: dict[str, dict[str, int]] = field(default_factory=dict)

    def of(self, kind: str, ref: Ref) -> int:
        return ref if isinstance(ref, int) else self.ids[kind][ref]


def store(plan: Plan, district: Unit, source: str) -> None:
    """Store all of a plan."""
    names = Names()
    store_schools(plan, district, source, names)
    store_classrooms(plan, district, source, names)
    store_years(plan, district)
    store_students(plan, district, source, names)
    store_people(plan, district, source, names)
    store_enrolments(plan, district, source, names)
    store_seats(plan.class_places, district, source, names)
    store_memberships(plan.memberships, district, source, names)
    store_groups(plan, district, source, names)


def new_uuid() -> str:
    made = uuid.uuid4()
    return str(made) if connection.features.has_native_uuid_field else attrgetter("hex")(made)


def remember(kind: str, district: Unit, pairs: Iterable[tuple[str, str, int]]) -> None:
    """Keep what a source calls something: (source, key, id)."""
    rows = [(district.pk, source, kind, key, pk) for source, key, pk in pairs]
    insert(ExternalId._meta.db_table, ("district_id", "source", "kind", "value", LONE_KEYS[kind]), rows)


def end(table: str, ended: Iterable[End], column: str = "ends_on") -> None:
    update(table, (column,), [(row.ends_on.isoformat(), row.pk) for row in ended])


def place(district: Unit, pk: int, parent: str, parent_pk: int, kind: UnitKind, name: str) -> Unit:
    return Unit(
        pk=pk,
        district=district,
        parent_id=parent_pk,
        path=f"{parent}{pk}/",
        kind=kind,
        name=name,
        name_sort=plain(name)[:200],
        time_zone=district.time_zone,
        locale=district.locale,
        label_pack=district.label_pack,
        n_min=district.n_min,
    )


def store_schools(plan: Plan, district: Unit, source: str, names: Names) -> None:
    new = plan.schools.new
    ids = names.ids["school"] = dict(zip((row.key for row in new), reserve_ids(Unit, len(new)), strict=True))
    units = []
    for row in new:
        unit = place(district, ids[row.key], district.path, district.pk, UnitKind.SCHOOL, row.name)
        unit.code = row.code
        units.append(unit)
    Unit.objects.bulk_create(units)
    remember("school", district, ((source, row.key, names.of("school", row.ref)) for row in new + plan.schools.changed))


def store_classrooms(plan: Plan, district: Unit, source: str, names: Names) -> None:
    new = plan.classrooms.new
    ids = names.ids["class"] = dict(zip((row.key for row in new), reserve_ids(Unit, len(new)), strict=True))
    units = []
    for row in new:
        school = names.of("school", row.school)
        unit = place(district, ids[row.key], f"{district.path}{school}/", school, UnitKind.CLASSROOM, row.name)
        unit.code, unit.grades, unit.subject = row.code, list(row.grades), row.subject
        units.append(unit)
    Unit.objects.bulk_create(units, batch_size=2_000)
    remember("class", district, ((source, row.key, ids[row.key]) for row in new))
    run(
        f"UPDATE {Unit._meta.db_table} SET name = %s, name_sort = %s, code = %s, grades = %s, subject = %s,"
        " archived_on = NULL, version = version + 1 WHERE id = %s",
        [described(row) for row in plan.classrooms.changed],
    )
    end(Unit._meta.db_table, plan.classrooms.ended, "archived_on")


def described(row: Room) -> tuple[str | int, ...]:
    assert isinstance(row.ref, int)  # only what is stored changes
    return (row.name, plain(row.name)[:200], row.code, dumps(list(row.grades)), row.subject, row.ref)


def store_years(plan: Plan, district: Unit) -> None:
    """Propose years with their spans, in place of earlier proposals."""
    for row in plan.school_years.new + plan.school_years.changed:
        year, _ = SchoolYear.objects.update_or_create(
            district=district,
            ending=row.ending,
            defaults={"starts_on": row.starts_on, "ends_on": row.ends_on, "is_proposed": True},
        )
        year.spans.all().delete()
        CalendarSpan.objects.bulk_create(
            CalendarSpan(school_year=year, kind=kind, name=name, number=number, starts_on=starts_on, ends_on=ends_on)
            for kind, name, number, starts_on, ends_on in row.spans
        )


def store_students(plan: Plan, district: Unit, source: str, names: Names) -> None:
    new, table = plan.students.new, Student._meta.db_table
    ids = reserve_ids(Student, len(new))
    names.ids["student"] = {str(row.ref): pk for row, pk in zip(new, ids, strict=True)}
    rows = [
        (pk, new_uuid(), district.pk, row.given_name, row.family_name, None) for row, pk in zip(new, ids, strict=True)
    ]
    insert(table, ("id", "uuid", "district_id", "given_name", "family_name", "same_as_id"), rows)
    changed = [(row.given_name, row.family_name, names.of("student", row.ref)) for row in plan.students.changed]
    update(table, ("given_name", "family_name"), changed)
    pass_on(plan, district)
    rows_named = new + plan.students.changed
    remember(
        "student", district, ((of, key, names.of("student", row.ref)) for row in rows_named for of, key in row.names)
    )


def pass_on(plan: Plan, district: Unit) -> None:
    """Free the numbers that another student takes; that they were somebody's until a day stays known."""
    numbers = ExternalId.objects.filter(district=district, kind="student")
    for row in plan.passings:
        source = formerly(row.student, row.ends_on)
        numbers.filter(source=source, value=row.number).delete()  # given up twice on one day
        numbers.filter(source=NUMBERING, value=row.number).update(source=source)


def store_people(plan: Plan, district: Unit, source: str, names: Names) -> None:
    """Add who teaches; nobody can sign in with these accounts until somebody invites them."""
    new = plan.people.new
    ids = names.ids["person"] = dict(zip((row.key for row in new), reserve_ids(Person, len(new)), strict=True))
    people = [Person(pk=ids[row.key], name=row.name, email=row.email or None, **sort_keys(row.name)) for row in new]
    for person in people:
        person.password = make_password(None)
    Person.objects.bulk_create(people, batch_size=2_000)
    for row in plan.people.changed:
        if row.name:
            Person.objects.filter(pk=names.of("person", row.ref)).update(name=row.name, **sort_keys(row.name))
    named = [row for row in new + plan.people.changed if row.key]
    remember("person", district, ((source, row.key, names.of("person", row.ref)) for row in named))


def store_enrolments(plan: Plan, district: Unit, source: str, names: Names) -> None:
    table = Enrolment._meta.db_table
    new = [
        (district.pk, names.of("student", row.student), names.of("school", row.school), row.ending, row.grade,
         row.starts_on.isoformat(), row.ends_on.isoformat(), source)
        for row in plan.enrolments.new
    ]  # fmt: skip
    columns = ("district_id", "student_id", "school_id", "school_year", "grade", "starts_on", "ends_on", "source")
    insert(table, columns, new)
    update(
        table,
        ("grade", "starts_on", "ends_on", "source"),
        [
            (row.grade, row.starts_on.isoformat(), row.ends_on.isoformat(), source, row.pk)
            for row in plan.enrolments.changed
        ],
    )
    end(table, plan.enrolments.ended)


def days(row: Span) -> tuple[str, str | None]:
    return row.starts_on.isoformat(), row.ends_on.isoformat() if row.ends_on else None


def store_seats(seats: Difference[Span], district: Unit, source: str, names: Names) -> None:
    table = Seat._meta.db_table
    columns = ("district_id", "student_id", "classroom_id", "starts_on", "ends_on", "source", "source_key")
    insert(
        table,
        columns,
        [
            (district.pk, names.of("student", row.owner), names.of("class", row.place), *days(row), source, row.key)
            for row in seats.new
        ],
    )
    update(
        table,
        ("student_id", "classroom_id", "starts_on", "ends_on"),
        [(names.of("student", row.owner), names.of("class", row.place), *days(row), row.pk) for row in seats.changed],
    )
    end(table, seats.ended)


def store_memberships(parts: Difference[Span], district: Unit, source: str, names: Names) -> None:
    table, role = Membership._meta.db_table, str(Role.TEACHER)

    def owner_and_place(row: Span) -> tuple[int, int]:
        return names.of("person", row.owner), names.of("class" if row.is_room else "school", row.place)

    insert(
        table,
        ("uuid", "district_id", "person_id", "unit_id", "role", "starts_on", "ends_on", "source", "source_key"),
        [(new_uuid(), district.pk, *owner_and_place(row), role, *days(row), source, row.key) for row in parts.new],
    )
    update(
        table,
        ("person_id", "unit_id", "starts_on", "ends_on"),
        [(*owner_and_place(row), *days(row), row.pk) for row in parts.changed],
    )
    end(table, parts.ended)


def store_groups(plan: Plan, district: Unit, source: str, names: Names) -> None:
    table, new = GroupMembership._meta.db_table, plan.student_groups.new + plan.student_groups.changed
    wanted = {(row.attribute, row.value) for row in new}
    groups = {pair: group_of(district, *pair) for pair in sorted(wanted)}
    # A group that another one replaces ends the day before; one that began today is gone as if it had never been.
    replaced = [(row.starts_on.isoformat(), row.instead) for row in plan.student_groups.changed]
    run(f"DELETE FROM {table} WHERE starts_on = %s AND id = %s", replaced)
    ends = [End(row.instead, row.starts_on.fromordinal(row.starts_on.toordinal() - 1)) for row in new if row.instead]
    end(table, ends)
    end(table, plan.student_groups.ended)
    insert(
        table,
        ("student_id", "group_id", "starts_on", "source"),
        [
            (names.of("student", row.student), groups[(row.attribute, row.value)], row.starts_on.isoformat(), source)
            for row in new
        ],
    )


def group_of(district: Unit, attribute: str, value: str) -> int:
    """Return the group of one value, made where it is not there; its attribute takes the first free column."""
    taken = set(Attribute.objects.filter(district=district).values_list("slot", flat=True))
    free = next((slot for slot in range(1, N_SLOTS + 1) if slot not in taken), N_SLOTS)
    kept, _ = Attribute.objects.get_or_create(district=district, name=attribute, defaults={"slot": free})
    codes = StudentGroup.objects.filter(attribute=kept).values_list("code", flat=True)
    group, _ = StudentGroup.objects.get_or_create(
        attribute=kept, value=value, defaults={"code": max(codes, default=0) + 1}
    )
    return group.pk
