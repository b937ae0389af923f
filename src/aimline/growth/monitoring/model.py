"""The default model: many small local-linear trends, averaged by how well they foresaw the scores (growth.md 3.3).

Arrays are (g, m): g models of the grid, m series. Gains do not depend on the scores, so where all series share one plan
they are worked out once, as (g, 1).
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from aimline.growth.monitoring.prior import Grid
from aimline.growth.monitoring.series import Batch

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class State:
    """What the models know after some scores: level and slope (g, m), their variances, and the weights of the models.

    `log_likelihood` (g, m) is that of the scores so far; `week` (m,) or (1,) the time of the last of them.
    """

    level: Floats
    slope: Floats
    level_variance: Floats
    covariance: Floats
    slope_variance: Floats
    log_likelihood: Floats
    log_prior: Floats
    wander: Floats
    residual: Floats
    week: Floats

    @property
    def weights(self) -> Floats:
        """The weights of the models (g, m), which add up to 1 for each series."""
        logs = self.log_likelihood + self.log_prior
        shares = np.exp(logs - logs.max(axis=0))
        return np.asarray(shares / shares.sum(axis=0))

    def ahead(self, due: Floats) -> tuple[Floats, Floats]:
        """Look ahead to a week: mean and variance (g, m) of the true level then."""
        gap = np.maximum(due - self.week, 0.0)
        variance = self.level_variance + 2 * gap * self.covariance + gap**2 * self.slope_variance
        return self.level + gap * self.slope, variance + self.wander**2 * gap**3 / 3

    def chance(self, target: Floats, due: Floats) -> Floats:
        """Give P(true level at `due` is at or above `target`), (m,)."""
        mean, variance = self.ahead(due)
        return np.asarray((self.weights * ndtr((mean - target) / np.sqrt(variance))).sum(axis=0))

    def slope_above(self, slope: Floats | float) -> Floats:
        """Give P(true slope now is above a value), (m,)."""
        return np.asarray((self.weights * ndtr((self.slope - slope) / np.sqrt(self.slope_variance))).sum(axis=0))

    def band(self, week: Floats, share: float) -> tuple[Floats, Floats, Floats]:
        """Give low, middle and high (m,) of the true level at a week; between low and high lies `share` of the chance.

        The averaged law is taken as normal with the mixture's mean and variance.
        """
        mean, variance = self.ahead(week)
        weights = self.weights
        middle = (weights * mean).sum(axis=0)
        spread = np.sqrt((weights * (variance + (mean - middle) ** 2)).sum(axis=0))
        reach = float(ndtri((1 + share) / 2)) * spread
        return middle - reach, middle, middle + reach


@dataclass(frozen=True)
class Models:
    """The models to be averaged, arrays (g, 1): spread of one score, wandering and prior of the slope, log weight."""

    residual: Floats
    wander: Floats
    slope_mean: Floats
    slope_sd: Floats
    log_weight: Floats


def models(grid: Grid, *, slope_mean: float, slope_sd: float) -> Models:
    """Lay out the grid for one prior of the slope."""
    residual, wander = (each.reshape(-1, 1) for each in np.meshgrid(grid.residual, grid.wander, indexing="ij"))
    weights = np.outer(grid.residual_weight, grid.wander_weight).reshape(-1, 1)
    ones = np.ones_like(residual)
    return Models(residual, wander, slope_mean * ones, slope_sd * ones, np.log(weights))


def walk(batch: Batch, grid: Grid, chosen: Models) -> Iterator[State]:
    """Give the state after the baseline and after each column of scores. Source: growth.md 3.3.

    An absent score is only a prediction. A surprise is cut at `grid.outlier` predictive spreads in the update, and
    counts in full for the weights of the models. Where a phase line was drawn, the slope may change.
    """
    state = _begin(batch, grid, chosen)
    yield state
    present = ~np.isnan(batch.values)
    whole = np.asarray(present.all(axis=0)).tolist()
    for column in range(batch.weeks.shape[1]):
        if batch.changed is not None:
            state = _loosen(state, batch.changed[:, column] * chosen.slope_sd**2)
        state = _predict(state, batch.weeks[:, column])
        noise = chosen.residual**2 / batch.probes[:, column]
        there = None if whole[column] else present[:, column]
        state = _learn(state, batch.values[:, column], noise, grid.outlier, there)
        yield state


def follow(batch: Batch, grid: Grid, chosen: Models) -> State:
    """Give the state after all scores."""
    return deque(walk(batch, grid, chosen), maxlen=1).pop()


def _begin(batch: Batch, grid: Grid, chosen: Models) -> State:
    variance = np.array([[grid.level_sd**2]])
    noise = batch.baseline_noise * chosen.residual**2
    gain = variance / (variance + noise)
    surprise = batch.baseline - grid.level_mean
    shape = np.zeros((len(chosen.residual), batch.m))
    return State(
        level=grid.level_mean + gain * surprise,
        slope=shape + chosen.slope_mean,
        level_variance=gain * noise,
        covariance=np.zeros_like(gain),
        slope_variance=np.zeros_like(gain) + chosen.slope_sd**2,
        log_likelihood=-0.5 * (np.log(variance + noise) + surprise**2 / (variance + noise)) + shape,
        log_prior=chosen.log_weight,
        wander=chosen.wander,
        residual=chosen.residual,
        week=np.zeros(1),
    )


def _loosen(state: State, variance: Floats) -> State:
    """Let the slope change at a phase line: its variance grows, level and slope stay (growth.md 3.5)."""
    return replace(state, slope_variance=state.slope_variance + variance)


def _predict(state: State, week: Floats) -> State:
    gap = week - state.week
    wander = state.wander**2
    grown = 2 * gap * state.covariance + gap**2 * state.slope_variance
    return replace(
        state,
        level=state.level + gap * state.slope,
        level_variance=state.level_variance + grown + wander * gap**3 / 3,
        covariance=state.covariance + gap * state.slope_variance + wander * gap**2 / 2,
        slope_variance=state.slope_variance + wander * gap,
        week=week,
    )


def _learn(state: State, values: Floats, noise: Floats, outlier: float, present: NDArray[np.bool_] | None) -> State:
    """Learn from a column of scores; `present` (m,) tells which are there, none where all are."""
    total = state.level_variance + noise
    gain, slope_gain = state.level_variance / total, state.covariance / total
    if present is not None:  # an absent score teaches nothing
        gain, slope_gain = gain * present, slope_gain * present
        values = np.where(present, values, 0.0)
    surprise = values - state.level
    told = -0.5 * (np.log(total) + surprise**2 / total)
    limit = outlier * np.sqrt(total)
    cut = np.minimum(np.maximum(surprise, -limit), limit)
    return replace(
        state,
        level=state.level + gain * cut,
        slope=state.slope + slope_gain * cut,
        level_variance=(1 - gain) * state.level_variance,
        covariance=(1 - gain) * state.covariance,
        slope_variance=state.slope_variance - slope_gain * state.covariance,
        log_likelihood=state.log_likelihood + (told if present is None else told * present),
    )
