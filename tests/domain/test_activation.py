from dataclasses import replace
from datetime import date

import pytest

from aimline.domain.activation import NotReady, PlanFacts, lock, missing_for_activation
from aimline.domain.calendar import Calendar
from aimline.domain.goal import Baseline, Comparison, Denominator, Draft, Level, Proxy, Stop
from aimline.domain.rule import RuleKind

TODAY = date(2025, 9, 16)
STOP = Stop(date(2025, 11, 1), 75)


def codes(draft: Draft, plan: PlanFacts, calendar: Calendar | None = None) -> list[str]:
    return [gap.code for gap in missing_for_activation(draft, plan, today=TODAY, calendar=calendar)]


def test_a_complete_draft_becomes_a_locked_goal(draft: Draft, plan: PlanFacts) -> None:
    goal = lock(replace(draft, starts_on=None, stops=(STOP,)), plan, today=TODAY)

    assert (goal.target, goal.baseline, goal.locked_on, goal.starts_on) == (85, draft.baseline, TODAY, TODAY)
    assert goal.stops == (STOP,)


def test_successive_cohorts_count_everyone_tested(draft: Draft, plan: PlanFacts) -> None:
    cohorts = replace(draft, comparison=Comparison.SUCCESSIVE_COHORTS, denominator=None)

    assert lock(cohorts, plan, today=TODAY).denominator is Denominator.TESTED
    assert codes(replace(draft, denominator=None), plan) == ["INV-10"]


def test_an_empty_draft_hears_everything_at_once() -> None:
    assert codes(Draft(), PlanFacts()) == [
        "S-01", "S-02", "M-01", "M-03", "M-02", "T-01", "settled-11", "INV-10",
        "PL-01", "PL-07", "PL-08", "PL-08", "PL-08",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"target": 130}, ["M-06"]),
        ({"target": 62}, ["INV-26"]),
        ({"target": 50}, ["INV-26"]),
        ({"deadline": date(2025, 9, 15)}, ["INV-26", "T-04", "M-05"]),
        ({"baseline": Baseline(62, date(2025, 9, 20), 110, "")}, ["M-03"]),
        ({"deadline": date(2026, 3, 15)}, ["RF-11"]),
        ({"deadline": date(2026, 3, 15), "stops": (STOP,)}, []),
        ({"stops": (Stop(date(2025, 12, 8), 80),)}, ["INV-26"]),
        ({"stops": (Stop(date(2025, 9, 15), 80),)}, ["INV-26"]),
        ({"stops": (Stop(date(2025, 11, 1), 60),)}, ["INV-26"]),
        ({"stops": (Stop(date(2025, 11, 1), 90),)}, ["INV-26"]),
        ({"stops": (STOP, Stop(date(2025, 11, 20), 70))}, ["INV-26"]),
        ({"stops": (STOP, STOP)}, ["INV-26"]),
        ({"result": "  "}, ["S-02"]),
    ],
)
def test_fields_that_cannot_be_true_together_are_named(
    draft: Draft, plan: PlanFacts, change: dict[str, object], expected: list[str]
) -> None:
    assert codes(replace(draft, **change), plan) == expected  # type: ignore[arg-type]


def test_the_end_of_a_semester_needs_a_stop_however_near(draft: Draft, plan: PlanFacts) -> None:
    january = replace(draft, starts_on=date(2025, 11, 24), deadline=date(2026, 1, 30))
    late = replace(plan, checkpoints=(date(2025, 12, 5), date(2026, 1, 8), date(2026, 1, 28)))

    assert codes(january, late, Calendar()) == ["RF-11"]
    assert codes(january, late) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"n_strategies": 0}, ["PL-01"]),
        ({"checkpoints": ()}, ["PL-07"]),
        ({"cadence_days": None}, ["PL-07"]),
        ({"checkpoints": (date(2025, 10, 1), date(2025, 11, 1))}, ["M-05"]),
        ({"rule_kinds": frozenset({RuleKind.ADJUST})}, ["PL-08", "PL-08"]),
        ({"blocking_rules": ("R-01",)}, ["R-01"]),
        ({"ambition_wants_reason": True}, ["settled-32"]),
        ({"awaits_endorsement": True}, ["settled-17"]),
    ],
)
def test_a_goal_without_a_plan_waits(
    draft: Draft, plan: PlanFacts, change: dict[str, object], expected: list[str]
) -> None:
    assert codes(draft, replace(plan, **change)) == expected  # type: ignore[arg-type]


def test_two_dates_with_data_are_enough_for_eight_weeks(draft: Draft, plan: PlanFacts) -> None:
    short = replace(draft, deadline=date(2025, 11, 10))

    assert codes(short, replace(plan, checkpoints=(date(2025, 10, 1), date(2025, 11, 1)))) == []


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ((), ["M-05"]),
        ((date(2025, 10, 1),), ["M-05"]),
        ((date(2025, 10, 1), date(2026, 1, 1)), ["M-05"]),
        ((date(2025, 10, 1), date(2025, 11, 1)), []),
    ],
)
def test_a_yearly_test_needs_a_proxy_given_twice(
    draft: Draft, plan: PlanFacts, dates: tuple[date, ...], expected: list[str]
) -> None:
    assert draft.measure is not None
    yearly = replace(draft.measure, yearly=True)
    proxies = (Proxy("Interim assessment", dates),)

    assert codes(replace(draft, measure=yearly, proxies=proxies), plan) == expected


@pytest.mark.parametrize(
    ("change", "plan", "expected"),
    [
        ({"level": Level.STUDENT}, PlanFacts(n_daily_practices=1, cadence_days=7), []),
        ({"level": Level.STUDENT}, PlanFacts(n_daily_practices=3, cadence_days=14), ["INV-25a", "INV-25a"]),
        ({"level": Level.STUDENT}, PlanFacts(n_daily_practices=2), ["INV-25a"]),
        ({"level": Level.CLASSROOM}, PlanFacts(borrows_plan=True), []),
        ({"is_nested": True}, PlanFacts(borrows_plan=True), ["PL-07"]),
        ({}, PlanFacts(borrows_plan=True), ["PL-01", "PL-07", "PL-08", "PL-08", "PL-08"]),
    ],
)
def test_lighter_goals_pass_lighter_gates(
    draft: Draft, change: dict[str, object], plan: PlanFacts, expected: list[str]
) -> None:
    assert codes(replace(draft, **change), plan) == expected  # type: ignore[arg-type]


def test_a_refused_lock_carries_all_gaps(draft: Draft, plan: PlanFacts) -> None:
    with pytest.raises(NotReady) as refused:
        lock(replace(draft, target=None, deadline=None), plan, today=TODAY)

    assert [gap.where for gap in refused.value.gaps] == ["target", "deadline"]
    assert str(refused.value) == "2 things are missing before your team can use this goal."


def test_a_single_gap_is_said_in_the_singular(draft: Draft, plan: PlanFacts) -> None:
    with pytest.raises(NotReady, match="One thing is missing"):
        lock(replace(draft, target=None), plan, today=TODAY)
