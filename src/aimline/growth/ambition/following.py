"""Follows many cells at once to the year to come, each beside the other grades of its school (growth.md 2.3, 2.4).

What lasts of a cell is told in two parts: its school's level, which all grades share, and its own. Both move from year
to year. A cell that fell alone is expected back; one that fell with all of its school is not.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from aimline.growth.ambition.comparing import Cells, Others, Standing, others
from aimline.growth.ambition.level import CohortPrior

Floats = NDArray[np.float64]

# Places in a state: the school's level, what the other grades of it have of their own, the cell's own level, its trend.
_SCHOOL, _ELSEWHERE, _OWN, _TREND = range(4)
_THE_CELL: Final = np.array([1.0, 0.0, 1.0, 0.0])
_THE_OTHERS: Final = np.array([1.0, 1.0, 0.0, 0.0])


@dataclass(frozen=True)
class Foreseen:
    """What was expected of the cells in one year: means and variances (m,) of the true share of those tested."""

    mean: Floats
    variance: Floats


def foresee(cells: Cells, prior: CohortPrior, *, n_next: Floats, known: Standing | None = None) -> Foreseen:
    """Follow all cells to the year after the last column, as `cohorts.expect` does for one of them.

    `n_next` (m,) are the sizes of the cohorts to come. Cells whose last column is absent are foreseen from what there
    is. With `known` the cells start from where they are expected to stand, and learn year by year from the other grades
    of their school where the cells tell which those are. Source: growth.md 2.3, 2.4; the school's part is ours.
    """
    numbers = np.nansum(cells.n, axis=1)
    usual = np.clip((np.nansum(cells.shares * cells.n, axis=1) + 0.5) / (numbers + 1), 0.02, 0.98)
    beside = others(cells, known, prior) if known is not None and cells.schools is not None else None
    state = _State.unknown(len(usual), prior, known, beside)
    for column in range(cells.shares.shape[1]):
        share, n = cells.shares[:, column], cells.n[:, column]
        error = prior.cohort_shock**2 + prior.design_factor * usual * (1 - usual) / np.where(n > 0, n, 1)
        state = state.next(prior) if column else state
        if beside is not None:
            state = state.learned(_THE_OTHERS, beside.apart[:, column], beside.error[:, column])
        state = state.begun(share, n, error, flat=known is None).learned(_THE_CELL, share - state.base, error)
    state = state.next(prior)
    level, variance = state.base + state.mean @ _THE_CELL, state.variance @ _THE_CELL @ _THE_CELL
    mean = np.clip(level, 0.01, 0.99)
    shock = prior.cohort_shock**2 + (prior.design_factor - 1) * mean * (1 - mean) / n_next
    return Foreseen(mean, variance + shock)


@dataclass(frozen=True)
class _State:
    """What is known of m cells: means (m, 4) and variances (m, 4, 4) of the four parts, counted from `base` (m,).

    Cells that were not seen yet neither move nor rise; `begins` marks those whose first year is the one at hand.
    """

    base: Floats
    mean: Floats
    variance: Floats
    seen: NDArray[np.bool_]
    begins: NDArray[np.bool_]

    @staticmethod
    def unknown(m: int, prior: CohortPrior, known: Standing | None, beside: Others | None) -> "_State":
        mean, variance, nothing = np.zeros((m, 4)), np.zeros((m, 4, 4)), np.zeros(m, dtype=bool)
        mean[:, _TREND], variance[:, _TREND, _TREND] = prior.trend_mean, prior.trend_sd**2
        if known is None:
            return _State(np.zeros(m), mean, variance, nothing, nothing)
        variance[:, _SCHOOL, _SCHOOL], variance[:, _OWN, _OWN] = known.school_variance, known.own_variance
        if beside is not None:
            variance[:, _ELSEWHERE, _ELSEWHERE] = beside.lasting
        return _State(known.mean, mean, variance, nothing, nothing)

    def next(self, prior: CohortPrior) -> "_State":
        """Move on by a year."""
        step = np.broadcast_to(np.eye(4), self.variance.shape).copy()
        step[self.seen, _OWN, _TREND] = 1.0
        variance = step @ self.variance @ step.transpose(0, 2, 1)
        variance[:, _OWN, _OWN] += np.where(self.seen, prior.yearly_drift**2, 0.0)
        variance[:, _SCHOOL, _SCHOOL] += np.where(variance[:, _SCHOOL, _SCHOOL] > 0, prior.school_drift**2, 0.0)
        return replace(self, mean=(step @ self.mean[:, :, None])[:, :, 0], variance=variance)

    def begun(self, share: Floats, n: Floats, error: Floats, *, flat: bool) -> "_State":
        """Note which cells are seen; `flat` starts new ones from their own share, which then teaches no more."""
        there = n > 0
        if not flat:
            return replace(self, seen=self.seen | there)
        fresh = there & ~self.seen
        mean, variance = self.mean.copy(), self.variance.copy()
        start = np.clip((np.where(there, share, 0.0) * n + 0.5) / (n + 1), 0.02, 0.98)
        mean[fresh, _OWN], variance[fresh, _OWN, _OWN] = start[fresh], error[fresh]
        return replace(self, mean=mean, variance=variance, seen=self.seen | there, begins=fresh)

    def learned(self, parts: Floats, value: Floats, error: Floats) -> "_State":
        """Learn from values (m,; NaN where there is none) of a sum of parts, each with its error."""
        there = ~np.isnan(value) & ~self.begins
        shared = self.variance @ parts
        gain = np.where(there[:, None], shared / (shared @ parts + error)[:, None], 0.0)
        surprise = np.where(there, value - self.mean @ parts, 0.0)
        return replace(
            self,
            mean=self.mean + gain * surprise[:, None],
            variance=self.variance - gain[:, :, None] * shared[:, None, :],
        )
