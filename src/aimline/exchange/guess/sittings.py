"""Sittings side by side, each with a day of its own: "First Lexile" and "Last Lexile", "Form A %" and "Form B %".

Only the days tell that these are one test taken several times, and not several tests.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations, pairwise

from aimline.exchange.guess.column import Column
from aimline.exchange.guess.contents import Contents, read_day
from aimline.exchange.guess.head_words import Word, words_of
from aimline.exchange.guess.heads import SCORES, read
from aimline.exchange.guess.lexicon import lexicon

FIRSTS = ("first", "initial", "second", "third", "last", "latest")
LETTERED, LETTERS = ("form",), ("a", "b", "c", "d")
RESULTS = (*SCORES[:-4], "level", "lexile")
OF_PEOPLE = ("person", "life")
FEWEST_ROWS = 4
MOSTLY = 0.9
Frame = tuple[str, ...]


@dataclass(frozen=True)
class Mark:
    """The word that names a sitting in a head, with the head without it."""

    sitting: str
    frame: Frame
    rest: str


def apart(columns: Sequence[Column]) -> list[Column]:
    """Make the words for sittings in heads their windows, where days under them follow one another."""
    marks = {column.head.column: mark for column in columns if (mark := _mark(column))}
    days: defaultdict[Frame, dict[str, Contents]] = defaultdict(dict)
    for column in columns:
        mark = marks.get(column.head.column)
        if mark and column.contents.date_formats:
            days[mark.frame][mark.sitting] = column.contents
    told = {sitting for named in days.values() if _follow([*named.values()]) for sitting in named}
    standing = defaultdict[Frame, set[str]](set)
    for mark in marks.values():
        standing[mark.frame].add(mark.sitting)
    found = [
        _in_sitting(column, mark) if mark and mark.sitting in told and len(standing[mark.frame]) > 1 else column
        for column in columns
        for mark in [marks.get(column.head.column)]
    ]
    is_of_results = any(new is not old and new.head.kind in RESULTS for new, old in zip(found, columns, strict=True))
    return found if is_of_results else [*columns]


def _mark(column: Column) -> Mark | None:
    """Find the word of a sitting in a head that names no window, no piece of work and nobody: "First Name"."""
    head = column.head
    is_of_person = head.kind in OF_PEOPLE or "name" in head.words
    if head.season or is_of_person or any(word in lexicon().works for word in head.words):
        return None
    words = words_of(head.column)
    found = next(_marked(words), None)
    if not found:
        return None
    place, length, sitting = found
    kept = [*words[:place], *words[place + length :]]
    rest = " ".join(f"{head.column[: words[place].start]} {head.column[words[place + length - 1].end :]}".split())
    return Mark(sitting, tuple(word.said for word in kept), rest.strip(" _-"))


def _marked(words: Sequence[Word]) -> Iterator[tuple[int, int, str]]:
    """Give the place, the length and the name of what may stand for a sitting."""
    if len(words) > 1 and words[0].said in FIRSTS:
        yield 0, 1, f"Sitting {words[0].said}"
    for place, (first, second) in enumerate(pairwise(words)):
        if first.said in LETTERED and second.said in LETTERS:
            yield place, 2, f"Sitting {second.said}"
    if words and words[-1].said.isdecimal():
        yield len(words) - 1, 1, f"Sitting {words[-1].said}"


def _follow(days: Sequence[Contents]) -> bool:
    """Whether the days of each row rise from one sitting to the next, as far as both are there."""
    pairs = [
        (first, second)
        for one, other in combinations(days, 2)
        for first, second in zip(_days(one), _days(other), strict=False)
        if first and second
    ]
    return len(pairs) >= FEWEST_ROWS and sum(first < second for first, second in pairs) >= MOSTLY * len(pairs)


def _days(contents: Contents) -> list[date | None]:
    return [read_day(text, contents.date_formats) for text in contents.raw]


def _in_sitting(column: Column, mark: Mark) -> Column:
    head = replace(read(mark.rest), column=column.head.column, season=mark.sitting)
    return replace(column, head=head)
