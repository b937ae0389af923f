"""The classic rules, one case a row (growth.md 3.1, domain.md 2.10)."""

import pytest

from aimline.domain.measure import Direction
from aimline.growth.monitoring import rules
from aimline.growth.monitoring.rules import Found, Line
from aimline.growth.monitoring.series import Point, Series


def series(*values: float) -> Series:
    """Aimline from 50 to 60 in 10 weeks: 51, 52, 53 ..."""
    return Series(50, tuple(Point(week, value) for week, value in enumerate(values, start=1)), 60, 10)


@pytest.mark.parametrize(
    ("finding", "found", "n_points"),
    [
        (rules.consecutive(series(50, 51, 52)), Found.TOO_FEW, 3),
        (rules.consecutive(series(50, 51, 52, 53)), Found.BELOW, 4),
        (rules.consecutive(series(55, 50, 51, 52, 53)), Found.BELOW, 4),
        (rules.consecutive(series(52, 53, 54, 55)), Found.ABOVE, 4),
        (rules.consecutive(series(50, 51, 52, 54)), Found.NEITHER, 4),
        (rules.consecutive(series(50, 51, 52), n=3), Found.BELOW, 3),
        (rules.median_of_last(series(50, 70, 52)), Found.NEITHER, 3),
        (rules.median_of_last(series(50, 51, 70)), Found.BELOW, 3),
        (rules.median_of_last(series(50, 51)), Found.TOO_FEW, 2),
        (rules.trend(series(50, 51)), Found.TOO_FEW, 2),
        (rules.trend(series(50, 51, 51, 51)), Found.BELOW, 5),
        (rules.trend(series(52, 54, 56, 58), line=Line.LEAST_SQUARES), Found.ABOVE, 5),
        (rules.trend(series(51, 52, 53, 54), line=Line.SPLIT_MIDDLE), Found.NEITHER, 5),
        (rules.projection(series(50, 51, 51, 51)), Found.BELOW, 5),
        (rules.projection(series(52, 54, 56, 58), line=Line.LEAST_SQUARES), Found.ABOVE, 5),
        (rules.projection(series(50)), Found.TOO_FEW, 1),
        (rules.benchmark(series(51, 52, 52), week=3, value=53), Found.BELOW, 1),
        (rules.benchmark(series(51, 52, 53), week=3, value=53), Found.NEITHER, 1),
        (rules.benchmark(series(51, 52), week=3, value=53), Found.TOO_FEW, 0),
        (rules.fidelity(done=7, planned=10, least_share=0.8), Found.BELOW, 0),
        (rules.fidelity(done=8, planned=10, least_share=0.8), Found.NEITHER, 0),
        (rules.fidelity(done=0, planned=0, least_share=0.8), Found.TOO_FEW, 0),
    ],
)
def test_what_a_rule_finds(finding, found, n_points) -> None:
    assert (finding.found, len(finding.points)) == (found, n_points)
    assert finding.rule
    assert str(finding.sentence).endswith(".")


def test_less_is_better_turns_every_rule_round() -> None:
    falling = Series(24, tuple(Point(week, 24 - week) for week in range(1, 6)), 20, 10, Direction.DOWN)
    assert rules.consecutive(falling).found is Found.ABOVE
    assert rules.median_of_last(falling).found is Found.ABOVE
    assert rules.trend(falling).found is Found.ABOVE
    assert rules.projection(falling).found is Found.ABOVE
    assert rules.benchmark(falling, week=5, value=18).found is Found.BELOW


def test_scores_of_one_week_make_no_line() -> None:
    same_week = Series(50, tuple(Point(0, value) for value in (50.0, 51.0, 52.0)), 60, 10)
    assert rules.trend(same_week).found is Found.TOO_FEW


def test_a_finding_says_value_and_yardstick() -> None:
    found = rules.trend(series(50.5, 51, 51.5, 52), line=Line.LEAST_SQUARES)
    assert (found.value, found.against) == (pytest.approx(0.5), 1.0)
    assert str(found.sentence) == "Scores change by 0.5 a week; the target needs 1."
