"""A date expression with how exactly it fixes the day, and what all readers of dates look at."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from aimline.domain.calendar import Calendar
from aimline.domain.smart.passage import Passage
from aimline.domain.smart.resolution import Days


class Precision(StrEnum):
    """How exactly the words fix the day."""

    DAY = "day"
    POINT = "point"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    VAGUE = "vague"
    UNREADABLE = "unreadable"


@dataclass(slots=True)
class Moment:
    """A date expression at tokens `first` to `last`; `on` is None where it cannot be resolved."""

    first: int
    last: int
    precision: Precision
    on: date | None
    cue: str = ""
    of_grade: bool = False


# Under their own names, because Python 3.11 looks up the members of an enumeration slowly.
_DAY, _UNREADABLE = Precision.DAY, Precision.UNREADABLE


@lru_cache(maxsize=4096)
def _number(low: str) -> int | None:
    return int(low) if low.isdecimal() and low.isascii() and len(low) <= 4 else None


class Words:
    """The words of a passage as numbers and years, and the days as seen from today."""

    def __init__(self, passage: Passage, today: date, calendar: Calendar | None) -> None:
        self.passage, self.days = passage, Days(today, calendar)
        self.n, self.lows = passage.n, passage.lows

    def number(self, at: int) -> int | None:
        return _number(self.lows[at])

    def year_at(self, at: int) -> int | None:
        if self.lows[at] in (",", "of"):
            at += 1
        value = self.number(at)
        return value if value is not None and 2000 <= value <= 2099 and len(self.lows[at]) == 4 else None

    def year_end(self, at: int) -> int:
        return at + 1 if self.lows[at] in (",", "of") else at

    def day(self, first: int, last: int, on: date | None) -> Moment:
        return Moment(first, last, _DAY if on else _UNREADABLE, on)
