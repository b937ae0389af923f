"""What a roster changes is remembered row by row, so that it can be taken back without losing what came since."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast  # rows of many tables, as JSON keeps them

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Max, Model, QuerySet

from aimline.apps.accounts.models import Person
from aimline.apps.intake.actions.rosters.plan import Plan
from aimline.apps.intake.queries.meaning import NUMBERING
from aimline.apps.organizations.models import (
    Enrolment,
    ExternalId,
    GroupMembership,
    Membership,
    Seat,
    Student,
    Unit,
)

Rows = dict[str, list[Any]]  # by id, the values of a table's columns
CHUNK = 5_000
NUMBERS = "student_numbers"


@dataclass(frozen=True)
class Kept:
    """A table whose rows are put back: its columns, and how its rows of a district are found where they can be new."""

    model: type[Model]
    columns: tuple[str, ...]
    district: str = ""


TABLES: Mapping[str, Kept] = {
    "classrooms": Kept(Unit, ("name", "name_sort", "code", "grades", "subject", "archived_on")),
    NUMBERS: Kept(ExternalId, ("district_id", "source", "kind", "value", "student_id")),
    "students": Kept(Student, ("given_name", "family_name")),
    "people": Kept(Person, ("name", "name_search", "name_sort")),
    "enrolments": Kept(
        Enrolment,
        ("district_id", "student_id", "school_id", "school_year", "grade", "starts_on", "ends_on", "source"),
        "district",
    ),
    "class_places": Kept(
        Seat,
        ("district_id", "student_id", "classroom_id", "starts_on", "ends_on", "source", "source_key"),
        "district",
    ),
    "memberships": Kept(Membership, ("person_id", "unit_id", "starts_on", "ends_on"), "district"),
    "student_groups": Kept(
        GroupMembership, ("student_id", "group_id", "starts_on", "ends_on", "source"), "group__attribute__district"
    ),
}


@dataclass
class Memory:
    """Rows as they were before a roster, as it left them (those it added too), and the ids of those; by table."""

    before: dict[str, Rows]
    after: dict[str, Rows]
    new: dict[str, list[int]]


def begin(plan: Plan, district: Unit) -> tuple[Memory, dict[str, int]]:
    """Note the rows a plan will touch, and the newest row of each table; call it inside the transaction."""
    touched = {name: read(kept, touched_by(plan, name)) for name, kept in TABLES.items() if name != NUMBERS}
    touched[NUMBERS] = read(TABLES[NUMBERS], passing(plan, district))
    newest = {name: newest_of(kept) for name, kept in TABLES.items()}
    return Memory(touched, {}, {}), newest


def finish(memory: Memory, newest: Mapping[str, int], plan: Plan, district: Unit, source: str) -> None:
    """Note how the plan left its rows, and what it added."""
    for name, kept in TABLES.items():
        if kept.district:
            own = kept.model._default_manager.filter(pk__gt=newest[name], source=source, **{kept.district: district})
            memory.new[name] = list(own.values_list("pk", flat=True))
    memory.new[NUMBERS] = [pk for pk in named_anew(plan, district) if pk > newest[NUMBERS]]
    added = ExternalId.objects.filter(district=district, source=source, kind="class", unit__isnull=False)
    by_key = dict(added.values_list("value", "unit_id"))
    memory.new["classrooms"] = [pk for row in plan.classrooms.new if (pk := by_key.get(row.key))]
    for name, kept in TABLES.items():
        memory.after[name] = read(kept, [*map(int, memory.before[name]), *memory.new.get(name, [])])


def touched_by(plan: Plan, name: str) -> list[int]:
    """Return the ids of the rows of one kind that a plan changes or ends."""
    difference = getattr(plan, name)
    ended = [row.pk for row in difference.ended]
    if name == "student_groups":
        return ended + [row.instead for row in difference.changed if row.instead]
    changed = [getattr(row, "pk", 0) or getattr(row, "ref", 0) for row in difference.changed]
    return ended + [pk for pk in changed if isinstance(pk, int) and pk]


def passing(plan: Plan, district: Unit) -> Iterator[int]:
    """Give the rows of the numbers that pass to another student, as they stand."""
    numbers = [row.number for row in plan.passings]
    for start in range(0, len(numbers), CHUNK):
        own = ExternalId.objects.filter(district=district, source=NUMBERING, kind="student")
        yield from own.filter(value__in=numbers[start : start + CHUNK]).values_list("pk", flat=True)


def named_anew(plan: Plan, district: Unit) -> Iterator[int]:
    """Give the names of students who were here before, and the numbers that passed; other new students keep theirs."""
    yield from passing(plan, district)
    known = [row.ref for row in plan.students.changed if row.names and isinstance(row.ref, int)]
    for start in range(0, len(known), CHUNK):
        names = ExternalId.objects.filter(district=district, student__in=known[start : start + CHUNK])
        yield from names.values_list("pk", flat=True)


def read(kept: Kept, ids: Iterable[int]) -> Rows:
    wanted, found = list(ids), Rows()
    for start in range(0, len(wanted), CHUNK):
        rows = kept.model._default_manager.filter(pk__in=wanted[start : start + CHUNK])
        found |= {str(pk): values for pk, *values in rows.values_list("pk", *kept.columns)}
    return cast(Rows, json.loads(json.dumps(found, cls=DjangoJSONEncoder)))  # as it will be read again


def newest_of(kept: Kept) -> int:
    return kept.model._default_manager.aggregate(newest=Max("pk"))["newest"] or 0


def take_back(memory: Memory, *, today: str) -> dict[str, int]:
    """Put every row back that still is as the roster left it, and remove what it added; returns counts for a person.

    What somebody changed since stays as it is.

    Students, adults, schools and school years stay: results and goals may stand on them by now.
    """
    counts = {"restored": 0, "removed": 0, "kept": 0}
    for name, kept in TABLES.items():
        before, after = memory.before.get(name, {}), memory.after.get(name, {})  # an older memory has no numbers
        same = unchanged(kept, memory.new.get(name, []), after)
        counts["kept"] += len(memory.new.get(name, [])) - len(same)
        counts["removed"] += remove(name, kept, same, today=today)
        now = read(kept, map(int, before))
        for pk, values in before.items():
            if now.get(pk) == after.get(pk) == values:
                continue
            stays = now.get(pk) != after.get(pk) or (name == NUMBERS and is_taken(values))
            counts["kept" if stays else "restored"] += 1
            if not stays:
                restore(kept, int(pk), values)
    return counts


def is_taken(values: list[Any]) -> bool:  # Any: the values of a row
    """Tell whether a number has passed on once more since."""
    district, source, kind, value, _ = values
    return ExternalId.objects.filter(district=district, source=source, kind=kind, value=value).exists()


def unchanged(kept: Kept, ids: Iterable[int], after: Rows) -> list[int]:
    """Return which of the added rows are as the roster left them, or gone; an older memory does not say how it did."""
    added = list(ids)
    now = read(kept, added)
    return [pk for pk in added if now.get(str(pk)) in (None, after.get(str(pk), now.get(str(pk))))]


def restore(kept: Kept, pk: int, values: list[Any]) -> None:  # Any: the values of a row
    """Give a row its values again; one that is gone comes back."""
    named = dict(zip(kept.columns, values, strict=True))
    if not kept.model._default_manager.filter(pk=pk).update(**named):
        kept.model._default_manager.create(pk=pk, **named)


def remove(name: str, kept: Kept, ids: list[int], *, today: str) -> int:
    """Remove dated rows, and archive classrooms, whose names may stand elsewhere."""
    n_removed = 0
    for start in range(0, len(ids), CHUNK):
        rows: QuerySet[Model] = kept.model._default_manager.filter(pk__in=ids[start : start + CHUNK])
        if name == "classrooms":
            n_removed += rows.filter(archived_on=None).update(archived_on=today)
        else:
            n_removed += rows.delete()[0]
    return n_removed
