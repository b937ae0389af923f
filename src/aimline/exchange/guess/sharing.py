"""One level for several scores: each row has one of the scores, and the level is of whichever it is."""

from collections.abc import Sequence

from aimline.exchange.guess.column import Column
from aimline.exchange.guess.grouping import Group

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
