"""Whether levels follow from a score: from each level to the next the scores rise, and none stands among another's."""

import itertools
import math
from collections import Counter, defaultdict
from collections.abc import Sequence

from aimline.exchange.guess.contents import MOST_LEVELS, Contents
from aimline.exchange.numbers import read_number

FEWEST_ROWS, ROWS_A_LEVEL, FEWEST_OTHERS, SCORES_A_LEVEL = 8, 3, 4, 2
MOST_ODD = 0.05
SLIGHT = math.log(1e-5)  # the chance that scores lie so by themselves
Tests = Sequence[tuple[str, ...]]


def rises(score: Contents, level: Contents, tests: Tests) -> bool:
    """Tell whether a level can be read off a score, as cut scores do it: in all rows, or in each test by itself.

    `tests` says for each row which test it is: cuts differ from grade to grade and from subject to subject.
    """
    return _rises_within(score, level, tests) or _rises_within(score, level, [()] * len(tests))


def _rises_within(score: Contents, level: Contents, tests: Tests) -> bool:
    if len(level.words) > MOST_LEVELS or len(score.words) < SCORES_A_LEVEL * len(level.words):
        return False
    found: defaultdict[tuple[str, ...], list[tuple[float, str]]] = defaultdict(list)
    for told, word, test in zip(score.raw, level.raw, tests, strict=False):
        number = read_number(told.rstrip("%"))
        if word in level.words and not math.isnan(number):
            found[test].append((number, word))
    several = [pairs for pairs in found.values() if len({word for _, word in pairs}) > 1]
    n_rows = sum(map(len, several))
    n_levels = sum(len({word for _, word in pairs}) for pairs in several)
    n_others = n_rows - sum(max(Counter(word for _, word in pairs).values()) for pairs in several)
    is_enough = n_rows >= max(FEWEST_ROWS, ROWS_A_LEVEL * n_levels) and n_others >= FEWEST_OTHERS
    n_odd = sum(map(_out_of_place, several))
    return (is_enough and n_odd <= MOST_ODD * n_rows) or (not n_odd and _are_ordered(several))


def _are_ordered(several: Sequence[Sequence[tuple[float, str]]]) -> bool:
    """Whether the levels of all tests rise in one order, which so many rows hardly do by chance."""
    orders = [list(dict.fromkeys(word for _, word in sorted(pairs))) for pairs in several]
    before = {pair for order in orders for pair in itertools.combinations(order, 2)}
    if any((second, first) in before for first, second in before):
        return False
    chance = math.lgamma(len({word for order in orders for word in order}) + 1)
    for pairs in several:
        counted = Counter(word for _, word in pairs)
        chance += sum(math.lgamma(n + 1) for n in counted.values()) - math.lgamma(len(pairs) + 1)
    return chance <= SLIGHT


def _out_of_place(pairs: Sequence[tuple[float, str]]) -> int:
    """How often one goes back to a level already left, going up the scores."""
    ordered = [word for _, word in sorted(pairs)]
    changes = sum(first != second for first, second in itertools.pairwise(ordered))
    return changes - len(set(ordered)) + 1
