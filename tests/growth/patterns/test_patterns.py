"""Patterns: every test vector of growth.md 5, and the laws."""

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings
from scipy.special import ndtr, ndtri
from scipy.stats import false_discovery_control

from aimline.growth.patterns import differences, discoveries, priorities, rates, showing, shrinking, trends
from aimline.growth.patterns.shrinking import Cell, Pattern, Shrunk
from aimline.growth.patterns.trends import Period


@pytest.mark.parametrize(
    ("reached", "n", "low", "high"), [(12, 24, 0.314, 0.686), (77, 120, 0.553, 0.722), (0, 12, 0.0, 0.243)]
)
def test_a_share_has_wilsons_interval(reached, n, low, high) -> None:
    found = rates.wilson(reached, n)
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.0006)


def test_a_difference_has_newcombes_interval() -> None:
    found = rates.newcombe(77, 120, 12, 24)
    assert (found.value, found.low, found.high) == pytest.approx((0.142, -0.064, 0.344), abs=0.0006)


@given(st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_share_lies_in_its_interval(counted) -> None:
    found = rates.wilson(*counted)
    assert 0 <= found.low <= found.value + 1e-12
    assert found.value <= found.high + 1e-12 <= 1 + 1e-9


def test_equal_shares_are_no_difference() -> None:
    assert rates.chance_of_difference(10, 20, 30, 60) == pytest.approx(1.0)
    assert rates.chance_of_difference(0, 20, 0, 60) == 1.0
    assert rates.chance_of_difference(4, 40, 60, 100) < 0.001


def test_hedges_g_of_the_specification() -> None:
    found = differences.hedges(24, 212, 15, 60, 220, 14)
    assert (found.g, found.se) == pytest.approx((0.5548, 0.2453), abs=0.0001)


@pytest.mark.parametrize(("cut", "points"), [(0.25, 0.197), (1.5 + 0.25, 0.066), (0.75, 0.175)])
def test_the_gap_in_points_moves_with_the_cut_and_the_cut_free_gap_does_not(cut, points) -> None:
    """Two normal groups half a spread apart; the third case is the second after both groups rose by one."""
    n = 1_000_000
    high, low = (round(n * float(ndtr(mean - cut))) for mean in (0.5, 0.0))
    found = differences.gap(high, n, low, n)
    assert found.points.value == pytest.approx(points, abs=0.0006)
    assert found.cut_free == pytest.approx(0.5, abs=0.001)


def test_v_is_the_distance_of_two_normal_groups() -> None:
    other = ndtri((np.arange(2000) + 0.5) / 2000)
    one = other + 0.5
    assert differences.v_gap(list(one), list(other)) == pytest.approx(0.5, abs=0.002)
    assert differences.v_gap(list(np.exp(one)), list(np.exp(other))) == pytest.approx(
        differences.v_gap(list(one), list(other))
    )


def test_a_gap_of_everybody_against_nobody_stays_finite() -> None:
    assert differences.v_gap([5, 6], [1, 2]) < 3
    assert differences.probit_gap(20, 20, 0, 20) < 5
    assert differences.v_gap([1, 2], [1, 2]) == pytest.approx(0.0)


SPEC = (0.001, 0.008, 0.039, 0.041, 0.042, 0.059, 0.074, 0.205, 0.212, 0.216)


@pytest.mark.parametrize(("rate", "n"), [(0.05, 2), (0.10, 6)])
def test_the_discoveries_of_the_specification(rate, n) -> None:
    assert discoveries.discover(SPEC, rate=rate) == (True,) * n + (False,) * (10 - n)


@given(st.lists(st.floats(0, 1), max_size=30), st.floats(0.01, 0.3), st.booleans())
@settings(deadline=None)
def test_discoveries_are_those_of_the_adjusted_values(chances, rate, strict) -> None:
    found = discoveries.discover(chances, rate=rate, strict=strict)
    if not chances:
        assert found == ()
        return
    adjusted = false_discovery_control(chances, method="by" if strict else "bh")
    clear = np.abs(adjusted - rate) > 1e-9
    assert np.array_equal(np.array(found)[clear], (adjusted <= rate)[clear])


def test_shrinkage_and_priorities_of_the_specification() -> None:
    one = shrinking.shrink(0.50, 24, expected=0.70, between_sd=0.08)
    two = shrinking.shrink(0.64, 120, expected=0.70, between_sd=0.08)
    assert (one.own, one.mean, one.sd) == pytest.approx((0.381, 0.6239, 0.0630), abs=0.0006)
    assert (two.own, two.mean, two.sd) == pytest.approx((0.769, 0.6538, 0.0384), abs=0.0006)
    ranked = priorities.prioritise([priorities.Area("A", 24, one), priorities.Area("B", 120, two)], reference=0.70)
    assert [each.name for each in ranked] == ["B", "A"]
    assert [(each.reach, each.confidence, each.score) for each in ranked] == [
        pytest.approx((5.54, 0.460, 2.55), abs=0.006),
        pytest.approx((1.83, 0.661, 1.21), abs=0.006),
    ]
    assert ranked[1].depth > ranked[0].depth


def test_the_deepest_gap_is_always_on_the_shortlist() -> None:
    ranked = priorities.prioritise(
        [
            *(priorities.Area(f"large {at}", 200, Shrunk(0.62, 0.02, 0.9, 0.7)) for at in range(5)),
            priorities.Area("small", 8, Shrunk(0.40, 0.08, 0.4, 0.7)),
            priorities.Area("strong", 100, Shrunk(0.80, 0.02, 0.9, 0.7)),
        ],
        reference=0.70,
    )
    names = [each.name for each in priorities.shortlist(ranked, n=3)]
    assert names == ["large 0", "large 1", "small"]
    assert [each.name for each in priorities.shortlist(ranked[:2], n=4)] == ["large 0", "large 1"]
    assert priorities.shortlist([]) == ()


def test_weights_multiply() -> None:
    believed = Shrunk(0.6, 0.02, 0.9, 0.7)
    plain = priorities.Area("a", 50, believed)
    weighty = priorities.Area("b", 50, believed, essential=2, readiness=1.25, actionable=0.5)
    ranked = {each.name: each for each in priorities.prioritise([plain, weighty], reference=0.7)}
    assert ranked["b"].score == pytest.approx(1.25 * ranked["a"].score)


@pytest.mark.parametrize(
    ("mean", "sd", "pattern"),
    [(0.80, 0.02, Pattern.STRENGTH), (0.60, 0.02, Pattern.GAP), (0.80, 0.06, Pattern.NONE), (0.70, 0.01, Pattern.NONE)],
)
def test_a_pattern_is_nearly_sure_and_beyond_the_margin(mean, sd, pattern) -> None:
    assert shrinking.pattern(Shrunk(mean, sd, 0.9, 0.7), 0.7) is pattern


def test_the_additive_model_expects_what_standard_group_and_grade_do_together() -> None:
    shares = {("fractions", "all"): 0.5, ("fractions", "new"): 0.4, ("reading", "all"): 0.8, ("reading", "new"): 0.7}
    cells = [Cell(standard, group, "5", round(400 * share), 400) for (standard, group), share in shares.items()]
    assert shrinking.expect(cells) == pytest.approx(list(shares.values()), abs=0.03)


def test_a_small_cell_is_pulled_towards_what_is_expected() -> None:
    cells = [Cell("a", group, "5", 140, 200) for group in "xyz"] + [Cell("b", group, "5", 140, 200) for group in "xyz"]
    small = [*cells, Cell("b", "w", "5", 2, 8)]
    found = shrinking.shrink_all(small)[-1]
    assert 0.25 < found.mean < 0.70
    assert found.own < 0.5


@pytest.mark.parametrize(
    ("periods", "allowed"),
    [
        ([9], (False, False, False)),
        ([10], (True, False, False)),
        ([20], (True, True, False)),
        ([30, 30], (True, True, True)),
        ([29, 30], (True, True, False)),
        ([20, 20, 20], (True, True, True)),
        ([20, 20, 19], (True, False, False)),
    ],
)
def test_what_a_number_of_students_may_carry(periods, allowed) -> None:
    found = showing.allow(periods)
    assert (found.outside, found.flags, found.trends) == allowed


@pytest.mark.parametrize(
    ("periods", "pooled"),
    [
        ([(5, 30)], (5, 30, 1)),
        ([(3, 8), (4, 9), (5, 12)], (9, 21, 2)),
        ([(9, 90), (1, 3), (2, 4), (3, 5)], (6, 12, 3)),
    ],
)
def test_small_groups_are_pooled_before_they_are_dropped(periods, pooled) -> None:
    assert showing.pool(periods) == pooled


def test_a_claim_needs_most_of_the_roster() -> None:
    assert showing.covered(95, 100)
    assert not showing.covered(94, 100)
    assert not showing.covered(0, 0)


@pytest.mark.parametrize(
    ("reached", "way"),
    [
        ((40, 50), "too_few"),
        ((40, 50, 60), "up"),
        ((60, 50, 40), "down"),
        ((48, 52, 49), "unclear"),
        ((0, 0, 100), "up"),
    ],
)
def test_the_way_a_share_goes(reached, way) -> None:
    assert trends.trend([Period(at, each, 100) for at, each in enumerate(reached)]).way == way


def test_a_gap_in_points_that_only_moved_along_the_scale_does_not_widen() -> None:
    """Two groups half a spread apart rise together: 6.6 points become 17.5, and nothing changed between them."""
    cuts = (1.75, 1.25, 0.75)
    high, low = (
        [Period(at, round(5000 * float(ndtr(mean - cut))), 5000) for at, cut in enumerate(cuts)] for mean in (0.5, 0.0)
    )
    assert trends.widening(high, low).way == "unclear"
    apart = [Period(at, round(5000 * float(ndtr(0.5 + 0.2 * at - cut))), 5000) for at, cut in enumerate(cuts)]
    assert trends.widening(apart, low).way == "up"


def test_only_a_cell_far_from_the_model_is_a_surprise() -> None:
    cells = [Cell(standard, group, "5", 120, 200) for standard in "abcd" for group in "xyz"]
    odd = [*cells[:-1], Cell("d", "z", "5", 60, 200)]
    found = discoveries.discover(shrinking.surprises(odd))
    assert found[-1]
    assert not any(discoveries.discover(shrinking.surprises(cells)))
