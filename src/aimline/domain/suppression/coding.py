"""Shares near nobody and near everybody are told as "at most" and "at least" only (growth.md 6.1 and 6.2).

Who reads "all of them" knows the result of every single student.
"""

# From this many students on, this many percent at both ends are told as one. Below 10 students, where a district
# shows so few, the ends are wide enough to leave three numbers open.
_TAILS = ((300, 1), (100, 2), (40, 5), (20, 10), (10, 20), (0, 40))


def tail(n: int) -> int:
    """Return how many percent at either end are told as one, for a share of `n` students: 1 to 40."""
    return next(percent for fewest, percent in _TAILS if n >= fewest)


def told_numerators(n: int, numerator: int) -> tuple[int, int]:
    """Return the lowest and highest numerator that fit what is told of a share: equal where it is told exactly.

    Each end leaves at least three numbers open, so that one of the students learns nothing of the others.
    """
    percent = tail(n)
    if 100 * numerator <= percent * n:
        return 0, percent * n // 100
    if 100 * (n - numerator) <= percent * n:
        return n - percent * n // 100, n
    return numerator, numerator
