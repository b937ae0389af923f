"""Which results a day is about: told by the window, the words and the section of its head."""

from collections.abc import Iterable, Sequence

from aimline.exchange.guess import kinds
from aimline.exchange.guess.column import Column
from aimline.exchange.guess.contents import YEAR
from aimline.exchange.guess.grouping import Group
from aimline.exchange.guess.lexicon import lexicon

BEGINS, ENDS = frozenset(["start", "begin", "started"]), frozenset(["end", "finish", "stamp", "timestamp", "time"])
SECTION = " - "


def share(found: Sequence[Group]) -> None:
    """Give the days of groups to the results that they are about, and names to those that are called like them."""
    owners = [group for group in found if group.scores or group.levels]
    known = frozenset[str]().union(*(group.stem for group in owners))
    # What tells most of a result comes first, and of two days the last one.
    for group in sorted(found, key=_order):
        _share(group, owners, known)


def follow(found: Sequence[Group], columns: Sequence[Column]) -> None:
    """Give results without a day that of the nearest result before them, as the parts of a subject behind it.

    A day of a subject that no result is called by, as "ELA" before "Reading", is that of the results behind it.
    """
    used = [day for group in found for day in group.dates]
    days = [(place, column) for place, column in enumerate(columns) if _is_of_subject(column) and column not in used]
    day: Sequence[Column] = ()
    for group in sorted(found, key=lambda group: group.place):
        while days and days[0][0] < group.place:
            day = [days.pop(0)[1]]
        day = group.dates or day
        group.dates = group.dates or [*day]


def _is_of_subject(column: Column) -> bool:
    return column.head.is_of_subject and not column.head.season and kinds.of(column) == "date"


def _order(group: Group) -> tuple[bool, bool, int]:
    said = {word for column in group.dates for word in column.head.words}
    return bool(group.stem & BEGINS), not said & lexicon().roles["of_a_test_day"], -len(group.stem)


def _share(group: Group, owners: Iterable[Group], known: frozenset[str]) -> None:
    """A day with a window of its own is that of every result of the window; one of a subject that of the subject.

    Words that no result has, as the name of the test before each day, tell nothing apart.
    """
    told = {word for word in group.stem - BEGINS - ENDS if not YEAR.match(word)}
    of_results = told & known
    told = of_results or told
    for other in owners:
        same_season = (
            group.season == other.season
            and bool(told or group.season)
            and (told <= other.stem or (bool(group.season) and not of_results))
        )
        same_subject = not group.season and bool(told) and told <= other.stem
        is_about = same_season or same_subject or bool(_sections(group, other))
        if group.dates and not other.dates and other is not group and is_about:
            other.dates += group.dates
        if group.names and not other.names and other is not group and group.stem == other.stem:
            other.names += group.names


def _sections(group: Group, other: Group) -> set[str]:
    """The sections in which both stand: "Latest Check" of "Latest Check - Start Date"."""
    first, second = (
        {column.head.column.split(SECTION)[0] for column in columns if SECTION in column.head.column}
        for columns in (group.dates, other.columns)
    )
    return first & second
