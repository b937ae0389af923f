"""A share with its uncertainty, and the difference of two shares (growth.md 5.1)."""

from dataclasses import dataclass
from math import erf, sqrt
from statistics import NormalDist
from typing import Final

CONFIDENCE: Final = 0.95


@dataclass(frozen=True)
class Interval:
    """A value between two ends; the value lies inside."""

    value: float
    low: float
    high: float


def wilson(reached: int, n: int, *, confidence: float = CONFIDENCE) -> Interval:
    """Give a share (0 to 1) with Wilson's interval; `n` above 0.

    >>> round(wilson(12, 24).low, 3)
    0.314
    """
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share, weight = reached / n, z**2 / n
    middle = (share + weight / 2) / (1 + weight)
    reach = z / (1 + weight) * sqrt(share * (1 - share) / n + weight / (4 * n))
    return Interval(share, max(0.0, middle - reach), min(1.0, middle + reach))


def newcombe(reached: int, n: int, other: int, n_other: int, *, confidence: float = CONFIDENCE) -> Interval:
    """Give the first share minus the second with Newcombe's hybrid interval (points as -1 to 1)."""
    one, two = wilson(reached, n, confidence=confidence), wilson(other, n_other, confidence=confidence)
    difference = one.value - two.value
    low = difference - sqrt((one.value - one.low) ** 2 + (two.high - two.value) ** 2)
    high = difference + sqrt((one.high - one.value) ** 2 + (two.value - two.low) ** 2)
    return Interval(difference, low, high)


def chance_of_difference(reached: int, n: int, other: int, n_other: int) -> float:
    """Give the two-sided p of a difference as large, if there were none: the pooled test of two shares.

    Compare a group with its complement, never with a whole that contains it (growth.md 5.3).
    """
    pooled = (reached + other) / (n + n_other)
    spread = sqrt(pooled * (1 - pooled) * (1 / n + 1 / n_other))
    if spread == 0:
        return 1.0
    z = abs(reached / n - other / n_other) / spread
    return 1 - erf(z / sqrt(2))
