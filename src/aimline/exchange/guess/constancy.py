"""What is the same for all who took a test tells of the test: how many items it has, its scale, a national mean."""

import re
from collections import defaultdict
from collections.abc import Sequence

from aimline.exchange.guess.contents import Contents

FEWEST_ROWS, ROWS_A_TEST, FEWEST_GRADES = 8, 4, 2
FIGURES = re.compile(r"\d+")


def is_of_test(contents: Contents, tests: Sequence[tuple[str, ...]]) -> bool:
    """Tell whether a column has one value for each test; `tests` says for each row which it is.

    A test is told by its grade, subject, name and window, so far as the file has columns of them. Small whole numbers
    may be levels that a class happens to share, and are never meant, nor are words that read like levels.
    """
    is_worded = contents.level_share > 0 or len(contents.words) == 1
    if (contents.is_scale_of_levels if contents.is_numeric else is_worded) or contents.n_filled < FEWEST_ROWS:
        return False
    found: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for value, test in zip(contents.raw, tests, strict=False):
        if value:
            found[test].add(value)
    is_fixed = all(len(values) == 1 for values in found.values())
    return is_fixed and contents.n_filled >= ROWS_A_TEST * len(found)


def repeats(contents: Contents, grade: Contents, *, is_bare: bool) -> bool:
    """Tell whether a column says the grade again, as the level of a test does: "Level 4" beside "4th Class".

    Some tests count their levels in another way; only one that is called a level and nothing more may be such.
    """
    figures = _pairs(contents, grade)
    is_enough = len(figures) >= FEWEST_ROWS and len({first for first, _ in figures}) > 1
    return (is_enough and agree(contents, grade)) or (is_bare and _are_one_each(contents, grade))


def _are_one_each(contents: Contents, grade: Contents) -> bool:
    """Whether each grade has one word of a column and each of several words one grade, in many rows."""
    pairs = [pair for pair in zip(contents.raw, grade.raw, strict=False) if all(pair)]
    if not all(map(FIGURES.search, contents.words)):
        return False
    several = {*pairs}
    firsts, seconds = ({pair[place] for pair in several} for place in (0, 1))
    is_one_each = len(firsts) == len(seconds) == len(several) >= FEWEST_GRADES
    return is_one_each and len(pairs) >= ROWS_A_TEST * len(several)


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
