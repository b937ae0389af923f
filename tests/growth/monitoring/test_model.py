"""The averaged model: the test vector, and what must hold for every series (growth.md 3.3)."""

from dataclasses import replace
from itertools import pairwise

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings
from scipy.stats import linregress

from aimline.domain.measure import Direction
from aimline.growth.monitoring import judging, learning, model, slopes
from aimline.growth.monitoring.prior import SlopePrior, grid, oral_reading, without_norms
from aimline.growth.monitoring.series import NoSeries, Point, Series, together
from aimline.growth.references.shelf import shipped

SCORES = (55, 50, 58, 54, 57, 60, 56, 59)
VECTOR = Series(52, tuple(Point(week, score) for week, score in enumerate(SCORES, start=1)), 97, 30)
SURE = SlopePrior(1.2, 0.6, 0.0)
GRID = grid(shipped())
scores = st.lists(st.floats(0, 200), min_size=0, max_size=12)


def series(values: list[float], target: float = 97.0) -> Series:
    return Series(52, tuple(Point(week, value) for week, value in enumerate(values, start=1)), target, 30)


def test_the_vector_of_the_specification() -> None:
    expected = (0.3340, 0.2716, 0.3020, 0.2396, 0.2099, 0.2197, 0.1172, 0.0750)
    assert judging.chances(VECTOR, SURE)[1:] == pytest.approx(expected, abs=0.002)


def test_the_slopes_of_the_same_nine_points() -> None:
    points = slopes.scores(VECTOR)
    level, slope, error = slopes.least_squares(points)
    assert (slope, level + 30 * slope) == pytest.approx((0.8333, 77.33), abs=0.005)
    assert error == pytest.approx(linregress([p.week for p in points], [p.value for p in points]).stderr)
    assert slopes.theil_sen(points)[1] == pytest.approx(0.7708, abs=0.0001)
    assert slopes.split_middle(points)[1] == pytest.approx(0.9)


@given(scores, st.floats(20, 200), st.floats(20, 200))
@settings(max_examples=60, deadline=None)
def test_a_higher_target_is_never_more_likely(values, one, other) -> None:
    low, high = sorted((one, other))
    easy, hard = (judging.chances(series(values, target), SURE)[-1] for target in (low, high))
    assert hard <= easy + 1e-12


@given(scores)
@settings(max_examples=60, deadline=None)
def test_a_measure_that_should_fall_is_the_mirror_of_one_that_should_rise(values) -> None:
    up = series(values)
    mirror = tuple(Point(point.week, 120 - point.value) for point in up.points)
    down = Series(68, mirror, 23, 30, Direction.DOWN)
    centred = replace(GRID, level_mean=60.0)
    turned = replace(GRID, level_mean=-60.0)
    assert judging.chances(down, SURE, models=turned) == pytest.approx(
        judging.chances(up, SURE, models=centred), abs=1e-9
    )


@given(scores, st.integers(0, 12))
@settings(max_examples=60, deadline=None)
def test_an_absent_score_is_a_week_without_news(values, place) -> None:
    with_gap = together([series(values)])
    weeks = np.insert(with_gap.weeks, min(place, len(values)), np.nan, axis=1)
    column = min(place, len(values))
    before = with_gap.weeks[0, column - 1] if column else 0.0
    weeks[0, column] = before
    gap = replace(
        with_gap,
        weeks=weeks,
        values=np.insert(with_gap.values, column, np.nan, axis=1),
        probes=np.insert(with_gap.probes, column, 1.0, axis=1),
    )
    chosen = learning.alone(GRID, SURE)
    one, other = (model.follow(batch, GRID, chosen).chance(batch.target, batch.due) for batch in (with_gap, gap))
    assert other == pytest.approx(one, abs=1e-9)


@given(scores)
@settings(max_examples=40, deadline=None)
def test_many_series_at_once_say_what_each_says_alone(values) -> None:
    others = [series(values), VECTOR, series([]), series(values[:3])]
    batch = together(others)
    found = model.follow(batch, GRID, learning.alone(GRID, SURE)).chance(batch.target, batch.due)
    assert found == pytest.approx([judging.chances(each, SURE)[-1] for each in others], abs=1e-9)


@given(scores)
@settings(max_examples=40, deadline=None)
def test_more_scores_never_widen_what_one_model_expects(values) -> None:
    """Of a single model; the average may widen, when a score contradicts the others: that is a cause."""
    one = replace(GRID, residual=(10.0,), residual_weight=(1.0,), wander=(0.0,), wander_weight=(1.0,))
    batch = together([series(values)])
    widths = [float(state.ahead(batch.due)[1][0, 0]) for state in model.walk(batch, one, learning.alone(one, SURE))]
    assert all(later <= earlier + 1e-9 for earlier, later in pairwise(widths))


def test_one_wild_score_moves_the_chance_less_than_three_low_ones() -> None:
    calm = series([54, 55, 57, 58, 59, 61])
    wild = series([54, 55, 57, 0, 59, 61])
    low = series([54, 55, 57, 50, 50, 50])
    usual, once, thrice = (judging.chances(each, SURE)[-1] for each in (calm, wild, low))
    assert thrice < once < usual


def test_several_probes_on_a_day_count_more_than_one() -> None:
    one = series([70.0])
    three = replace(one, points=(Point(1, 70.0, n_probes=3),))
    assert judging.chances(three, SURE)[-1] > judging.chances(one, SURE)[-1]


def test_a_phase_line_lets_the_slope_change() -> None:
    values = [52, 51, 53, 52, 51, 53, 60, 64, 68, 72]
    plain, phased = series(values), replace(series(values), phases=(6.0,))
    assert judging.chances(phased, SURE)[-1] > judging.chances(plain, SURE)[-1]
    assert judging.chances(phased, SURE)[:7] == judging.chances(plain, SURE)[:7]


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        (replace(VECTOR, due_week=0), "no-time"),
        (replace(VECTOR, points=(Point(2, 50), Point(1, 50))), "no-order"),
        (replace(VECTOR, points=(Point(-1, 50),)), "no-order"),
        (replace(VECTOR, points=(Point(1, 50, n_probes=0),)), "no-probes"),
        (replace(VECTOR, points=(Point(1, float("nan")),)), "no-number"),
        (replace(VECTOR, target=float("inf")), "no-number"),
    ],
)
def test_a_series_that_cannot_be_followed_is_refused(broken, code) -> None:
    with pytest.raises(NoSeries) as refusal:
        together([broken])
    assert refusal.value.code == code


def test_the_prior_of_a_grade_is_the_mean_of_two_sources() -> None:
    prior = oral_reading(shipped(), "2")
    assert prior.mean == pytest.approx((1.46 + 50 / 32) / 2)
    assert (prior.spread, prior.mean_sd) == (0.6, 0.40)
    assert oral_reading(shipped(), "2", intensive=True).mean == pytest.approx(0.7 * prior.mean)
    assert oral_reading(shipped(), "1").mean == pytest.approx((2.10 + 31 / 16) / 2)
    assert "weekly-growth-1993/orf_wcpm/2/weekly_gain" in prior.sources


def test_without_norms_the_scores_decide() -> None:
    unit = 0.3  # a measure whose scores spread by 3 points
    prior = without_norms(needed_slope=0.2, unit=unit, shelf=shipped())
    models = GRID.scaled(unit, centre=20)
    rising = Series(20, tuple(Point(week, 20 + 0.4 * week) for week in range(1, 13)), 26, 30)
    flat = Series(20, tuple(Point(week, 20.0) for week in range(1, 13)), 26, 30)
    assert judging.chances(rising, prior, models=models)[-1] > 0.9
    assert judging.chances(flat, prior, models=models)[-1] < 0.1


class TestLearning:
    """The prior is learned from the others of the group."""

    @staticmethod
    def group(slope: float, m: int, seed: int = 5) -> tuple[list[Series], np.ndarray]:
        random = np.random.default_rng(seed)
        weeks = np.arange(1, 11)
        rows = slope * weeks + random.normal(0, 6, (m, 10)) + 52
        return [series(list(map(float, row))) for row in rows], np.zeros(m, dtype=np.int64)

    @staticmethod
    def chances(many: list[Series], groups: np.ndarray, *, learned: bool) -> np.ndarray:
        batch = together(many)
        prior = replace(SURE, mean_sd=0.45)
        chosen = learning.together(GRID, prior) if learned else learning.alone(GRID, prior)
        state = model.follow(batch, GRID, chosen)
        return (learning.shared(state, groups) if learned else state).chance(batch.target, batch.due)

    @pytest.mark.parametrize("slope", [0.5, 2.2])
    def test_a_group_moves_the_chances_towards_its_own_growth(self, slope) -> None:
        many, groups = self.group(slope, 30)
        alone, shared = (self.chances(many, groups, learned=learned).mean() for learned in (False, True))
        assert (shared - alone) * (slope - 1.2) > 0

    def test_seven_students_are_no_group(self) -> None:
        many, groups = self.group(2.2, 7)
        others, _ = self.group(0.2, 7, seed=6)
        with_others = self.chances([*many, *others], np.repeat([0, 1], 7), learned=True)
        assert with_others[:7] == pytest.approx(self.chances(many, groups, learned=True), abs=1e-9)
        single = np.array([self.chances([one], np.zeros(1, dtype=np.int64), learned=True)[0] for one in many])
        assert with_others[:7] == pytest.approx(single, abs=1e-9)

    def test_groups_do_not_learn_from_each_other(self) -> None:
        fast, _ = self.group(2.2, 12)
        slow, _ = self.group(0.2, 12, seed=6)
        both = self.chances([*fast, *slow], np.repeat([0, 1], 12), learned=True)
        assert both[:12] == pytest.approx(self.chances(fast, np.zeros(12, dtype=np.int64), learned=True), abs=1e-9)
