"""Levels told by columns of yes and no, each called by its level."""

from aimline.exchange import level_order
from aimline.exchange.guess import head_words
from aimline.exchange.guess.column import Column
from aimline.exchange.guess.grouping import Group


def levels(group: Group) -> dict[str, str]:
    """Name the levels that columns of yes and no stand for, the highest first."""
    named = {_name(group, column): column.head.column for column in group.flags}
    return {level: named[level] for level in reversed(level_order.in_order([*named], dict.fromkeys(named)))}


def _name(group: Group, column: Column) -> str:
    """Write what a head says besides the subject: "Meets Grade Level" of "Reading Meets Grade Level"."""
    told = (word.written for word in head_words.words_of(column.head.column) if word.said not in group.stem)
    return " ".join(told) or column.head.column


def otherwise(group: Group) -> str:
    """Name the level where no column says yes: below the lowest of them."""
    lowest = [*levels(group)][-1:]
    return next((f"Below {level}" for level in lowest if (level_order.rank_of(level) or 0) > 0), "")
