"""Many goals in one pass give the answers of one goal at a time."""

from datetime import date

import numpy as np
import pytest

from aimline.domain.decision import judge
from aimline.domain.goal import Baseline, Comparison, Denominator, GroupRule, Level, Locked
from aimline.domain.measure import Direction, Kind, Measure, Metric
from aimline.domain.trend import Observed
from aimline.growth.monitoring.standing import Code, Goals, Readings, stand

TODAY = date(2026, 3, 2)
CADENCE = 28


def goal_of(random: np.random.Generator) -> Locked:
    down, counts = random.random() < 0.4, random.random() < 0.6
    start = date.fromordinal(TODAY.toordinal() - int(random.integers(1, 200)))
    baseline = float(random.integers(30, 70))
    return Locked(
        level=Level.TEAM,
        group=GroupRule("Grade 5", frozenset({5}), n=60),
        result="read",
        measure=Measure(
            "Screener",
            Kind.BENCHMARK,
            Metric.PERCENT_PROFICIENT if counts else Metric.WCPM,
            Direction.DOWN if down else Direction.UP,
            "%" if counts else "words/min",
            0,
            100,
            min_meaningful_change=float(random.choice([0.0, 2.0])),
        ),
        baseline=Baseline(baseline, start, 60, "Screener"),
        target=baseline + (-1 if down else 1) * float(random.integers(5, 25)),
        starts_on=start,
        deadline=date.fromordinal(TODAY.toordinal() + int(random.integers(0, 200))),
        deadline_words="",
        stops=(),
        comparison=Comparison.SAME_STUDENTS,
        denominator=Denominator.MATCHED,
        proxies=(),
        locked_on=start,
    )


def readings_of(goal: Locked, random: np.random.Generator) -> list[Observed]:
    first, last = goal.baseline.on.toordinal() + 1, TODAY.toordinal()
    days = sorted({int(random.integers(first, last + 1)) for _ in range(random.integers(0, 7))})
    way = goal.target - goal.baseline.value
    return [
        Observed(date.fromordinal(day), float(np.clip(goal.baseline.value + way * random.normal(0.4, 0.5), 0, 100)), 40)
        for day in days
    ]


def columns(goals: list[Locked]) -> Goals:
    return Goals(
        baseline=np.array([goal.baseline.value for goal in goals]),
        baseline_day=np.array([goal.baseline.on.toordinal() for goal in goals], dtype=np.int32),
        target=np.array([goal.target for goal in goals]),
        deadline_day=np.array([goal.deadline.toordinal() for goal in goals], dtype=np.int32),
        sign=np.array([1.0 if goal.measure.direction is Direction.UP else -1.0 for goal in goals]),
        cadence=np.full(len(goals), CADENCE, dtype=np.int32),
        min_change=np.array([goal.measure.min_meaningful_change for goal in goals]),
        counts=np.array([goal.measure.metric is Metric.PERCENT_PROFICIENT for goal in goals]),
    )


def rows(found: list[list[Observed]]) -> Readings:
    flat = [reading for each in found for reading in each]
    return Readings(
        values=np.array([reading.value for reading in flat]),
        days=np.array([reading.on.toordinal() for reading in flat], dtype=np.int32),
        n=np.array([reading.n for reading in flat], dtype=np.int32),
        first=np.concatenate([[0], np.cumsum([len(each) for each in found])]),
    )


@pytest.mark.parametrize("seed", range(5))
def test_many_goals_at_once_are_judged_as_one_by_one(seed) -> None:
    random = np.random.default_rng(seed)
    goals = [goal_of(random) for _ in range(300)]
    readings = [readings_of(goal, random) for goal in goals]
    found = stand(columns(goals), rows(readings), today=TODAY.toordinal())
    alone = [judge(goal, seen, today=TODAY, cadence_days=CADENCE) for goal, seen in zip(goals, readings, strict=True)]
    assert [Code(code).name.lower() for code in found.code] == [verdict.rule for verdict in alone]
    assert found.difference == pytest.approx(
        [np.nan if verdict.difference is None else verdict.difference for verdict in alone], nan_ok=True
    )
    assert found.tolerance == pytest.approx(
        [np.nan if verdict.tolerance is None else verdict.tolerance for verdict in alone], nan_ok=True
    )
    assert set(found.code) == set(Code)


def test_goals_without_any_reading_are_silent() -> None:
    goals = [goal_of(np.random.default_rng(1)) for _ in range(3)]
    found = stand(columns(goals), rows([[], [], []]), today=TODAY.toordinal())
    assert set(found.code) == {Code.NO_READING}
    assert np.isnan(found.difference).all()
