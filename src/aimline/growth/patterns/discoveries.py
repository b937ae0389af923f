"""Many comparisons at once: which differences survive, and which could be chance (growth.md 5.3)."""

from collections.abc import Sequence
from typing import Final

DEFAULT_RATE: Final = 0.10


def discover(chances: Sequence[float], *, rate: float = DEFAULT_RATE, strict: bool = False) -> tuple[bool, ...]:
    """Tell which of a family of two-sided p-values survive Benjamini and Hochberg at a false discovery rate.

    One family is one question on one page. `strict` is the form of Benjamini and Yekutieli, for any dependence.

    >>> discover([0.001, 0.008, 0.9], rate=0.05)
    (True, True, False)
    """
    m = len(chances)
    allowed = rate / sum(1 / place for place in range(1, m + 1)) if strict and m else rate
    order = sorted(range(m), key=lambda at: chances[at])
    last = max((place for place, at in enumerate(order, start=1) if chances[at] <= allowed * place / m), default=0)
    kept = set(order[:last])
    return tuple(at in kept for at in range(m))
