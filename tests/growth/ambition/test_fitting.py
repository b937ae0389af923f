"""Fitting the numbers of cohorts to own years: the same filter as for one cell, and no more than the data can bear."""

from dataclasses import replace

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings

from aimline.growth.ambition import cohorts, comparing, correcting, fitting, following
from aimline.growth.ambition.cohorts import MEASURE, Reference
from aimline.growth.ambition.comparing import Cells, Schools, Standing
from aimline.growth.ambition.correcting import Correction
from aimline.growth.ambition.counting import Share
from aimline.growth.ambition.level import CohortPrior, Year
from aimline.growth.references.shelf import shipped

USUAL = shipped().prior(CohortPrior, MEASURE)
known_year = st.tuples(st.integers(1, 300), st.floats(0, 1)).map(
    lambda each: (round(each[0] * each[1]) / each[0], each[0])
)
years = st.lists(st.one_of(st.none(), known_year), min_size=0, max_size=4)


def one_cell(found: list[tuple[float, int] | None]) -> Cells:
    shares = np.array([[np.nan if each is None else each[0] for each in found]])
    n = np.array([[0 if each is None else each[1] for each in found]], dtype=float)
    return Cells(shares, n, np.zeros(1, dtype=np.int64))


@given(
    years, known_year, st.one_of(st.none(), st.tuples(st.floats(0.1, 0.9), st.floats(0.03, 0.3))), st.integers(1, 300)
)
@settings(max_examples=150, deadline=None)
def test_many_cells_at_once_say_what_one_says_alone(earlier, last, known, n_next) -> None:
    found = [*earlier, last]
    seen = tuple(Year(2020 + at, *each) for at, each in enumerate(found) if each is not None)
    reference = Reference(*known) if known else None
    standing = Standing(np.array([known[0]]), np.array([known[1] ** 2])) if known else None
    same, _ = cohorts.expect(cohorts.Question(seen, 0.5, 1.0, n_next, reference=reference), shipped())
    many = following.foresee(one_cell(found), USUAL, n_next=np.array([float(n_next)]), known=standing)
    assert many.mean[0] == pytest.approx(same.mean, abs=1e-9)
    assert many.variance[0] == pytest.approx(same.variance, abs=1e-9)


def state(*, factor: float, seed: int = 3, m: int = 300, k: int = 5, fall: float = 0.0) -> Cells:
    """Cells whose cohorts differ as the model says, with a variance factor of its own; all fall alike."""
    random = np.random.default_rng(seed)
    level = np.clip(random.normal(0.6, 0.12, m), 0.1, 0.9)
    n = random.integers(30, 150, (m, k)).astype(float)
    shares = np.empty((m, k))
    for year in range(k):
        true = np.clip(level - fall * year + random.normal(0, 0.02, m), 0.02, 0.98)
        spread = (factor - 1) * true * (1 - true) / n[:, year]
        latent = np.clip(true + random.normal(0, np.sqrt(spread)), 0, 1)
        shares[:, year] = random.binomial(n[:, year].astype(int), latent) / n[:, year]
    return Cells(shares, n, np.zeros(m, dtype=np.int64))


def test_a_fit_moves_towards_what_the_cells_show() -> None:
    calm, wild = (fitting.fit(state(factor=factor)) for factor in (1.2, 3.5))
    assert calm.design_factor < USUAL.design_factor < wild.design_factor


def test_a_state_that_falls_every_year_lowers_the_trend_by_no_more_than_years_can_tell() -> None:
    fitted = fitting.fit(state(factor=2.0, fall=0.03))
    assert -0.03 < fitted.trend_mean < 0.0


def test_few_outcomes_leave_the_borrowed_numbers() -> None:
    few = state(factor=3.5, m=20, k=3)
    assert fitting.fit(few) == USUAL


def test_a_cell_stands_at_the_mean_of_comparable_ones_give_or_take_their_lasting_spread() -> None:
    found = comparing.stand(state(factor=2.0), USUAL)
    assert found.mean == pytest.approx(0.6, abs=0.02)
    assert np.sqrt(found.own_variance) == pytest.approx(0.12, abs=0.02)


def test_where_nothing_is_comparable_nothing_is_expected() -> None:
    cells = state(factor=2.0, m=120)
    alone = replace(cells, n=np.where(np.arange(120)[:, None] < 119, cells.n, 0), units=np.arange(120) // 119)
    found = comparing.stand(alone, USUAL)
    assert (found.mean[119], found.own_variance[119]) == (0.5, 0.25)


def schools_of_five_grades(*, fall: float = 0.0) -> tuple[Cells, np.ndarray]:
    """40 schools whose grades share most of what sets them apart; in the last year every second school falls."""
    random = np.random.default_rng(11)
    school, grade = np.repeat(np.arange(40), 5), np.tile(np.arange(5), 40)
    before = 0.6 + random.normal(0, 0.12, 40)[school] + random.normal(0, 0.04, 200)
    level = np.column_stack([before, before, before - fall * (school % 2)])
    shares = np.clip(random.normal(level, 0.08), 0, 1)
    return Cells(shares, np.full((200, 3), 60.0), grade, Schools(school, grade)), level[:, -1]


def foreseen(cells: Cells) -> np.ndarray:
    prior = replace(USUAL, trend_mean=0.0)
    known = comparing.stand(cells, prior)
    return following.foresee(cells, prior, n_next=np.full(len(cells.units), 60.0), known=known).mean


def test_a_cell_is_expected_where_the_other_grades_of_its_school_stand() -> None:
    cells, level = schools_of_five_grades()
    alone = replace(cells, schools=None)
    assert np.mean((foreseen(cells) - level) ** 2) < 0.8 * np.mean((foreseen(alone) - level) ** 2)


def test_its_own_grade_tells_a_cell_nothing_because_the_same_students_sat_in_it() -> None:
    cells, _ = schools_of_five_grades()
    twins = replace(cells, schools=replace(cells.schools, grade=np.zeros(200, np.int64)))
    assert np.isnan(comparing.others(twins, comparing.stand(twins, USUAL), USUAL).apart).all()


def test_a_cell_that_fell_with_its_whole_school_is_not_expected_back() -> None:
    cells, level = schools_of_five_grades(fall=0.15)
    fell = cells.schools.school % 2 == 1
    still = replace(USUAL, trend_mean=0.0, school_drift=0.0)
    held = following.foresee(cells, still, n_next=np.full(200, 60.0), known=comparing.stand(cells, still)).mean
    too_high, less_so = (held - level)[fell].mean(), (foreseen(cells) - level)[fell].mean()
    assert 0.0 < less_so < too_high - 0.005


def test_a_school_of_one_grade_stands_where_comparable_cells_do() -> None:
    cells = state(factor=2.0, m=50)
    alone = replace(cells, schools=Schools(np.arange(50), np.zeros(50, np.int64)))
    assert foreseen(alone) == pytest.approx(foreseen(cells))


def test_chances_that_were_too_high_are_lowered_and_keep_their_order() -> None:
    random = np.random.default_rng(7)
    true = random.uniform(0.02, 0.98, 4000)
    said, years = Correction(0.6, 1.3).apply(true), np.repeat([2021, 2022, 2023, 2024], 1000)
    happened = (random.uniform(size=4000) < true).astype(float)
    found = correcting.learn(said, happened, years)
    assert np.mean(np.abs(found.apply(said) - true)) < 0.3 * np.mean(np.abs(said - true))
    assert (np.diff(found.apply(np.sort(said))) >= 0).all()
    once = correcting.learn(said[:1000], happened[:1000], years[:1000])
    assert abs(once.shift) < abs(found.shift)


def test_without_outcomes_nothing_is_corrected() -> None:
    nothing = np.empty(0)
    assert correcting.learn(nothing, nothing, np.empty(0, np.int64)) == Correction(0.0, 1.0)


def test_a_share_of_many_cells_is_a_law_that_counts_students() -> None:
    cells = state(factor=2.0, m=150)
    expected = following.foresee(cells, USUAL, n_next=np.full(150, 60.0))
    tails = Share(float(expected.mean[0]), float(expected.variance[0]), 60).tails()
    assert tails[0] == pytest.approx(1.0)
    assert tails[-1] == pytest.approx(0.0)
