"""Learning the prior from the group: how fast do students usually grow here, and how differently? (growth.md 3.3)

The prior's mean and spread are themselves uncertain. Each combination on a small grid is judged by how well it foresaw
the scores of the *others* in the group, so a student never counts twice, and a noisy start of the year moves the prior
only as far as the scores can bear. This replaces the moment estimate of growth.md 3.3, which trusted the group's
slopes too much before week 10; docs/explanation/on-track.md has the comparison.
"""

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from aimline.growth.monitoring.model import Models, State, models
from aimline.growth.monitoring.prior import Grid, SlopePrior

Floats = NDArray[np.float64]

FEWEST: Final = 8  # students, below which the prior stays what it is
_OFFSETS = (-2.4, -1.6, -0.8, 0.0, 0.8, 1.6, 2.4)  # of the mean, in spreads of what it may be off
_SPREADS = ((0.6, 0.25), (1.0, 0.5), (1.5, 0.25))  # times the spread between students, with weights


def alone(grid: Grid, prior: SlopePrior) -> Models:
    """Give the models for a student without a group: the mean's own uncertainty widens the prior."""
    return models(grid, slope_mean=prior.mean, slope_sd=float(np.hypot(prior.spread, prior.mean_sd)))


def together(grid: Grid, prior: SlopePrior) -> Models:
    """Give the models for students in groups: the grid once for each guess of the prior's mean and spread."""
    parts = [
        (models(grid, slope_mean=prior.mean + offset * prior.mean_sd, slope_sd=times * prior.spread), weight)
        for offset, times, weight in _guesses()
    ]
    chosen = [part for part, _ in parts]
    return Models(
        residual=np.concatenate([part.residual for part in chosen]),
        wander=np.concatenate([part.wander for part in chosen]),
        slope_mean=np.concatenate([part.slope_mean for part in chosen]),
        slope_sd=np.concatenate([part.slope_sd for part in chosen]),
        log_weight=np.concatenate([part.log_weight + np.log(weight) for part, weight in parts]),
    )


def shared(state: State, groups: NDArray[np.int64]) -> State:
    """Let each student's prior be judged by the others of the group; `state` comes from the models of `together`.

    `groups` (m,) numbers the groups from 0. In groups below eight only the prior's own weights count.
    """
    n_guesses = len(_guesses())
    logs = (state.log_likelihood + state.log_prior).reshape(n_guesses, -1, len(groups))
    top = logs.max(axis=1, keepdims=True)
    own = top[:, 0] + np.log(np.exp(logs - top).sum(axis=1))
    own = own - np.log([weight for _, _, weight in _guesses()])[:, None]
    totals = np.array([np.bincount(groups, weights=row) for row in own])
    others = totals[:, groups] - own
    others = np.where(np.bincount(groups)[groups] >= FEWEST, others - others.max(axis=0), 0.0)
    return replace(state, log_prior=state.log_prior + np.repeat(others, logs.shape[1], axis=0))


def _guesses() -> list[tuple[float, float, float]]:
    density = np.exp(-0.5 * np.array(_OFFSETS) ** 2)
    shares = density / density.sum()
    return [
        (offset, times, float(share) * weight)
        for offset, share in zip(_OFFSETS, shares, strict=True)
        for times, weight in _SPREADS
    ]
