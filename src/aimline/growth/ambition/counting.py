"""How many of n students will reach a level: the beta-binomial law and its tail (growth.md 2.3, steps 4 to 7)."""

from dataclasses import dataclass
from math import ceil, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, ndtr, ndtri

Floats = NDArray[np.float64]

_WIDEST = 0.95  # of the variance a share can have at all
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Share:
    """What is expected of the true share, 0 to 1, of a group of `n`: mean and variance, counting noise left out."""

    mean: float
    variance: float
    n: int

    @property
    def shape(self) -> tuple[float, float]:
        """The two parameters of the beta law with this mean and variance."""
        spread = self.mean * (1 - self.mean)
        weight = spread / min(self.variance, _WIDEST * spread) - 1
        return self.mean * weight, (1 - self.mean) * weight

    @property
    def sd(self) -> float:
        """The spread of the observed share, counting noise included."""
        return sqrt(self.variance + self.mean * (1 - self.mean) / self.n)

    def moved(self, effect: float) -> "Share":
        """Move the mean by an effect in student spreads, on the normal scale; the variance stays."""
        mean = float(ndtr(ndtri(self.mean) + effect))
        return Share(mean, self.variance, self.n)

    def tails(self) -> Floats:
        """Give P(K >= c) for c = 0 ... n + 1, an array of n + 2 falling probabilities."""
        k = np.arange(self.n + 1)
        a, b = self.shape
        logs = (
            gammaln(self.n + 1) - gammaln(k + 1) - gammaln(self.n - k + 1)
            + gammaln(k + a) + gammaln(self.n - k + b) - gammaln(self.n + a + b)
            + gammaln(a + b) - gammaln(a) - gammaln(b)
        )  # fmt: skip
        chances = np.exp(logs)
        below = np.concatenate(([0.0], np.cumsum(chances / chances.sum())))
        return np.asarray(np.clip(1 - below, 0.0, 1.0))

    def reach(self, needed: int) -> float:
        """Give P(K >= needed)."""
        return float(self.tails()[min(max(needed, 0), self.n + 1)])

    def band(self, share: float) -> tuple[float, float]:
        """Give the middle of the law as two observed shares: `share` .8 leaves a tenth on either side."""
        tails = self.tails()
        outside = (1 - share) / 2
        low = int(np.count_nonzero(1 - tails[1:] <= outside))
        high = int(np.count_nonzero(tails[1:] > outside))
        return low / self.n, high / self.n


def needed_of(n: int, target_share: float) -> int:
    """Count the whole students that reach a target share: 85 % of 7 is 6 (growth.md 2.8)."""
    return ceil(n * target_share - _ROUNDING)


def steadied(n_reached: float, n: int) -> float:
    """Pull a share away from 0 and 1 by half a student on either side, within .02 and .98 (growth.md 2.3, step 1)."""
    return min(max((n_reached + 0.5) / (n + 1), 0.02), 0.98)
