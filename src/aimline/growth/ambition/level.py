"""Where a school really stands after several years: a local-level filter over yearly shares (growth.md 2.4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from aimline.growth.ambition.counting import steadied


@dataclass(frozen=True)
class CohortPrior:
    """The numbers of successive cohorts: factor on the counting variance, shock of one cohort, lasting drift, trend.

    `school_drift` is what lasts of a change that all grades of a school make together, beyond the cell's own drift.
    """

    design_factor: float
    cohort_shock: float
    yearly_drift: float
    trend_mean: float
    trend_sd: float
    school_drift: float


@dataclass(frozen=True)
class Year:
    """`share` (0 to 1) of `n` students in the school year that ends in `ending`."""

    ending: int
    share: float
    n: int


@dataclass(frozen=True)
class Level:
    """The filtered level and trend a year, with variances and covariance, in the last year seen."""

    level: float
    trend: float
    level_variance: float
    trend_variance: float
    covariance: float

    def ahead(self, years: float, drift: float) -> tuple[float, float]:
        """Look ahead: mean and variance of the level after some years; `drift` is the lasting change a year."""
        mean = self.level + years * self.trend
        variance = self.level_variance + 2 * years * self.covariance + years**2 * self.trend_variance
        return mean, variance + years * drift**2


def noise(share: float, n: int, prior: CohortPrior) -> float:
    """Give the variance of an observed share: counting noise, widened, and the shock of a cohort.

    `share` is the best guess of the true one, away from 0 and 1.
    """
    return prior.cohort_shock**2 + prior.design_factor * share * (1 - share) / n


def steady(years: Sequence[Year]) -> float:
    """Give the share of all students of all years, away from 0 and 1.

    Noise is worked out from it and not from each year's own share (growth.md 2.4): otherwise a year that came out high
    by luck would pass for a precise one, and the level would be drawn towards 0 or 1.
    """
    return steadied(sum(year.share * year.n for year in years), sum(year.n for year in years))


def follow(years: Sequence[Year], prior: CohortPrior, *, begin: Level) -> Level:
    """Run the filter over the years, oldest first; a missing year is bridged, not invented. Source: growth.md 2.4.

    Every year is there once and has students; `begin` is what the first of them says.
    """
    state, usual = begin, steady(years)
    for earlier, later in pairwise(years):
        for _ in range(later.ending - earlier.ending):
            state = _next(state, prior)
        state = _learn(state, later, noise(usual, later.n, prior))
    return state


def _next(state: Level, prior: CohortPrior) -> Level:
    return Level(
        state.level + state.trend,
        state.trend,
        state.level_variance + 2 * state.covariance + state.trend_variance + prior.yearly_drift**2,
        state.trend_variance,
        state.covariance + state.trend_variance,
    )


def _learn(state: Level, year: Year, error: float) -> Level:
    variance = state.level_variance + error
    gain, trend_gain = state.level_variance / variance, state.covariance / variance
    surprise = year.share - state.level
    return Level(
        state.level + gain * surprise,
        state.trend + trend_gain * surprise,
        (1 - gain) * state.level_variance,
        state.trend_variance - trend_gain * state.covariance,
        (1 - gain) * state.covariance,
    )
