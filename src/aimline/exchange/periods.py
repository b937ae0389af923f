"""Days that no window names: those that lie close together are one testing period (docs/decisions/0041)."""

import itertools
from collections.abc import Iterable, Mapping
from datetime import date

APART_DAYS = 31
LONGEST_DAYS = 56
SELDOM = 0.05

Period = tuple[date, date]


def of_days(days: Iterable[date]) -> list[Period]:
    """Return the first and the last day of each period: between two of them lies more than a month without a test.

    So no two of a school year begin in the same month, and the month in which it begins can name a period.
    """
    ordered = sorted({*days})
    begins = [now for before, now in itertools.pairwise(ordered) if (now - before).days > APART_DAYS]
    firsts = [*ordered[:1], *begins]
    lasts = [max(day for day in ordered if day < first) for first in begins]
    return list(zip(firsts, [*lasts, *ordered[-1:]], strict=True))


def tell_apart(students: Mapping[frozenset[date], int]) -> bool:
    """Tell whether periods are what tells the tests of students apart; `students` counts who took it on which days.

    They do where each takes some weeks at most and hardly a student took the test twice within one.
    """
    periods = of_days(day for days in students for day in days)
    if any((last - first).days > LONGEST_DAYS for first, last in periods):
        return False
    n_twice = sum(n for days, n in students.items() if _is_twice(days, periods))
    return n_twice <= SELDOM * sum(students.values())


def _is_twice(days: frozenset[date], periods: Iterable[Period]) -> bool:
    return any(sum(first <= day <= last for day in days) > 1 for first, last in periods)
