"""Scores of which each row has one: a level for several of them is of whichever it is, and each is a result."""

from collections.abc import Sequence

from aimline.exchange.guess.column import Column
from aimline.exchange.guess.grouping import STRONG, Group
from aimline.exchange.guess.heads import plainly

FEWEST_ROWS, MOST_OF_ALL, MOSTLY = 2, 0.95, 0.5


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


def _rows(column: Column) -> set[int]:
    return {place for place, value in enumerate(column.contents.raw) if value in column.contents.values}


def part(found: Sequence[Group]) -> list[Group]:
    """Make two scores of one name two results where each row has just one of them, as tasks of several kinds do.

    Both have the level of that name.
    """
    result = []
    for group in found:
        result.append(group)
        other = _instead(group)
        if other:
            group.scores = [entry for entry in group.scores if entry != other]
            label = plainly(other[1].head.column)
            result.append(Group(group.stem, label, group.season, [other], [*group.levels], place=group.place + 1))
    return result


def _instead(group: Group) -> tuple[str, Column] | None:
    """The score that rows have instead of the best one of their group."""
    if not group.best or group.kind not in STRONG:
        return None
    rows, n = _rows(group.best[1]), group.best[1].contents.n
    for kind, column in group.scores:
        others = _rows(column)
        is_each = len(rows) + len(others) == len(rows | others) >= MOST_OF_ALL * n
        if kind in STRONG and min(len(rows), len(others)) >= FEWEST_ROWS and is_each:
            return kind, column
    return None
