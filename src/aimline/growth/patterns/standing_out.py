"""What stands out among the groups of one whole: strengths, gaps, what could be chance, and where to begin."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from aimline.growth.patterns.discoveries import discover
from aimline.growth.patterns.priorities import Area, Priority, prioritise, shortlist
from aimline.growth.patterns.rates import chance_of_difference
from aimline.growth.patterns.showing import FLAGGED, SHOWN
from aimline.growth.patterns.shrinking import Pattern, Shrunk, pattern, shrink

_LEAST_SPREAD = 0.01


@dataclass(frozen=True)
class Group:
    """`reached` of `n` students of a group; more is better."""

    name: str
    reached: int
    n: int


@dataclass(frozen=True)
class Found:
    """A group with its share (0 to 1), what is believed of it, and what it may be called.

    A strength or gap is called so only where it survives the false discovery rate of all groups together and is nearly
    sure beyond a margin; `may_be_chance` is a difference of that size which does not.
    """

    name: str
    n: int
    share: float
    believed: Shrunk
    pattern: Pattern
    may_be_chance: bool


def stand_out(groups: Sequence[Group], *, reached: int, n: int, margin: float = 0.05) -> tuple[Found, ...]:
    """Say of each group whether it stands out from the others, in the order given.

    `reached` of `n` are all students; a group is held against its complement, never against a whole that contains it.
    Groups of fewer than 10 students, and such that leave nobody else, are left out; below 20 nothing is called.
    Source: growth.md 5.2 to 5.4.
    """
    fit = [group for group in groups if group.n >= SHOWN and n > group.n and reached >= group.reached]
    chances = [chance_of_difference(one.reached, one.n, reached - one.reached, n - one.n) for one in fit]
    middle, spread = reached / n, between(fit, reached / n)
    found = []
    for group, survives in zip(fit, discover(chances), strict=True):
        share = group.reached / group.n
        believed = shrink(share, group.n, expected=middle, between_sd=spread)
        called = pattern(believed, middle, margin=margin) if survives and group.n >= FLAGGED else Pattern.NONE
        open_question = called is Pattern.NONE and abs(share - middle) > margin
        found.append(Found(group.name, group.n, share, believed, called, open_question))
    return tuple(found)


def between(groups: Sequence[Group], middle: float) -> float:
    """Give the lasting spread between groups, by moments: what is left once counting is taken off; at least a point."""
    n = sum(group.n for group in groups)
    if n == 0:
        return _LEAST_SPREAD
    seen = sum(group.n * (group.reached / group.n - middle) ** 2 for group in groups) / n
    counting = sum(middle * (1 - middle) for _ in groups) / n
    return sqrt(max(seen - counting, _LEAST_SPREAD**2))


def where_to_begin(found: Sequence[Found], *, reference: float, most: int = 4) -> tuple[Priority, ...]:
    """Rank the groups below a share by students' worth of shortfall and how sure it is; the deepest gap is among them.

    Source: growth.md 5.5.
    """
    areas = [Area(each.name, each.n, each.believed) for each in found]
    return shortlist(prioritise(areas, reference=reference), n=most)
