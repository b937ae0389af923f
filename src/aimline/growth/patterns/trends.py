"""Which way shares and gaps go over periods, free of where the cut lies (growth.md 5.2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import exp, pi, sqrt

from scipy.special import ndtr, ndtri

from aimline.growth.patterns.showing import PERIODS


class Way(StrEnum):
    """What can be said about the way."""

    UP = "up"
    DOWN = "down"
    UNCLEAR = "unclear"
    TOO_FEW = "too_few"


@dataclass(frozen=True)
class Period:
    """`reached` of `n` students in a period; `at` is its time in any unit."""

    at: float
    reached: int
    n: int


@dataclass(frozen=True)
class Slope:
    """Change a unit of time in normal scores, the chance that it is upward, and what can be said."""

    slope: float
    upward: float
    way: Way


def trend(periods: Sequence[Period], *, sure: float = 0.90) -> Slope:
    """Say which way a share goes; fewer than three periods say nothing. Source: growth.md 5.2."""
    return _slope([(period.at, *_score(period)) for period in periods], sure)


def widening(group: Sequence[Period], others: Sequence[Period], *, sure: float = 0.90) -> Slope:
    """Say whether the cut-free gap (group minus others) goes up or down; the gap in points is never trended.

    Both have the same periods. Source: growth.md 5.2, Ho 2008.
    """
    gaps = []
    for one, other in zip(group, others, strict=True):
        (score, noise), (score_other, noise_other) = _score(one), _score(other)
        gaps.append((one.at, score - score_other, noise + noise_other))
    return _slope(gaps, sure)


def _score(period: Period) -> tuple[float, float]:
    """Give the normal score of a share and its variance; half a student is kept away from nobody and everybody."""
    share = (period.reached + 0.5) / (period.n + 1)
    score = float(ndtri(share))
    density = exp(-(score**2) / 2) / sqrt(2 * pi)
    return score, share * (1 - share) / period.n / density**2


def _slope(points: Sequence[tuple[float, float, float]], sure: float) -> Slope:
    if len(points) < PERIODS:
        return Slope(0.0, 0.5, Way.TOO_FEW)
    weights = [1 / noise for _, _, noise in points]
    total = sum(weights)
    middle = sum(weight * at for weight, (at, _, _) in zip(weights, points, strict=True)) / total
    across = sum(weight * (at - middle) ** 2 for weight, (at, _, _) in zip(weights, points, strict=True))
    slope = sum(weight * (at - middle) * value for weight, (at, value, _) in zip(weights, points, strict=True)) / across
    upward = float(ndtr(slope * sqrt(across)))
    way = Way.UP if upward >= sure else Way.DOWN if upward <= 1 - sure else Way.UNCLEAR
    return Slope(slope, upward, way)
