from collections.abc import Callable
from datetime import date

import pytest

from aimline.domain.celebration import distance, propose
from aimline.domain.decision import judge
from aimline.domain.goal import Locked
from aimline.domain.trend import Observed

MAKE = Callable[..., Locked]
OCT, NOV = date(2025, 10, 19), date(2025, 11, 17)
TODAY = date(2025, 11, 20)


@pytest.mark.parametrize(
    ("readings", "begins"),
    [
        ([], "None"),
        ([(OCT, 72), (NOV, 86)], "The target is reached"),
        ([(OCT, 72), (NOV, 84)], "For the first time above the line"),
        ([(OCT, 72), (NOV, 78)], "A step of more than chance: now 78 %"),
        ([(OCT, 77), (NOV, 79)], "An early sign: now 79 %"),
        ([(OCT, 76), (NOV, 84)], "A step of more than chance: now 84 %"),
        ([(NOV, 78)], "A step of more than chance"),
        ([(OCT, 80), (NOV, 79)], "None"),
        ([(OCT, 62), (NOV, 64)], "None"),
    ],
)
def test_one_thing_to_celebrate_is_proposed(make_goal: MAKE, readings: list[tuple[date, float]], begins: str) -> None:
    goal = make_goal()
    seen = [Observed(on, value, 110) for on, value in readings]

    proposed = propose(goal, seen, judge(goal, seen, today=TODAY, cadence_days=31), today=TODAY)

    assert str(proposed).startswith(begins)


def test_the_way_behind_is_said_in_points(make_goal: MAKE, make_down_goal: MAKE) -> None:
    assert str(distance(make_goal(), 81)) == "19 of 23 points"
    assert str(distance(make_down_goal(), 20.5)) == "3.5 of 8 points"
