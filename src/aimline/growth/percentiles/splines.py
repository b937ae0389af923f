"""Knots of a scale, and the spline columns of a score between them (growth.md 4.1, steps 2 and 3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

DEGREE: Final = 3
SHARES: Final = (0.2, 0.4, 0.6, 0.8)
MARGIN: Final = 0.1  # of the range, on both sides
DECIMALS: Final = 3


@dataclass(frozen=True)
class Knots:
    """Where the splines of one subject and grade bend.

    `inner` are the four bends and `boundaries` the ends, in score points, ascending; `lowest` and `highest` are the
    scores the scale gives at least and at most.
    """

    inner: tuple[float, ...]
    boundaries: tuple[float, float]
    lowest: float
    highest: float

    @property
    def distinct(self) -> tuple[float, ...]:
        """The inner knots without repetitions: heavy ties make two of them one."""
        return tuple(sorted({knot for knot in self.inner if self.boundaries[0] < knot < self.boundaries[1]}))


def place(scores: Floats) -> Knots:
    """Place knots at the quintiles (type 7) of all scores of a grade, boundaries a tenth of the range outside.

    >>> place(np.arange(11.0))
    Knots(inner=(2.0, 4.0, 6.0, 8.0), boundaries=(-1.0, 11.0), lowest=0.0, highest=10.0)
    """
    low, high = float(scores.min()), float(scores.max())
    margin = MARGIN * (high - low)
    return Knots(
        tuple(float(knot) for knot in np.round(np.quantile(scores, SHARES), DECIMALS)),
        (round(low - margin, DECIMALS), round(high + margin, DECIMALS)),
        round(low, DECIMALS),
        round(high, DECIMALS),
    )


def expand(scores: Floats, knots: Knots) -> Floats:
    """Return the cubic B-spline columns (distinct knots + 3, n) of scores (n), the first of the basis left out.

    A score outside the boundaries gets the continued polynomial, as in R. A scale of one score alone has no columns.
    """
    from scipy.interpolate import BSpline

    low, high = knots.boundaries
    if low == high:
        return np.empty((0, scores.size))
    bends = np.array([low] * (DEGREE + 1) + list(knots.distinct) + [high] * (DEGREE + 1))
    levels, where = np.unique(scores, return_inverse=True)
    smooth = BSpline(bends, np.eye(len(bends) - DEGREE - 1), DEGREE)  # type: ignore[no-untyped-call]  # of SciPy
    basis = smooth(levels)
    columns: Floats = basis[where, 1:].T
    return columns


def design(priors: Sequence[Floats] | Floats, knots: Sequence[Knots]) -> Floats:
    """Return the columns (1 + 7 a prior, n) of a regression on earlier scores: ones, then splines, newest first."""
    parts = [expand(scores, each) for scores, each in zip(priors, knots, strict=True)]
    return np.ascontiguousarray(np.vstack([np.ones((1, len(priors[0]))), *parts]))
