"""A gap that grew: free of the cut, beyond chance, and never of few students."""

import pytest

from aimline.growth.monitoring.gap_rule import Sides, gap_grew
from aimline.growth.monitoring.rules import Found
from aimline.growth.patterns.differences import probit_error

START = Sides(60, 120, 240, 360)


@pytest.mark.parametrize(
    ("now", "most", "found"),
    [
        (Sides(40, 120, 280, 360), 0.0, Found.BELOW),
        (Sides(40, 120, 280, 360), 2.0, Found.NEITHER),  # within what was agreed
        (Sides(58, 120, 244, 360), 0.0, Found.NEITHER),  # no more than chance
        (Sides(80, 120, 240, 360), 0.0, Found.NEITHER),  # it shrank
        (Sides(8, 19, 280, 360), 0.0, Found.TOO_FEW),
        (Sides(40, 120, 12, 19), 0.0, Found.TOO_FEW),
    ],
)
def test_what_the_rule_finds(now, most, found) -> None:
    finding = gap_grew(START, now, most=most)
    assert (finding.rule, finding.found, finding.against) == ("subgroup_gap", found, most)
    assert (finding.value is None) == (found is Found.TOO_FEW)


def test_a_gap_in_points_that_only_the_cut_makes_is_none() -> None:
    """Two normal groups half a spread apart: 6.7 points far above both, 17.5 when all rose by a spread (Ho 2008)."""
    n = 10_000
    before, now = Sides(228, n, 668, n), Sides(1587, n, 3085, n)
    finding = gap_grew(before, now)
    assert finding.found is Found.NEITHER
    assert now.gap.points.value > before.gap.points.value + 0.10
    assert finding.value == pytest.approx(0.0, abs=0.01)
    assert "points" in str(finding.sentence)


AHEAD, FAR_AHEAD, BEHIND, FAR_BEHIND = (Sides(reached, 100, 50, 100) for reached in (60, 80, 40, 20))


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        (BEHIND, FAR_BEHIND, "The group is behind the others: by 0.25 student spreads (10 points) at the start, by"),
        (AHEAD, FAR_BEHIND, "The group was ahead of the others by 0.25 student spreads (10 points) and is now behind"),
        (FAR_BEHIND, AHEAD, "The group was behind the others by 0.84 student spreads (30 points) and is now ahead"),
        (FAR_AHEAD, AHEAD, "The group is ahead of the others: by 0.84 student spreads (30 points) at the start, by"),
    ],
)
def test_the_side_of_the_group_is_told_in_words(before, now, words) -> None:
    sentence = str(gap_grew(before, now).sentence)
    assert sentence.startswith(words)
    assert ("It fell further behind, by more than chance." in sentence) is (now is FAR_BEHIND)
    assert "-" not in sentence


def test_the_error_of_a_normal_score_is_that_of_many_draws() -> None:
    assert probit_error(50, 100) == pytest.approx(0.1253, abs=1e-4)
    assert probit_error(0, 40) > probit_error(20, 40)
