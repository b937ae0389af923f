"""The planes are optimal: no linear programme finds a smaller loss, and each says by how much it could be wrong."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import linprog

from aimline.growth.percentiles import pivoting, quantiles
from aimline.growth.percentiles.quantiles import NotSettled, TooFewRows

Floats = NDArray[np.float64]

TAUS = np.array([0.05, 0.3, 0.5, 0.75, 0.95])


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), n=st.integers(12, 300), n_levels=st.integers(2, 40), p=st.integers(1, 6))
def test_no_linear_programme_finds_a_smaller_loss_on_tied_scores(seed: int, n: int, n_levels: int, p: int) -> None:
    columns, scores, weights = tied(seed, n=n, n_levels=n_levels, p=p)
    found = quantiles.fit(columns, scores, weights, taus=TAUS)
    for tau, loss in zip(TAUS, found.certificate.losses, strict=True):
        assert loss == pytest.approx(least_loss(columns, scores, weights, tau), rel=1e-7, abs=1e-7)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), n=st.integers(12, 3000))
def test_the_certificate_says_what_the_planes_lose_and_leaves_no_gap(seed: int, n: int) -> None:
    columns, scores, weights = tied(seed, n=n, n_levels=60, p=4)
    found = quantiles.fit(columns, scores, weights)
    residuals = scores - found.planes @ columns
    losses = np.maximum(quantiles.TAUS[:, None] * residuals, (quantiles.TAUS[:, None] - 1) * residuals) @ weights
    assert np.allclose(found.certificate.losses, losses, rtol=1e-9, atol=1e-6)
    assert found.certificate.gaps.max() <= quantiles.LARGEST_GAP
    assert found.certificate.excess.max() <= quantiles.LARGEST_EXCESS


def test_every_plane_passes_through_as_many_rows_as_it_has_unknowns() -> None:
    columns, scores, weights = tied(7, n=2000, n_levels=300, p=5)
    found = quantiles.fit(columns, scores, weights)
    n_touched = (np.abs(scores - found.planes @ columns) < 1e-8).sum(axis=1)
    assert n_touched.min() >= 5


def test_a_floor_that_a_third_of_the_scores_share_is_no_trouble() -> None:
    columns, scores, weights = tied(11, n=900, n_levels=200, p=4)
    floored = np.maximum(scores, np.quantile(scores, 0.35))
    found = quantiles.fit(columns, floored, weights, taus=TAUS)
    for tau, loss in zip(TAUS, found.certificate.losses, strict=True):
        assert loss == pytest.approx(least_loss(columns, floored, weights, tau), rel=1e-7, abs=1e-7)


def test_a_weight_says_the_same_as_so_many_rows() -> None:
    columns, scores, weights = tied(3, n=400, n_levels=150, p=3)
    times = weights.astype(int)
    merged = quantiles.fit(columns, scores, weights)
    apart = quantiles.fit(np.repeat(columns, times, axis=1), np.repeat(scores, times), np.ones(times.sum()))
    assert np.allclose(merged.certificate.losses, apart.certificate.losses, rtol=1e-9)


def test_another_unit_of_the_scores_gives_the_same_planes_in_that_unit() -> None:
    columns, scores, weights = tied(5, n=1500, n_levels=400, p=4)
    plain = quantiles.fit(columns, scores, weights)
    other = quantiles.fit(columns, 8 * scores + 100, weights)
    assert np.allclose(other.planes @ columns, 8 * (plain.planes @ columns) + 100, atol=1e-6)


def test_a_column_that_others_make_superfluous_is_left_out_and_named() -> None:
    columns, scores, weights = tied(9, n=300, n_levels=50, p=3)
    doubled = np.vstack([columns, columns[1] + columns[2], np.zeros(300)])
    found = quantiles.fit(doubled, scores, weights, taus=TAUS)
    assert found.dropped == (3, 4)
    assert (found.planes[:, 3:] == 0).all()
    assert np.allclose(found.certificate.losses, quantiles.fit(columns, scores, weights, taus=TAUS).certificate.losses)


def test_a_quantile_that_is_not_settled_is_refused_and_never_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    columns, scores, weights = tied(1, n=200, n_levels=50, p=3)
    monkeypatch.setattr(quantiles, "MOST_ROUNDS", 0)
    with pytest.raises(NotSettled, match="could not be settled"):
        quantiles.fit(columns, scores, weights)


def test_a_plane_that_is_not_the_best_is_refused_by_its_certificate(monkeypatch: pytest.MonkeyPatch) -> None:
    columns, scores, weights = tied(1, n=200, n_levels=50, p=3)
    monkeypatch.setattr(pivoting, "settle", lambda *arrays: (pivoting.OPTIMAL, 0))
    with pytest.raises(NotSettled):
        quantiles.fit(columns, scores, weights)


def test_scores_that_are_no_numbers_are_refused() -> None:
    columns, scores, weights = tied(1, n=200, n_levels=50, p=3)
    scores[17] = np.nan
    with pytest.raises(NotSettled):
        quantiles.fit(columns, scores, weights)


def test_fewer_rows_than_unknowns_are_refused() -> None:
    columns = np.vstack([np.ones(3), np.arange(3.0), np.arange(3.0) ** 2])
    with pytest.raises(TooFewRows, match="3 different sets of scores"):
        quantiles.fit(columns, np.arange(3.0), np.ones(3))


def tied(seed: int, *, n: int, n_levels: int, p: int) -> tuple[Floats, Floats, Floats]:
    """Whole scores over an intercept and p - 1 whole columns, many of them equal, with weights of 1 to 3."""
    random = np.random.default_rng(seed)
    priors = random.integers(0, n_levels, (p - 1, n)).astype(np.float64)
    noise = random.normal(0, n_levels / 4, n)
    scores = np.round(priors.sum(axis=0) / max(p - 1, 1) + noise)
    return np.vstack([np.ones((1, n)), priors]), scores, random.integers(1, 4, n).astype(np.float64)


def least_loss(columns: Floats, scores: Floats, weights: Floats, tau: float) -> float:
    """The least loss as a linear programme of its own: free coefficients, positive parts above and below."""
    p, n = columns.shape
    cost = np.concatenate([np.zeros(p), tau * weights, (1 - tau) * weights])
    equal = np.hstack([columns.T, np.eye(n), -np.eye(n)])
    bounds = [(None, None)] * p + [(0, None)] * (2 * n)
    return float(linprog(cost, A_eq=equal, b_eq=scores, bounds=bounds, method="highs").fun)
