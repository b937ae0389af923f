"""What is expected of a mean: a normal law, or Student's where its spread is learned from few values."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf

from scipy.special import stdtr, stdtrit


@dataclass(frozen=True)
class Bell:
    """Mean and spread in the measure's unit, noise included; `df` is infinite for the normal law."""

    mean: float
    sd: float
    df: float = inf

    def reach(self, target: float) -> float:
        """Give the chance of a value at or above the target."""
        return float(stdtr(self.df, (self.mean - target) / self.sd))

    def target_at(self, chance: float) -> float:
        """Give the target that is reached with this chance."""
        return float(self.mean - self.sd * stdtrit(self.df, chance))

    def moved(self, gain: float) -> "Bell":
        """Move the mean by a gain in the measure's unit; the spread stays."""
        return replace(self, mean=self.mean + gain)

    def band(self, share: float) -> tuple[float, float]:
        """Give the middle of the law: `share` .8 leaves a tenth on either side."""
        return self.target_at((1 + share) / 2), self.target_at((1 - share) / 2)


@dataclass(frozen=True)
class Learned:
    """A mean with its own variance, after own values have spoken."""

    mean: float
    variance: float


def learn(mean: float, variance: float, values: Sequence[float], variances: Sequence[float]) -> Learned:
    """Weigh a borrowed mean with own values, each by how well it is known. Source: growth.md 2.3, step 3."""
    weight, total = 1 / variance, mean / variance
    for value, spread in zip(values, variances, strict=True):
        weight += 1 / spread
        total += value / spread
    return Learned(total / weight, 1 / weight)


def pooled_variance(values: Sequence[float], sd: float, weight: float) -> float:
    """Weigh a borrowed spread, worth `weight` values, with the spread of own values. Source: growth.md 2.5."""
    m = len(values)
    if m < 2:
        return sd**2
    centre = sum(values) / m
    return (weight * sd**2 + sum((value - centre) ** 2 for value in values)) / (weight + m - 1)
