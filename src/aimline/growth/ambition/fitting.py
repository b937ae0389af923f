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
from aimline.growth.ambition.comparing import Cells, stand
from aimline.growth.ambition.following import foresee
from aimline.growth.ambition.level import CohortPrior
from aimline.growth.references.shelf import Shelf, shipped

Floats = NDArray[np.float64]

FEWEST: Final = 100  # outcomes, below which the borrowed numbers stay as they are
_FITTED = ("design_factor", "cohort_shock", "yearly_drift", "trend_sd")
_OF_SCHOOLS = "school_drift"  # fitted too, where the cells tell their schools


@dataclass(frozen=True)
class FitPrior:
    """How far own numbers may lie from the borrowed ones: as a factor (log scale); the trend and its year in shares."""

    factor_sd: float
    trend_mean_sd: float
    year_shock: float


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
        tried = replace(level, **dict(zip(names, (start * np.exp(logs)).tolist(), strict=True)))
        if tried.design_factor < 1:
            return np.inf
        told = sum(_log_likelihood(before, share, n, tried, referenced=referenced) for before, share, n in outcomes)
        return float(0.5 * np.sum((logs / held.factor_sd) ** 2) - told)

    names = _FITTED if cells.schools is None or not referenced else (*_FITTED, _OF_SCHOOLS)
    start = np.array([getattr(borrowed, name) for name in names])
    corners = np.vstack([np.zeros(len(names)), held.factor_sd * np.eye(len(names))])
    options = {"initial_simplex": corners, "xatol": 0.01}
    best = minimize(loss, corners[0], method="Nelder-Mead", options=options)  # type: ignore[no-untyped-call] # SciPy's gap
    return replace(level, **dict(zip(names, (start * np.exp(best.x)).tolist(), strict=True)))


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
