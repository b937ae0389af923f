"""Numbers that are the same for all who took a test tell of the test: how many items it has, the mean of a nation."""

import re
from collections import defaultdict
from collections.abc import Sequence

from aimline.exchange.guess.contents import Contents

FEWEST_ROWS, ROWS_A_TEST = 8, 4
FIGURES = re.compile(r"\d+")


def is_of_test(contents: Contents, tests: Sequence[tuple[str, ...]]) -> bool:
    """Tell whether a column of numbers has one value for each test; `tests` says for each row which it is.

    A test is told by its grade, subject, name and window, so far as the file has columns of them. Small whole numbers
    may be levels that a class happens to share, and are never meant.
    """
    if not contents.is_numeric or contents.n_filled < FEWEST_ROWS or contents.is_scale_of_levels:
        return False
    found: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for value, test in zip(contents.raw, tests, strict=False):
        if value:
            found[test].add(value)
    is_fixed = all(len(values) == 1 for values in found.values())
    return is_fixed and contents.n_filled >= ROWS_A_TEST * len(found)


def repeats(contents: Contents, grade: Contents, *, is_named: bool) -> bool:
    """Tell whether a column says the grade again, as the level of a test does: "Level 4" beside "4th Class".

    Some tests begin to count their levels in another grade, and are so many above or below in every row; a level that is
    named after something else is none of these.
    """
    figures = _pairs(contents, grade)
    if len(figures) < FEWEST_ROWS or len({first for first, _ in figures}) == 1 or not all(map(all, figures)):
        return False
    shifts = {int(second) - int(first) for first, second in figures}
    return shifts == {0} or (len(shifts) == 1 and not is_named)


def agree(contents: Contents, grade: Contents) -> bool:
    """Tell whether two columns have the same figures in every row: "8a" and "8"."""
    figures = _pairs(contents, grade)
    return bool(figures) and all(first and first == second for first, second in figures)


def _pairs(contents: Contents, grade: Contents) -> list[tuple[str, str]]:
    pairs = [pair for pair in zip(contents.raw, grade.raw, strict=False) if all(pair)]
    return [(_figures(first), _figures(second)) for first, second in pairs]


def _figures(text: str) -> str:
    found = FIGURES.search(text)
    return str(int(found[0])) if found else ""
