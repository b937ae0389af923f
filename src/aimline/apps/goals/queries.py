"""Goals, analyses and the numbers a goal starts from, as a viewer may see them."""

import uuid
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q, QuerySet

from aimline.apps.accounts.models import Person
from aimline.apps.goals.models import Analysis, Goal
from aimline.apps.goals.policy import COLLEAGUES, seen_by
from aimline.apps.organizations.models import Enrolment, Membership, StudentGroup, Unit, UnitKind
from aimline.apps.organizations.policy import NotVisible, Viewer, may_see_place, teaches
from aimline.apps.publication import actions as publication
from aimline.apps.results.models import Measure
from aimline.apps.results.queries import BY_SHARE, Standing, history
from aimline.apps.results.queries import grades_of as counted_grades
from aimline.domain import smart
from aimline.domain.ambition import Judgement
from aimline.domain.calendar import Calendar
from aimline.domain.goal import Baseline, Draft, GroupRule, Layer
from aimline.domain.measure import Metric
from aimline.domain.state import State
from aimline.domain.suppression import Cell, Scope


def visible(viewer: Viewer) -> QuerySet[Goal]:
    """Return the goals the viewer may see, each once, newest first."""
    return (
        Goal.objects.filter(seen_by(viewer))
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
class GroupChoice:
    """A value of an attribute by which a group may be narrowed."""

    uuid: uuid.UUID
    attribute: str
    value: str


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


def scope_of(unit: Unit, rule: GroupRule) -> Scope:
    """Return whom a goal's numbers count, as the ledger of what was told writes it."""
    school, grades = school_of(unit), counted_grades(unit, rule)
    groups = {condition.attribute: condition.values for condition in rule.conditions}
    return Scope(school.pk if school else None, frozenset[int | None](grades or ()), groups)


def start_of(scope: Scope, measure: Measure, baseline: Baseline) -> tuple[str, Cell]:
    """Return a group's start on its way to the door, with the population that it belongs to."""
    is_share = Metric(measure.metric) in BY_SHARE
    numerator = round(baseline.n * baseline.value / 100) if is_share else None
    return publication.population(measure.pk, scope.school, baseline.on), Cell(
        "start", baseline.n, numerator, baseline.value
    )


def school_of(unit: Unit) -> Unit | None:
    """Return the school a place belongs to; none for a district."""
    if unit.kind == UnitKind.SCHOOL:
        return unit
    return None if unit.kind == UnitKind.DISTRICT or unit.parent is None else school_of(unit.parent)


def grades_of(viewer: Viewer, unit: Unit) -> tuple[int, ...]:
    """Return the grades a goal of this place may be about: a team's own, a school's enrolled ones, else every grade."""
    if not may_see_place(viewer, unit):
        raise NotVisible
    if unit.grades:
        return tuple(unit.grades)
    enrolled = Enrolment.objects.filter(school=unit).order_by("grade").values_list("grade", flat=True).distinct()
    return tuple(enrolled) or tuple(range(-1, 13))


def group_choices(viewer: Viewer, unit: Unit) -> tuple[GroupChoice, ...]:
    """Return the student groups of a district, for narrowing whom a goal is about."""
    if not may_see_place(viewer, unit):
        raise NotVisible
    groups = StudentGroup.objects.filter(attribute__district_id=unit.district_id).select_related("attribute")
    return tuple(
        GroupChoice(group.uuid, group.attribute.name, group.value)
        for group in groups.order_by("attribute__slot", "code")
    )


def analysis(viewer: Viewer, unit: Unit, school_year: int) -> Analysis | None:
    """Return a place's analysis of a year with its notes and areas, or none while nobody has begun one."""
    if not may_see_place(viewer, unit):
        raise NotVisible
    return (
        Analysis.objects.filter(unit=unit, school_year=school_year)
        .prefetch_related("notes__written_by", "priorities")
        .first()
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


def areas_served(viewer: Viewer, goal: Goal) -> int:
    """Count the chosen areas that the place's goals of a year serve, this one among them (INV-23)."""
    if not may_see_place(viewer, goal.unit):
        raise NotVisible
    serving = Goal.objects.filter(unit=goal.unit, school_year=goal.school_year, priority__isnull=False)
    return serving.exclude(state=State.CANCELLED).values("priority_id").distinct().count()


def same_beside(viewer: Viewer, goal: Goal) -> tuple[Goal, ...]:
    """Return the place's goals in use or in review for the same students on the same measure, the newest first."""
    if goal.measure_id is None or not may_see_place(viewer, goal.unit):
        return ()
    going = visible(viewer).filter(unit=goal.unit, measure=goal.measure_id, state__in=[State.ACTIVE, State.IN_REVIEW])
    return tuple(each for each in going.exclude(pk=goal.pk) if each.group_rule == goal.group_rule)


def closed_beside(viewer: Viewer, goal: Goal) -> tuple[Goal, ...]:
    """Return the place's goals of the same measure that ended without being met, the newest first (RF-05)."""
    if not may_see_place(viewer, goal.unit):
        raise NotVisible
    if goal.measure_id is None:
        return ()
    ended = Goal.objects.filter(unit=goal.unit, measure=goal.measure_id, locked_on__isnull=False)
    ended = ended.filter(Q(was_met=False) | Q(state=State.CANCELLED)).exclude(pk=goal.pk)
    return tuple(ended.select_related("unit", "measure").prefetch_related("benchmarks").order_by("-closed_on", "-pk"))


def tests(
    viewer: Viewer,
    draft: Draft,
    statement: str,
    known: Calendar,
    *,
    offers: smart.Offers,
    why_possible: str,
    last_data_on: date | None,
    judgement: Judgement | None,
    is_essential: bool | None,
) -> smart.Report:
    """Run the SMART tests on a draft; what the program knows wins over the words of the sentence.

    `offers` is what the team's data put into blanks, `why_possible` its reason for an unusual target (settled 32),
    `last_data_on` the last planned day of data, where dates are planned, `judgement` what data say about the target,
    `is_essential` whether an essential standard stands behind it (S-07), none where there are no standards.
    """
    fields = replace(
        fields_of(draft),
        why_possible=why_possible,
        last_data_on=last_data_on,
        judgement=judgement,
        is_essential=is_essential,
    )
    return smart.check(statement, today=viewer.today, calendar=known, layer=draft.layer, fields=fields, offers=offers)


def fields_of(draft: Draft) -> smart.Fields:
    measure, baseline = draft.measure, draft.baseline
    return smart.Fields(
        group=draft.group.label if draft.group else None,
        result=draft.result or None,
        measure=measure.name if measure else None,
        metric=measure.metric if measure else None,
        direction=measure.direction if measure else None,
        minimum=measure.minimum if measure else None,
        maximum=measure.maximum if measure else None,
        yearly=measure.yearly if measure else None,
        baseline=baseline.value if baseline else None,
        baseline_on=baseline.on if baseline else None,
        n_students=baseline.n if baseline else None,
        target=draft.target,
        deadline=draft.deadline,
        deadline_words=draft.deadline_words or None,
        starts_on=draft.starts_on,
        level=draft.level,
        n_stops=len(draft.stops),
        has_proxy=bool(draft.proxies),
    )


def is_outside_our_control(viewer: Viewer, text: str) -> bool:
    """Tell whether a line puts the cause where the school cannot change it (X-05)."""
    return any(finding.code == "X-05" for finding in smart.check(text, today=viewer.today).findings)
