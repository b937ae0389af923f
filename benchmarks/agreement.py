"""Counts of agreement between a reader and the checker, each with its interval."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import sqrt

_Z = 1.96


def wilson(hits: int, n: int) -> tuple[float, float]:
    """Give the 95 % Wilson interval of a share; 0 to 1 where nothing was counted."""
    if n == 0:
        return 0.0, 1.0
    share, z2 = hits / n, _Z * _Z
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z * sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return max(0.0, middle - half), min(1.0, middle + half)


@dataclass
class Share:
    """How often something was so; `missed` names the statements in which it was not."""

    hits: int = 0
    n: int = 0
    missed: list[str] = field(default_factory=list)

    def count(self, name: str, *, hit: bool) -> None:
        self.n += 1
        self.hits += hit
        if not hit:
            self.missed.append(name)

    def __str__(self) -> str:
        low, high = wilson(self.hits, self.n)
        share = self.hits / self.n if self.n else 0.0
        return f"{share:.3f} [{low:.3f}, {high:.3f}]  {self.hits}/{self.n}"


@dataclass
class Detection:
    """How well something is found: right finds, false alarms and oversights."""

    found: int = 0
    alarms: list[str] = field(default_factory=list)
    overlooked: list[str] = field(default_factory=list)

    def count(self, name: str, *, wanted: bool, given: bool) -> None:
        self.found += wanted and given
        if given and not wanted:
            self.alarms.append(name)
        if wanted and not given:
            self.overlooked.append(name)

    @property
    def missed(self) -> list[str]:
        return self.alarms + self.overlooked

    @property
    def f1(self) -> float:
        return 2 * self.found / ((2 * self.found + len(self.missed)) or 1)

    def __str__(self) -> str:
        given, wanted = self.found + len(self.alarms), self.found + len(self.overlooked)
        precision, recall = self.found / (given or 1), self.found / (wanted or 1)
        low, high = _f1_interval(self.found, given + wanted - self.found)
        parts = f"precision {precision:.3f} of {given}, recall {recall:.3f} of {wanted}"
        return f"F1 {self.f1:.3f} [{low:.3f}, {high:.3f}]  {parts}"


def _f1_interval(found: int, either: int) -> tuple[float, float]:
    """F1 = 2j / (1 + j) of the share j found among all wanted or given: its Wilson bounds carry over."""
    low, high = wilson(found, either)
    return 2 * low / (1 + low), 2 * high / (1 + high)


def overlap(one: Iterable[str], two: Iterable[str]) -> float:
    """Give twice the shared words over all words of both (Dice), 0 to 1."""
    left, right = set(one), set(two)
    return 2 * len(left & right) / ((len(left) + len(right)) or 1)
