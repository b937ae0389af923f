import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimline.domain.measure import (
    Direction,
    Kind,
    Measure,
    Metric,
    at_least_as_good,
    better,
    default_direction,
    gain,
    in_range,
    is_percent,
    quantity,
    unit_of,
)


@pytest.mark.parametrize(
    ("metric", "unit", "direction"),
    [
        (Metric.PERCENT_PROFICIENT, "%", Direction.UP),
        (Metric.RUBRIC_MEAN, "points", Direction.UP),
        (Metric.WCPM, "words/min", Direction.UP),
        (Metric.PERCENTILE_MEDIAN, "percentile", Direction.UP),
        (Metric.CHRONIC_ABSENCE, "%", Direction.DOWN),
        (Metric.ODR_RATE, "per 100 students a day", Direction.DOWN),
        (Metric.GAP, "points", Direction.DOWN),
    ],
)
def test_a_metric_knows_its_unit_and_its_direction(metric: Metric, unit: str, direction: Direction) -> None:
    assert unit_of(metric) == unit
    assert default_direction(metric) is direction


def test_every_metric_with_a_percent_sign_runs_from_0_to_100() -> None:
    assert all(is_percent(metric) == (unit_of(metric) == "%") for metric in Metric)


@pytest.mark.parametrize(
    ("direction", "start", "end", "expected"),
    [(Direction.UP, 62, 85, 23), (Direction.UP, 85, 62, -23), (Direction.DOWN, 24, 16, 8)],
)
def test_a_gain_is_positive_when_things_get_better(
    direction: Direction, start: float, end: float, expected: float
) -> None:
    assert gain(direction, start, end) == expected


@given(st.sampled_from(Direction), st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_one_of_two_values_is_better_or_they_are_the_same(direction: Direction, a: float, b: float) -> None:
    assert better(direction, a, b) + better(direction, b, a) + (a == b) == 1
    assert at_least_as_good(direction, a, b) == (not better(direction, b, a))


def test_a_value_belongs_on_the_scale_of_its_measure() -> None:
    rubric = Measure("Writing rubric", Kind.TASK, Metric.RUBRIC_MEAN, Direction.UP, "points", 1, 4)

    assert [in_range(rubric, value) for value in (0.9, 1, 4, 85)] == [False, True, True, False]
    assert str(quantity(rubric, 2.3)) == "2.3"


def test_a_quantity_carries_its_unit() -> None:
    probe = Measure("Reading probe", Kind.PROBE, Metric.WCPM, Direction.UP, "words/min", 0, 300)

    assert str(quantity(probe, 45)) == "45 words/min"
