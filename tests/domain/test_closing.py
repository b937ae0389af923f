"""A goal is closed once it has run; before that, slow progress changes strategies and nothing else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from aimline.domain.closing import StillRunning, check_has_run
from aimline.domain.goal import Locked
from aimline.domain.trend import Observed

MAKE = Callable[..., Locked]
# The goal's deadline is 8 December 2025.
OCT, NOV, LAST = date(2025, 10, 19), date(2025, 11, 17), date(2025, 12, 5)


def readings(*values: tuple[date, float]) -> tuple[Observed, ...]:
    return tuple(Observed(on, value, 110) for on, value in values)


@pytest.mark.parametrize(
    ("observed", "today"),
    [
        (readings(), NOV),
        (readings((OCT, 63), (NOV, 64)), date(2025, 11, 18)),
        (readings((OCT, 92)), date(2025, 11, 18)),
        (readings((OCT, 63), (NOV, 64)), date(2025, 12, 7)),
        (readings((LAST, 64)), date(2025, 12, 4)),
    ],
)
def test_a_goal_that_still_runs_is_not_closed(make_goal: MAKE, observed: tuple[Observed, ...], today: date) -> None:
    with pytest.raises(StillRunning) as refusal:
        check_has_run(make_goal(), observed, today=today, last_checkpoint_on=LAST)

    assert refusal.value.code == "INV-34"
    assert "runs until 8 December 2025" in str(refusal.value.message)
    assert "Change a strategy now" in str(refusal.value.hint)


@pytest.mark.parametrize(
    ("observed", "today", "last"),
    [
        (readings(), date(2025, 12, 8), LAST),
        (readings((OCT, 63)), date(2025, 12, 20), None),
        (readings((NOV, 63), (LAST, 70)), date(2025, 12, 6), LAST),
        (readings((date(2025, 12, 1), 70)), LAST, LAST),
    ],
)
def test_a_goal_that_has_run_is_closed(
    make_goal: MAKE, observed: tuple[Observed, ...], today: date, last: date | None
) -> None:
    check_has_run(make_goal(), observed, today=today, last_checkpoint_on=last)


def test_without_a_plan_only_the_deadline_ends_a_goal(make_goal: MAKE) -> None:
    with pytest.raises(StillRunning):
        check_has_run(make_goal(), readings((LAST, 70)), today=date(2025, 12, 7))


def test_a_yearly_test_ends_a_goal_when_its_result_is_in(make_goal: MAKE) -> None:
    goal = make_goal()
    yearly = replace(goal, measure=replace(goal.measure, yearly=True), deadline=date(2026, 6, 5))

    check_has_run(yearly, readings((date(2026, 5, 12), 70)), today=date(2026, 5, 20))
    with pytest.raises(StillRunning):
        check_has_run(yearly, (), today=date(2026, 5, 20))
