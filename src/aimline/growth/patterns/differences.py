"""Gaps that do not depend on where the cut lies, and the gap in points that must never stand alone (growth.md 5.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import pi, sqrt

import numpy as np
from scipy.special import ndtri
from scipy.stats import rankdata

from aimline.growth.patterns.rates import Interval, newcombe

_EDGE = 0.5  # of a student, kept away from "nobody" and "everybody"


@dataclass(frozen=True)
class Standardised:
    """Hedges' g, second group minus first, in pooled student spreads, and its standard error."""

    g: float
    se: float


@dataclass(frozen=True)
class Gap:
    """The gap between two groups: in points (never trended alone) and free of the cut, in student spreads."""

    points: Interval
    cut_free: float


def hedges(n: int, mean: float, sd: float, n_other: int, mean_other: float, sd_other: float) -> Standardised:
    """Give the standardised difference of two means; each `n` above 1, spreads above 0. Source: growth.md 5.1."""
    free = n + n_other - 2
    pooled = sqrt(((n - 1) * sd**2 + (n_other - 1) * sd_other**2) / free)
    g = (1 - 3 / (4 * free - 1)) * (mean_other - mean) / pooled
    se = sqrt((n + n_other) / (n * n_other) + g**2 / (2 * (n + n_other)))
    return Standardised(g, se)


def v_gap(scores: Sequence[float], others: Sequence[float]) -> float:
    """Give V = sqrt(2) * the normal score of P(one of the first is above one of the others), ties by halves.

    Half a pair is kept away from "always" and "never", so that the gap stays finite. Source: Ho 2008, growth.md 5.1.
    """
    n, m = len(scores), len(others)
    ranks = rankdata(np.concatenate([scores, others]))[:n]
    above = float(ranks.sum()) - n * (n + 1) / 2
    return sqrt(2) * float(ndtri((min(max(above, _EDGE), n * m - _EDGE)) / (n * m)))


def probit_gap(reached: int, n: int, other: int, n_other: int) -> float:
    """Give the difference of the normal scores of two shares, where only shares are known. Source: growth.md 5.1."""
    shares = (min(max(count, _EDGE), size - _EDGE) / size for count, size in ((reached, n), (other, n_other)))
    first, second = (float(ndtri(share)) for share in shares)
    return first - second


def probit_error(reached: int, n: int) -> float:
    """Give the spread that counting gives the normal score of a share, by the delta method."""
    share = min(max(reached, _EDGE), n - _EDGE) / n
    density = float(np.exp(-(ndtri(share) ** 2) / 2)) / sqrt(2 * pi)
    return sqrt(share * (1 - share) / n) / density


def gap(reached: int, n: int, other: int, n_other: int) -> Gap:
    """Give both measures of a gap in shares, so that the page never shows one alone (growth.md 5.1)."""
    return Gap(newcombe(reached, n, other, n_other), probit_gap(reached, n, other, n_other))
