"""A window that no head names: a short word with a running number, in the order of the days of the tests."""

import itertools
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from aimline.exchange.guess.column import Column
from aimline.exchange.guess.contents import Contents, is_level, read_day
from aimline.exchange.guess.lexicon import lexicon

WEAK = 0.4
MOST_WINDOWS, LONGEST_WORD, FEWEST_STUDENTS = 6, 4, 4
RUNNING = re.compile(r"([^\W\d_]+)[ -]?(\d)")
# "Form 1" and "Unit 1" come in the order of days too, and say which test it was.
OF_TEST = {"form", "unit", "quiz", "book", "set", "task", "part", "item"}
Roles = Mapping[str, tuple[Column, float]]


def found(roles: Roles, free: Sequence[Column], _: Sequence[Column]) -> dict[str, tuple[Column, float]]:
    """The column of words such as "PM1" and "PM2" that tells each student's rows apart in the order of their days."""
    if not {"student", "date"} <= {*roles} or "year" in roles:
        return {}
    students, days = roles["student"][0].contents, roles["date"][0].contents
    for column in free:
        says_other = column.head.kind not in ("", "status") or OF_TEST & {*column.head.words}
        if not says_other and _are_running(column.contents) and _follow(column.contents, students, days):
            return {"window": (column, WEAK)}
    return {}


def _are_running(contents: Contents) -> bool:
    """Whether the values are one short word with the numbers from 1 on."""
    told = [RUNNING.fullmatch(word) for word in contents.words]
    if not 1 < len(told) <= MOST_WINDOWS or any(map(is_level, contents.words)):
        return False
    words, numbers = {each[1].lower() for each in told if each}, {int(each[2]) for each in told if each}
    is_one = len(words) == 1 and all(map(_may_be_of_window, words))
    return is_one and numbers == {*range(1, len(told) + 1)}


def _may_be_of_window(word: str) -> bool:
    """Whether a word is short and says no test; of single letters only some stand for windows: "A1" is a level."""
    return word in lexicon().letters or (1 < len(word) <= LONGEST_WORD and word not in OF_TEST | {"test"})


def _follow(windows: Contents, students: Contents, days: Contents) -> bool:
    """Whether no student has two rows in one window, and the days of each rise with the windows."""
    rows: defaultdict[str, list[tuple[int, date]]] = defaultdict(list)
    for student, window, day in zip(students.raw, windows.raw, days.raw, strict=False):
        number, told = RUNNING.fullmatch(window), read_day(day, days.date_formats)
        if number and told:
            rows[student].append((int(number[2]), told))
    several = [sorted(each) for each in rows.values() if len(each) > 1]
    return len(several) >= FEWEST_STUDENTS and all(_rise(each) for each in several)


def _rise(rows: Sequence[tuple[int, date]]) -> bool:
    return all(first[0] < second[0] and first[1] < second[1] for first, second in itertools.pairwise(rows))
