from datetime import date, timedelta

import pytest

from aimline.domain.measure import Direction
from aimline.domain.trend import Observed, Trend, projected, slope_per_week, trend

START = date(2025, 9, 1)


def weekly(*values: float) -> list[Observed]:
    return [Observed(START + timedelta(weeks=n), value, 1) for n, value in enumerate(values)]


# growth.md 3.3: baseline 52 and eight weekly scores.
SCORES = weekly(52, 55, 50, 58, 54, 57, 60, 56, 59)


def test_the_robust_slope_has_the_worked_value() -> None:
    assert slope_per_week(SCORES) == pytest.approx(0.7708, abs=0.00005)


def test_a_straight_line_is_carried_on() -> None:
    assert projected(weekly(50, 52, 54, 56), START + timedelta(weeks=10)) == pytest.approx(70)


def test_three_points_have_no_slope_and_no_projection() -> None:
    assert slope_per_week(SCORES[:3]) is None
    assert projected(SCORES[:3], START) is None


@pytest.mark.parametrize(
    ("values", "direction", "expected"),
    [
        ((62,), Direction.UP, Trend.TOO_FEW),
        ((62, 70), Direction.UP, Trend.IMPROVING),
        ((62, 70, 64), Direction.UP, Trend.DECLINING),
        ((62, 63), Direction.UP, Trend.FLAT),
        ((24, 20), Direction.DOWN, Trend.IMPROVING),
        ((62, 64, 66, 68), Direction.UP, Trend.IMPROVING),
        ((62, 64, 66, 61, 68), Direction.UP, Trend.IMPROVING),
        ((24, 25, 26, 27), Direction.DOWN, Trend.FLAT),
        ((24, 26, 28, 30), Direction.DOWN, Trend.DECLINING),
    ],
)
def test_readings_go_somewhere_or_stay(values: tuple[float, ...], direction: Direction, expected: Trend) -> None:
    assert trend(weekly(*values), direction=direction, tolerance=3) is expected
