"""Goals for tests: locked, with plan, rules and readings, without the warehouse."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from aimline.apps.goals.models import Goal, Strategy
from aimline.apps.monitoring.models import Checkpoint, DecisionRule, Plan, Reading
from aimline.apps.organizations.models import Unit
from aimline.apps.results.models import Measure
from aimline.domain.rule import templates

BASELINE_ON = date(2025, 9, 15)
DEADLINE = date(2026, 3, 13)
LOOKS = (date(2025, 10, 15), date(2025, 11, 12), date(2025, 12, 10), date(2026, 1, 9), date(2026, 2, 11), DEADLINE)


def make_measure(
    district: Unit,
    code: str = "unit checks",
    *,
    is_yearly: bool = False,
    metric: str = "percent_proficient",
    direction: str = "up",
    unit: str = "%",
) -> Measure:
    measure, _ = Measure.objects.get_or_create(
        district=district, source="test", code=code,
        defaults={"name": code.capitalize(), "subject": "mathematics", "kind": "cfa", "metric": metric,
                  "direction": direction, "unit": unit, "is_yearly": is_yearly},
    )  # fmt: skip
    return measure


def make_goal(
    unit: Unit,
    *,
    values: Sequence[float] = (),
    n: int = 24,
    baseline: float = 62.0,
    target: float = 85.0,
    measure: Measure | None = None,
    deadline: date = DEADLINE,
    locked_on: date = date(2025, 9, 18),
    is_locked: bool = True,
    **fields: object,
) -> Goal:
    """Make an active goal of a place, with one reading on each planned look so far; or one that is not locked yet."""
    district = unit.district or unit
    measure = measure or make_measure(district)
    content: dict[str, object] = {
        "district": district, "unit": unit, "school_year": 2026, "level": unit.kind, "state": "active",
        "comparison": "successive_cohorts", "group_label": "Grade 4 students",
        "group_rule": {"grades": [4], "conditions": []}, "n_in_group": n,
        "result": "compare and order fractions", "measure": measure, "direction": measure.direction,
        "baseline": baseline, "baseline_on": BASELINE_ON, "baseline_n": n, "baseline_source": "Unit check, fall",
        "target": target, "target_floor": target, "starts_on": locked_on, "deadline": deadline,
        "why": "Fractions carry all later algebra.", "created_at": timezone.now(), "locked_at": timezone.now(),
        "locked_on": locked_on if is_locked else None,
    }  # fmt: skip
    goal = Goal.objects.create(**(content | fields))
    make_plan(goal)
    for on, value in zip(LOOKS, values, strict=False):
        make_reading(goal, on=on, value=value, n=n)
    return Goal.objects.get(pk=goal.pk)


def make_plan(goal: Goal) -> Plan:
    plan = Plan.objects.create(goal=goal, who_brings_data="Ms Okafor")
    for on in LOOKS:
        Checkpoint.objects.create(plan=plan, on=on, measure=goal.measure, name="Unit check")
    for rule in templates()[0].rules:
        DecisionRule.objects.create(
            plan=plan, kind=rule.kind, condition={"sign": rule.condition.sign, "count": rule.condition.count},
            then=rule.then, effective_from=goal.starts_on,
        )  # fmt: skip
    strategies = {"instruction": "Area-model routine, ten minutes daily", "assessment": "Exit check on Fridays"}
    for kind, text in strategies.items():
        Strategy.objects.create(goal=goal, kind=kind, text=text, starts_on=goal.starts_on)
    return plan


def make_reading(goal: Goal, *, on: date, value: float, n: int = 24, measure: Measure | None = None) -> Reading:
    from aimline.apps.results.models import Administration

    measure = measure or goal.measure
    assert measure is not None
    administration, _ = Administration.objects.get_or_create(
        district=goal.district, measure=measure, school_year=2026, window=on.isoformat(), defaults={"given_on": on}
    )
    return Reading.objects.create(
        goal=goal, administration=administration, measure=measure, on=on, n=n, value=value,
        numerator=round(value * n / 100), generation=1,
    )  # fmt: skip
