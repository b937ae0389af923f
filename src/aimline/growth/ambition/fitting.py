"""Fits the numbers of successive cohorts to own earlier years, held to the borrowed ones (growth.md 2.10).

Many cells (school, grade, subject) are followed at once; arrays are (m, k), a column a school year, absent values NaN.
The fit maximises how likely the outcomes were, each number weighed against its borrowed value. What all cells share in
a year is one event, not hundreds, so the trend is drawn from the years and not from the cells: a state that fell twice
does not become a law.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import betaln, gammaln

from aimline.growth.ambition.cohorts import MEASURE
from aimline.growth.ambition.comparing import Cells, Standing, stand
from aimline.growth.ambition.level import CohortPrior
from aimline.growth.references.shelf import Shelf, shipped

Floats = NDArray[np.float64]

FEWEST: Final = 100  # outcomes, below which the borrowed numbers stay as they are
_FITTED = ("design_factor", "cohort_shock", "yearly_drift", "trend_sd")


@dataclass(frozen=True)
class FitPrior:
    """How far own numbers may lie from the borrowed ones: as a factor (log scale); the trend and its year in shares."""

    factor_sd: float
    trend_mean_sd: float
    year_shock: float


@dataclass(frozen=True)
class Foreseen:
    """What was expected of the cells in one year: means and variances (m,) of the true share of those tested."""

    mean: Floats
    variance: Floats


def foresee(cells: Cells, prior: CohortPrior, *, n_next: Floats, known: Standing | None = None) -> Foreseen:
    """Follow all cells to the year after the last column, as `cohorts.expect` does for one of them.

    `n_next` (m,) are the sizes of the cohorts to come. Cells whose last column is absent are foreseen from what there
    is. With `known` the cells start from where they are expected to stand. Source: growth.md 2.3, 2.4.
    """
    numbers = np.nansum(cells.n, axis=1)
    usual = np.clip((np.nansum(cells.shares * cells.n, axis=1) + 0.5) / (numbers + 1), 0.02, 0.98)
    state = _Many.unknown(len(usual), prior)
    for column in range(cells.shares.shape[1]):
        share, n = cells.shares[:, column], cells.n[:, column]
        error = prior.cohort_shock**2 + prior.design_factor * usual * (1 - usual) / np.where(n > 0, n, 1)
        state = state.next(prior) if column else state
        state = state.begun(share, n, error, known).learned(share, error)
    state = state.next(prior)
    mean = np.clip(state.level, 0.01, 0.99)
    shock = prior.cohort_shock**2 + (prior.design_factor - 1) * mean * (1 - mean) / n_next
    return Foreseen(mean, state.level_variance + shock)


def fit(cells: Cells, *, referenced: bool = True, shelf: Shelf | None = None) -> CohortPrior:
    """Fit the numbers to outcomes from the second year on; with fewer than 100 of them the borrowed ones stay.

    `referenced` lets cells start from where comparable ones stand, taken from the years before each outcome.
    """
    shelf = shelf or shipped()
    borrowed, held = shelf.prior(CohortPrior, MEASURE), shelf.prior(FitPrior, "cohort_fit")
    outcomes = [
        (cells.until(year), cells.shares[:, year], cells.n[:, year]) for year in range(1, cells.shares.shape[1])
    ]
    if sum(int(_usable(before, n).sum()) for before, _, n in outcomes) < FEWEST:
        return borrowed
    level = replace(borrowed, trend_mean=_trend(outcomes, borrowed, held, referenced=referenced))

    def loss(logs: Floats) -> float:
        tried = replace(level, **dict(zip(_FITTED, (start * np.exp(logs)).tolist(), strict=True)))
        if tried.design_factor < 1:
            return np.inf
        told = sum(_log_likelihood(before, share, n, tried, referenced=referenced) for before, share, n in outcomes)
        return float(0.5 * np.sum((logs / held.factor_sd) ** 2) - told)

    start = np.array([getattr(borrowed, name) for name in _FITTED])
    corners = np.vstack([np.zeros(len(_FITTED)), held.factor_sd * np.eye(len(_FITTED))])
    options = {"initial_simplex": corners, "xatol": 0.01}
    best = minimize(loss, corners[0], method="Nelder-Mead", options=options)  # type: ignore[no-untyped-call] # SciPy's gap
    return replace(level, **dict(zip(_FITTED, (start * np.exp(best.x)).tolist(), strict=True)))


Outcome = tuple[Cells, Floats, Floats]


def _trend(outcomes: list[Outcome], prior: CohortPrior, held: FitPrior, *, referenced: bool) -> float:
    """Weigh the borrowed trend with what each year brought beyond no trend at all, a year counting once."""
    still = replace(prior, trend_mean=0.0, trend_sd=prior.trend_sd)
    weight, total = 1 / held.trend_mean_sd**2, prior.trend_mean / held.trend_mean_sd**2
    for before, share, n in outcomes:
        usable = _usable(before, n)
        if not usable.any():
            continue
        known = stand(before, still) if referenced else None
        expected = foresee(before, still, n_next=np.where(n > 0, n, 1), known=known)
        weight += 1 / held.year_shock**2
        total += float((share - expected.mean)[usable].mean()) / held.year_shock**2
    return total / weight


def _log_likelihood(before: Cells, share: Floats, n: Floats, prior: CohortPrior, *, referenced: bool) -> float:
    usable = _usable(before, n)
    known = stand(before, prior) if referenced else None
    expected = foresee(before, prior, n_next=np.where(n > 0, n, 1), known=known)
    mean, variance, size = expected.mean[usable], expected.variance[usable], n[usable]
    reached = np.rint(share[usable] * size)
    weight = mean * (1 - mean) / np.minimum(variance, 0.95 * mean * (1 - mean)) - 1
    a, b = mean * weight, (1 - mean) * weight
    choose = gammaln(size + 1) - gammaln(reached + 1) - gammaln(size - reached + 1)
    return float((choose + betaln(reached + a, size - reached + b) - betaln(a, b)).sum())


def _usable(before: Cells, n: Floats) -> NDArray[np.bool_]:
    return (n > 0) & (before.n[:, -1] > 0)


@dataclass(frozen=True)
class _Many:
    """Levels and trends of many cells (m,), with variances; a cell that has not begun has the level NaN."""

    level: Floats
    trend: Floats
    level_variance: Floats
    trend_variance: Floats
    covariance: Floats

    @staticmethod
    def unknown(m: int, prior: CohortPrior) -> "_Many":
        one = np.ones(m)
        return _Many(np.nan * one, prior.trend_mean * one, np.nan * one, prior.trend_sd**2 * one, 0 * one)

    def next(self, prior: CohortPrior) -> "_Many":
        begun = ~np.isnan(self.level)
        return replace(
            self,
            level=self.level + self.trend,
            level_variance=self.level_variance + 2 * self.covariance + self.trend_variance + prior.yearly_drift**2,
            covariance=np.where(begun, self.covariance + self.trend_variance, 0.0),
        )

    def begun(self, share: Floats, n: Floats, error: Floats, known: Standing | None) -> "_Many":
        """Start the cells that are seen for the first time; marked by a variance below zero until `learned` passes."""
        fresh = np.isnan(self.level) & (n > 0)
        start, variance = np.clip((np.where(n > 0, share, np.nan) * n + 0.5) / (n + 1), 0.02, 0.98), error
        if known is not None:
            kept = known.between_sd**2 / (known.between_sd**2 + error)
            start, variance = known.mean + kept * (share - known.mean), kept * error
        return replace(
            self,
            level=np.where(fresh, start, self.level),
            level_variance=np.where(fresh, -variance, self.level_variance),
        )

    def learned(self, share: Floats, error: Floats) -> "_Many":
        fresh = self.level_variance < 0
        seen = ~np.isnan(share) & ~np.isnan(self.level) & ~fresh
        total = np.where(seen, self.level_variance + error, 1.0)
        gain, trend_gain = (
            np.where(seen, self.level_variance / total, 0.0),
            np.where(seen, self.covariance / total, 0.0),
        )
        surprise = np.where(seen, share - self.level, 0.0)
        return _Many(
            level=self.level + gain * surprise,
            trend=self.trend + trend_gain * surprise,
            level_variance=np.abs(self.level_variance) * (1 - gain),
            trend_variance=self.trend_variance - trend_gain * self.covariance,
            covariance=self.covariance * (1 - gain),
        )
