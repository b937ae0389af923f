"""Days that people name: "end of Q3", "winter break", "spring 2027" (INV-07)."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from aimline.domain.calendar import Calendar, SchoolYear, ending_of, previous_school_day, year_ending

_DAY = timedelta(days=1)

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_SEASON_ENDS = {"fall": 11, "autumn": 11, "winter": 2, "spring": 5, "summer": 6}
_NUMBERS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
_TERM_LETTERS = {"q": "quarter", "s": "semester", "t": "trimester"}
_WINDOW_WORDS = {
    "boy": "BOY", "beginning of year": "BOY", "beginning of school year": "BOY",
    "moy": "MOY", "middle of year": "MOY", "middle of school year": "MOY", "mid-year": "MOY",
    "midyear": "MOY", "eoy": "EOY",
}  # fmt: skip
_YEAR_END_WORDS = {
    "end of year",
    "end of school year",
    "year end",
    "year-end",
    "end of this year",
    "end of this school year",
}
_YEAR_WORDS = {"", "this year", "this school year", "school year", "year"}

_LEADING = re.compile(r"^(?:by|before|at|on|in|until|during) ")
_SCHOOL_YEAR = re.compile(r"\s*\b(?:of )?(20\d\d)\s?[-–/]\s?(?:20)?(\d\d)$")
_PLAIN_YEAR = re.compile(r"[ ,]*\b(?:of )?(20\d\d)$")
_TERM_NAME = re.compile(r"(?:end of )?(?:([qst]) ?(\d)|(quarter|semester|trimester|term) (\d))")
_TERM_ORDINAL = re.compile(r"(?:end of )?(\w+) (quarter|semester|trimester|term)")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_MONTH_DAY = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)? (?:of )?([a-z]+)\.?")


class Precision(StrEnum):
    """How exactly the words name a day; month, season and year are worth asking back (T-02)."""

    DAY = "day"
    POINT = "point"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"


@dataclass(frozen=True)
class Point:
    """A day and the words that named it (INV-07)."""

    on: date
    words: str
    precision: Precision


@dataclass(frozen=True)
class _Asked:
    """Plain words without the year, the year if one was named, and where to look."""

    words: str
    ending: int | None
    year: int | None
    calendar: Calendar
    today: date

    def school_years(self) -> tuple[SchoolYear, ...]:
        first = self.ending or self.year or ending_of(self.today)
        return tuple(year_ending(self.calendar, ending) for ending in (first, first + 1))

    def years(self) -> tuple[int, int]:
        first = self.ending - 1 if self.ending else self.year or self.today.year
        return (first, first + 1)

    def first(self, days: Iterable[date]) -> date | None:
        return next((day for day in days if self._fits(day)), None)

    def _fits(self, day: date) -> bool:
        if self.ending:
            return ending_of(day) == self.ending
        return day.year == self.year if self.year else day >= self.today


def resolve(words: str, calendar: Calendar, *, today: date) -> Point | None:
    """Read a named point ("end of Q3", "MOY", "winter break", "spring 2027") or a date as a day (INV-07).

    Without a year the next such day from `today` on is meant; a school year ("2026-27") may follow the
    name. Points that fall on a free day move back to the last school day. None where the words name no day.
    """
    plain = " ".join(words.lower().strip(" .,").replace(" the ", " ").removeprefix("the ").split())
    while _LEADING.match(plain):
        plain = _LEADING.sub("", plain)
    plain = plain.removeprefix("the ").removesuffix(" window")
    iso = _ISO.fullmatch(plain)
    if iso:
        on = _day(int(iso[1]), int(iso[2]), int(iso[3]))
        return Point(on, words, Precision.DAY) if on else None
    asked = _split_year(plain, calendar, today)
    for precision, read in _READERS:
        found = read(asked)
        if found:
            return Point(found, words, precision)
    return None


def _split_year(plain: str, calendar: Calendar, today: date) -> _Asked:
    school_year = _SCHOOL_YEAR.search(plain)
    if school_year and int(school_year[2]) == (int(school_year[1]) + 1) % 100:
        return _Asked(plain[: school_year.start()], int(school_year[1]) + 1, None, calendar, today)
    year = _PLAIN_YEAR.search(plain)
    if year:
        return _Asked(plain[: year.start()].strip(), None, int(year[1]), calendar, today)
    return _Asked(plain, None, None, calendar, today)


def _read_day(asked: _Asked) -> date | None:
    month_first, day_first = _MONTH_DAY.fullmatch(asked.words), _DAY_MONTH.fullmatch(asked.words)
    if month_first:
        name, day = month_first[1], int(month_first[2])
    elif day_first:
        name, day = day_first[2], int(day_first[1])
    else:
        return None
    days = (_day(year, _month(name), day) for year in asked.years())
    return asked.first(day for day in days if day)


def _read_term(asked: _Asked) -> date | None:
    named, ordinal = _TERM_NAME.fullmatch(asked.words), _TERM_ORDINAL.fullmatch(asked.words)
    if named:
        kind, number = named[3] or _TERM_LETTERS[named[1]], int(named[2] or named[4])
    elif ordinal and ordinal[1] in _NUMBERS:
        kind, number = ordinal[2], _NUMBERS[ordinal[1]]
    else:
        return None
    terms = (term for year in asked.school_years() for term in year.terms)
    ends = (term.ends_on for term in terms if (term.kind, term.number) == (kind, number))
    return asked.first(previous_school_day(asked.calendar, end) for end in ends)


def _read_window(asked: _Asked) -> date | None:
    kind = _WINDOW_WORDS.get(asked.words)
    windows = (window for year in asked.school_years() for window in year.windows)
    return asked.first(window.closes_on for window in windows if window.kind == kind)


def _read_year_end(asked: _Asked) -> date | None:
    if asked.words not in _YEAR_END_WORDS:
        return None
    return asked.first(previous_school_day(asked.calendar, year.ends_on) for year in asked.school_years())


def _read_break(asked: _Asked) -> date | None:
    pauses = (pause for year in asked.school_years() for pause in year.breaks)
    starts = (pause.starts_on for pause in pauses if pause.name.lower() == asked.words)
    return asked.first(previous_school_day(asked.calendar, start - _DAY) for start in starts)


def _read_month(asked: _Asked) -> date | None:
    month = _month(asked.words.removeprefix("end of ").removesuffix("."))
    return _last_of_month(asked, month) if month else None


def _read_season(asked: _Asked) -> date | None:
    month = _SEASON_ENDS.get(asked.words.removeprefix("end of "))
    return _last_of_month(asked, month) if month else None


def _read_year(asked: _Asked) -> date | None:
    if asked.words not in _YEAR_WORDS or not (asked.words or asked.ending or asked.year):
        return None
    return asked.first(previous_school_day(asked.calendar, year.ends_on) for year in asked.school_years())


def _last_of_month(asked: _Asked, month: int) -> date | None:
    ends = (date(year, month, monthrange(year, month)[1]) for year in asked.years())
    return asked.first(_back_within_month(asked.calendar, end) for end in ends)


def _back_within_month(calendar: Calendar, end: date) -> date:
    school_day = previous_school_day(calendar, end)
    return school_day if school_day.month == end.month else end


def _month(name: str) -> int | None:
    """Number a month by its name or by three letters or more of it."""
    if len(name) < 3:
        return None
    return next((n for n, month in enumerate(_MONTHS, 1) if month.startswith(name)), None)


def _day(year: int, month: int | None, day: int) -> date | None:
    if month and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]:
        return date(year, month, day)
    return None


_READERS: tuple[tuple[Precision, Callable[[_Asked], date | None]], ...] = (
    (Precision.DAY, _read_day),
    (Precision.POINT, _read_term),
    (Precision.POINT, _read_window),
    (Precision.POINT, _read_year_end),
    (Precision.POINT, _read_break),
    (Precision.MONTH, _read_month),
    (Precision.SEASON, _read_season),
    (Precision.YEAR, _read_year),
)
