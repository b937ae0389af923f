"""Scores of which each row has one: a level for several of them is of whichever it is, and each is a result."""

import itertools
import math
from collections.abc import Sequence

from aimline.exchange.guess import rising
from aimline.exchange.guess.column import Column
from aimline.exchange.guess.grouping import STRONG, Group
from aimline.exchange.numbers import read_number

FEWEST_ROWS, MOST_OF_ALL, MOSTLY = 2, 0.95, 0.5
SAY_LITTLE = frozenset(["score", "level", "test", "points", "total", "scale", "percent"])
FEW, FEWEST_SAME, FEWEST_VALUES = 0.1, 6, 3
OWN, FEWEST_TOLD, SLIPS = ("scale", "score", "composite"), 6, 0.1  # kinds of which a test may have several
FLUENT = {"rate", "accuracy"}  # how fast and how well a passage was read


def give_level(found: Sequence[Group]) -> None:
    """Give the only level of a file to several scores where each row with a level has one of them.

    So a state writes the tests of a grade and those at the end of a course into one file.
    """
    leveled = [group for group in found if group.levels]
    if len(leveled) != 1:
        return
    levels = leveled[0].levels
    rows = _rows(levels[0])
    parts = {id(group): _rows(group.best[1]) & rows for group in found if group.best}
    parts = {key: part for key, part in parts.items() if FEWEST_ROWS <= len(part) <= MOST_OF_ALL * len(rows)}
    is_each = sum(map(len, parts.values())) == len(set().union(*parts.values())) >= MOSTLY * len(rows)
    if len(parts) > 1 and is_each:
        leveled[0].levels = []
        for group in found:
            group.levels = [*levels] if id(group) in parts else []


def without_codes(found: Sequence[Group]) -> list[Group]:
    """Leave away small numbers that only say a level of another column again, as its code: 1 for "Minimal"."""
    levels = [column for group in found if group.scores for column in group.levels if not column.contents.is_numeric]
    return [group for group in found if not any(_codes(group, level) for level in levels)]


def _codes(group: Group, level: Column) -> bool:
    """Whether the only score of a group has one number for each word of a level, and the other way round."""
    if group.levels or not group.best or not group.best[1].contents.is_scale_of_levels:
        return False
    numbers, words = group.best[1].contents, level.contents
    pairs = {pair for pair in zip(numbers.raw, words.raw, strict=False) if all(pair)}
    n_each = len({number for number, _ in pairs}), len({word for _, word in pairs})
    return FEWEST_VALUES <= len(pairs) == n_each[0] == n_each[1]


def _rows(column: Column) -> set[int]:
    return {place for place, value in enumerate(column.contents.raw) if value in column.contents.values}


def join(found: Sequence[Group]) -> list[Group]:
    """Make one result of two that have the same scores in every row: the first, with the level of the other."""
    kept: list[Group] = []
    for group in sorted(found, key=lambda group: (bool(group.stem), group.place)):
        same = next((other for other in kept if _are_same(group, other)), None)
        if same is None:
            kept.append(group)
        else:
            same.levels = same.levels or group.levels
    return sorted(kept, key=lambda group: group.place)


def _are_same(first: Group, second: Group) -> bool:
    """Whether the best scores of two groups of one window are the same in every row, and many."""
    if not (first.best and second.best) or first.season != second.season:
        return False
    said = {*first.best[1].head.words} & {*second.best[1].head.words} - SAY_LITTLE
    if (first.stem and second.stem) or not said:
        return False  # two subjects may happen to have the same scores in a few rows
    values, others = first.best[1].contents, second.best[1].contents
    return values.raw == others.raw and values.n_filled >= FEWEST_SAME and len(values.words) >= FEWEST_VALUES


def part(found: Sequence[Group]) -> list[Group]:
    """Make each score of a group that says something of its own a result: tasks of several kinds, two scales of a test.

    Where each row has just one of two, both have the level of the group.
    """
    result = []
    for group in found:
        others, levels = _others(group), group.levels
        beside = [other[1] for other in others if not _is_instead(group, other[1])]
        scores = [*(best[1] for best in [group.best] if best), *beside]
        owners = {level.head.column: _owner(level, scores) for level in levels if beside}
        for place, other in enumerate(others, 1):
            group.scores = [entry for entry in group.scores if entry != other]
            own = [each for each in levels if other[1] not in beside or owners[each.head.column] is other[1]]
            label = other[1].head.plainly
            named = Group(group.stem, label, group.season, [other], own, group.dates, place=group.place + place)
            result.append(named)
        group.levels = [each for each in levels if owners.get(each.head.column) not in beside]
        result.append(group)
    return sorted(result, key=lambda group: group.place)


def _owner(level: Column, scores: Sequence[Column]) -> Column:
    """The score that stands in the rows in which a level does, is called like it and gives it; else the first."""
    rows, tests = _rows(level), [()] * level.contents.n
    return max(
        scores,
        key=lambda score: (
            round(len(_rows(score) & rows) / max(1, len(_rows(score) | rows)), 1),
            len({*score.head.words, score.head.kind} & {*level.head.words}),
            rising.rises(score.contents, level.contents, tests),
        ),
    )


def _others(group: Group) -> list[tuple[str, Column]]:
    """The scores that rows have instead of the best one of their group, or beside it without telling the same."""
    if not group.best or group.kind not in STRONG:
        return []
    kind, best = group.best
    others = [entry for entry in group.scores if entry[0] in STRONG and entry[1] is not best]
    return [
        entry
        for entry in others
        if _is_instead(group, entry[1])
        or {kind, entry[1].head.phrase} == FLUENT
        or (_is_of_same_name(kind, best, entry) and not told_alike(best, entry[1]))
    ]


def _is_of_same_name(kind: str, best: Column, other: tuple[str, Column]) -> bool:
    """Whether two scores are called so in the same words, or stand in other rows: a standard score is no second one."""
    is_alike = other[1].head.phrase == best.head.phrase or len(_rows(other[1]) ^ _rows(best)) > FEW * best.contents.n
    return other[0] == kind and kind in OWN and is_alike


def _is_instead(group: Group, other: Column) -> bool:
    """Whether each row has either the best score of its group or another one."""
    if not group.best:
        return False
    rows, others = _rows(group.best[1]), _rows(other)
    is_each = len(rows) + len(others) == len(rows | others) >= MOST_OF_ALL * other.contents.n
    return min(len(rows), len(others)) >= FEWEST_ROWS and is_each


def told_alike(first: Column, second: Column) -> bool:
    """Whether two columns of numbers tell the same on two scales: from row to row they rise and fall together."""
    pairs = [
        (read_number(one), read_number(other))
        for one, other in zip(first.contents.raw, second.contents.raw, strict=False)
    ]
    told = sorted({pair for pair in pairs if not any(map(math.isnan, pair))})
    falls = sum(one[1] > other[1] for one, other in itertools.pairwise(told))
    return len(told) < FEWEST_TOLD or falls <= SLIPS * len(told)
