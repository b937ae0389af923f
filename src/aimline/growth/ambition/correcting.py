"""What was said is held against what happened, and moved by two numbers (calibration on own earlier years).

A state that fell for two years, or groups that come back more slowly than the method thinks, make chances too high. The
correction is a straight line on the logit scale, so that a higher target is never more likely than a lower one.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit, logit

from aimline.growth.references.shelf import Shelf, shipped

Floats = NDArray[np.float64]

NEAREST = 0.001  # nothing is certain: growth.md 2.8


@dataclass(frozen=True)
class CorrectionPrior:
    """How far the line may lie from no correction (logits), and how far one year's weather moves all chances."""

    shift_sd: float
    slope_sd: float
    year_sd: float


@dataclass(frozen=True)
class Correction:
    """A line on the logit scale; without shift and with a slope of 1 chances stay what they are."""

    shift: float = 0.0
    slope: float = 1.0

    def apply(self, chances: Floats) -> Floats:
        """Move chances (0 to 1); the order of two chances stays."""
        corrected: Floats = expit(self.shift + self.slope * _logits(chances))
        return corrected


def learn(
    said: Floats, happened: Floats, years: NDArray[np.int64], *, n_asked: int = 1, shelf: Shelf | None = None
) -> Correction:
    """Learn from chances said (n,) before outcomes happened (n,; 0 or 1) in some years (n,); each year counts once.

    `n_asked` says how many targets were asked of one outcome: they are not that many witnesses. With one year alone the
    correction stays small, because its weather explains most.
    """
    prior = (shelf or shipped()).prior(CorrectionPrior, "chance_correction")
    logits, (known, which) = _logits(said), np.unique(years, return_inverse=True)

    def loss(numbers: Floats) -> float:
        shift, slope, weather = numbers[0], numbers[1], numbers[2:]
        told = shift + slope * logits + weather[which]
        surprise = np.sum(np.logaddexp(0, told) - happened * told) / n_asked
        held = (shift / prior.shift_sd) ** 2 + ((slope - 1) / prior.slope_sd) ** 2
        return float(surprise + (held + np.sum((weather / prior.year_sd) ** 2)) / 2)

    best = minimize(loss, np.r_[0.0, 1.0, np.zeros(known.size)])  # type: ignore[no-untyped-call] # SciPy's gap
    return Correction(float(best.x[0]), max(float(best.x[1]), NEAREST))


def _logits(chances: Floats) -> Floats:
    found: Floats = logit(np.clip(chances, NEAREST, 1 - NEAREST))
    return found
