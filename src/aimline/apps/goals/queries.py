"""Goals, analyses and the numbers a goal starts from, as a viewer may see them."""

import uuid
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from aimline.apps.accounts.models import Person
from aimline.apps.goals.models import Analysis, Goal
from aimline.apps.goals.policy import COLLEAGUES, seen_by
from aimline.apps.organizations.models import Membership, StudentGroup, Unit, UnitKind
from aimline.apps.organizations.policy import NotVisible, Viewer, may_see_place, teaches
from aimline.apps.results.models import Measure
from aimline.apps.results.queries import Standing, history
from aimline.domain.goal import GroupRule, Layer
from aimline.domain.state import State


def visible(viewer: Viewer) -> QuerySet[Goal]:
    """Return the goals the viewer may see, each once, newest first."""
    seen = Goal.objects.filter(seen_by(viewer)).values("pk")
    return (
        Goal.objects.filter(pk__in=seen)
        .select_related("unit", "unit__parent", "district", "measure", "cohort")
        .order_by("-created_at", "-pk")
    )


def goal(viewer: Viewer, goal_uuid: uuid.UUID) -> Goal:
    """Return one goal, or raise `NotVisible`."""
    found = visible(viewer).filter(uuid=goal_uuid).first()
    if found is None:
        raise NotVisible
    return found


@dataclass(frozen=True)
class Choice:
    """A value and the words for it, as a form offers it."""

    value: str
    label: str


def baseline_from_data(
    viewer: Viewer, unit: Unit, rule: GroupRule | None, measure: Measure | None
) -> tuple[Standing, ...]:
    """Return where the group stood on each administration of a measure, the newest last."""
    if rule is None or measure is None:
        return ()
    return tuple(each for each in history(viewer, unit, rule, measure) if each.n and each.value is not None)


def is_taught_by(viewer: Viewer, unit: Unit, rule: GroupRule) -> bool:
    """Tell whether the viewer is among the staff who teach all students of a group (settled 6)."""
    school = school_of(unit)
    if school is None:
        return False
    if not rule.grades:
        return teaches(viewer, school)
    return all(teaches(viewer, school, grade) for grade in rule.grades)


def school_of(unit: Unit) -> Unit | None:
    """Return the school a place belongs to; none for a district."""
    if unit.kind == UnitKind.SCHOOL:
        return unit
    return None if unit.kind == UnitKind.DISTRICT or unit.parent is None else school_of(unit.parent)


def grades_of(unit: Unit) -> tuple[int, ...]:
    """Return the grades a goal of this place may be about: a team's own, else every grade."""
    return tuple(unit.grades) or tuple(range(-1, 13))


def group_choices(viewer: Viewer, unit: Unit) -> tuple[Choice, ...]:
    """Return the student groups of a district, "attribute: value", for narrowing whom a goal is about."""
    if not may_see_place(viewer, unit):
        raise NotVisible
    groups = StudentGroup.objects.filter(attribute__district_id=unit.district_id).select_related("attribute")
    return tuple(
        Choice(str(group.uuid), f"{group.attribute.name}: {group.value}")
        for group in groups.order_by("attribute__slot", "code")
    )


def analysis(viewer: Viewer, unit: Unit, school_year: int) -> Analysis | None:
    """Return a place's analysis of a year with its notes and areas, or none while nobody has begun one."""
    if not may_see_place(viewer, unit):
        raise NotVisible
    return (
        Analysis.objects.filter(unit=unit, school_year=school_year).prefetch_related("notes", "priorities").first()
    )


def members(viewer: Viewer, unit: Unit) -> tuple[Person, ...]:
    """Return the adults who are members of a place today, in order of name."""
    if not may_see_place(viewer, unit):
        raise NotVisible
    held = Membership.objects.filter(unit=unit, role__in=COLLEAGUES, starts_on__lte=viewer.today)
    held = held.filter(Q(ends_on=None) | Q(ends_on__gte=viewer.today))
    return tuple(Person.objects.filter(pk__in=held.values("person_id"), is_active=True).order_by("name_sort"))


def active_beside(viewer: Viewer, goal: Goal) -> int:
    """Count the place's other active progress goals of the same level (INV-30)."""
    others = Goal.objects.filter(unit=goal.unit, layer=Layer.PROGRESS, state=State.ACTIVE, level=goal.level)
    return others.exclude(pk=goal.pk).count() if may_see_place(viewer, goal.unit) else 0
