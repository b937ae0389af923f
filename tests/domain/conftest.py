"""Plain builders: a goal that passes every gate, in either direction."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from aimline.domain.activation import PlanFacts, lock
from aimline.domain.goal import Baseline, Comparison, Denominator, Draft, GroupRule, Locked
from aimline.domain.measure import Direction, Kind, Measure, Metric
from aimline.domain.rule import RuleKind

FRACTIONS = Measure(
    "Fractions common assessment", Kind.CFA, Metric.PERCENT_PROFICIENT, Direction.UP, "%", 0, 100, "2025"
)
ABSENCE = Measure("Chronic absence", Kind.ATTENDANCE, Metric.CHRONIC_ABSENCE, Direction.DOWN, "%", 0, 100)

DRAFT = Draft(
    group=GroupRule("Grade 5 students", frozenset({5}), n=110),
    result="compare and add fractions",
    measure=FRACTIONS,
    baseline=Baseline(62, date(2025, 9, 15), 110, "Fractions common assessment, September"),
    target=85,
    starts_on=date(2025, 9, 15),
    deadline=date(2025, 12, 8),
    comparison=Comparison.SAME_STUDENTS,
    denominator=Denominator.MATCHED,
)

PLAN = PlanFacts(
    n_strategies=2,
    checkpoints=(date(2025, 10, 13), date(2025, 11, 10), date(2025, 12, 5)),
    cadence_days=28,
    rule_kinds=frozenset(RuleKind),
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Count the branches that tests with cases of their own pass: drawn cases take twice as long when they are watched.

    What only a drawn case passes is passed by chance, and counts as not passed.
    """
    for item in items:
        if item.get_closest_marker("hypothesis"):
            item.add_marker("no_cover")


@pytest.fixture
def draft() -> Draft:
    return DRAFT


@pytest.fixture
def plan() -> PlanFacts:
    return PLAN


@pytest.fixture
def make_goal() -> Callable[..., Locked]:
    """Make a locked goal, "percent proficient up" unless told otherwise; changes go into the draft."""

    def make(**changes: object) -> Locked:
        return lock(replace(DRAFT, **changes), PLAN, today=date(2025, 9, 16))  # type: ignore[arg-type]

    return make


@pytest.fixture
def make_down_goal(make_goal: Callable[..., Locked]) -> Callable[..., Locked]:
    """Make a locked goal on a measure where less is better."""

    def make(**changes: object) -> Locked:
        start = Baseline(24, date(2025, 9, 15), 360, "Attendance, last year")
        return make_goal(**{"measure": ABSENCE, "baseline": start, "target": 16} | changes)

    return make
