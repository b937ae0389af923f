"""What a number of students may carry: shown at all, flagged, or spoken of as a trend (growth.md 5.4)."""

from collections.abc import Sequence
from dataclasses import dataclass

SHOWN, FLAGGED, TREND, PERIODS = 10, 20, 30, 3


@dataclass(frozen=True)
class Allowed:
    """`outside`: shown to others than the team and ranked; `flags`: may be called a strength or a gap; `trends`."""

    outside: bool
    flags: bool
    trends: bool


def allow(periods: Sequence[int]) -> Allowed:
    """Say what the numbers of students by period (oldest first, at least one) allow.

    A trend wants 30 students in each of two periods, or three periods of 20. Source: growth.md 5.4.
    """
    latest = periods[-1]
    many = len(periods) >= 2 and all(n >= TREND for n in periods[-2:])
    long = len(periods) >= PERIODS and all(n >= FLAGGED for n in periods[-PERIODS:])
    return Allowed(latest >= SHOWN, latest >= FLAGGED, many or long)


def pool(
    periods: Sequence[tuple[int, int]], *, least: int = FLAGGED, most_periods: int = PERIODS
) -> tuple[int, int, int]:
    """Pool (reached, n) of the latest periods until there are enough students; give reached, n and periods used.

    Small groups are pooled before they are dropped, so that nobody is ignored for being few. Source: growth.md 5.4.
    """
    reached = n = used = 0
    for one, size in reversed(periods[-most_periods:]):
        reached, n, used = reached + one, n + size, used + 1
        if n >= least:
            break
    return reached, n, used


def covered(n_with_result: int, n_on_roster: int, *, least: float = 0.95) -> bool:
    """Tell whether enough of the roster has a result for any claim."""
    return n_on_roster > 0 and n_with_result / n_on_roster >= least
