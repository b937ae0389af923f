"""The school year: days of teaching, terms, windows and breaks (domain.md 2.2)."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from itertools import pairwise

from aimline.domain.gap import Gap
from aimline.domain.words import say

_DAY = timedelta(days=1)
_SATURDAY = 5
_SCHOOL_DAYS_A_WEEK = 5


@dataclass(frozen=True)
class Break:
    """Days without teaching, first and last day included."""

    starts_on: date
    ends_on: date
    name: str


@dataclass(frozen=True)
class Term:
    """A part of the year: `kind` is quarter, trimester, semester or term; `number` counts from 1."""

    kind: str
    number: int
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Window:
    """A time in which an assessment is given: BOY, MOY, EOY, benchmark, state ..."""

    kind: str
    opens_on: date
    closes_on: date


@dataclass(frozen=True)
class SchoolYear:
    """A school year, known by the year in which it ends (settled.md 2)."""

    ending: int
    starts_on: date
    ends_on: date
    terms: tuple[Term, ...] = ()
    windows: tuple[Window, ...] = ()
    breaks: tuple[Break, ...] = ()

    @cached_property
    def days_taught(self) -> tuple[date, ...]:
        """The school days in order; a chart asks for hundreds of counts in the same year."""
        return _days_taught(self)


@dataclass(frozen=True)
class Calendar:
    """The school years somebody entered; every other year has the default dates."""

    years: tuple[SchoolYear, ...] = ()


@lru_cache(maxsize=64)
def default_year(ending: int) -> SchoolYear:
    """Propose a school year from 1 September to 30 June with usual terms and windows (settled.md 2)."""
    fall, spring = ending - 1, ending
    start, end = date(fall, 9, 1), date(spring, 6, 30)
    terms = (
        Term("quarter", 1, start, date(fall, 11, 7)),
        Term("quarter", 2, date(fall, 11, 8), date(spring, 1, 31)),
        Term("quarter", 3, date(spring, 2, 1), date(spring, 4, 10)),
        Term("quarter", 4, date(spring, 4, 11), end),
        Term("semester", 1, start, date(spring, 1, 31)),
        Term("semester", 2, date(spring, 2, 1), end),
        Term("trimester", 1, start, date(fall, 11, 30)),
        Term("trimester", 2, date(fall, 12, 1), date(spring, 3, 15)),
        Term("trimester", 3, date(spring, 3, 16), end),
    )
    windows = (
        Window("BOY", date(fall, 9, 8), date(fall, 9, 26)),
        Window("MOY", date(spring, 1, 12), date(spring, 1, 30)),
        Window("EOY", date(spring, 5, 4), date(spring, 5, 22)),
    )
    breaks = (Break(date(fall, 12, 22), date(spring, 1, 3), "winter break"),)
    return SchoolYear(ending, start, end, terms, windows, breaks)


def ending_of(day: date) -> int:
    """Name the school year a day counts to: August and later belong to the next year's ending."""
    return day.year + 1 if day.month >= 8 else day.year


def year_ending(calendar: Calendar, ending: int) -> SchoolYear:
    """Find a school year by its ending year; an unknown one has the default dates (settled.md 2)."""
    for year in calendar.years:
        if year.ending == ending:
            return year
    return default_year(ending)


def year_of(calendar: Calendar, day: date) -> SchoolYear | None:
    """Find the school year that runs on this day; none in the summer."""
    for ending in (day.year, day.year + 1):
        year = year_ending(calendar, ending)
        if year.starts_on <= day <= year.ends_on:
            return year
    return None


def is_school_day(calendar: Calendar, day: date) -> bool:
    """Tell whether students are taught on this day: inside a year, no weekend, no break."""
    year = year_of(calendar, day)
    return year is not None and _is_taught(year, day)


def _is_taught(year: SchoolYear, day: date) -> bool:
    if day.weekday() >= _SATURDAY:
        return False
    return not any([pause.starts_on <= day <= pause.ends_on for pause in year.breaks])


def school_days(calendar: Calendar, start: date, end: date) -> int:
    """Count school days after `start` up to and including `end`, so that counts of joined spans add up."""
    n_days = 0
    for ending in range(start.year, end.year + 2):
        year = year_ending(calendar, ending)
        if start < year.ends_on and year.starts_on <= end:
            n_days += bisect_right(year.days_taught, end) - bisect_right(year.days_taught, start)
    return n_days


@lru_cache(maxsize=64)
def _days_taught(year: SchoolYear) -> tuple[date, ...]:
    """Many calendars hold the same few years, so each year is walked once."""
    n_days = (year.ends_on - year.starts_on).days + 1
    days = (year.starts_on + timedelta(days=n) for n in range(n_days))
    return tuple(day for day in days if _is_taught(year, day))


def school_weeks(calendar: Calendar, start: date, end: date) -> float:
    """Weeks of instruction between two days: school days / 5 (INV-08)."""
    return school_days(calendar, start, end) / _SCHOOL_DAYS_A_WEEK


def previous_school_day(calendar: Calendar, day: date) -> date:
    """Find the last school day on or before `day`; in the summer, the last one of the year before."""
    while not is_school_day(calendar, day):
        day -= _DAY
    return day


def next_school_day(calendar: Calendar, day: date) -> date:
    """Find the first school day on or after `day`."""
    while not is_school_day(calendar, day):
        day += _DAY
    return day


def ends_semester_or_year(calendar: Calendar, day: date) -> bool:
    """Tell whether a deadline falls on the end of a semester or of the year (settled.md 33)."""
    year = year_of(calendar, day)
    if year is None:
        return False
    ends = [year.ends_on, *(term.ends_on for term in year.terms if term.kind == "semester")]
    return any(previous_school_day(calendar, end) <= day <= end for end in ends)


def problems(year: SchoolYear) -> tuple[Gap, ...]:
    """Check a school year: terms of one kind lie inside it and do not overlap (INV-06)."""
    found = []
    if year.starts_on >= year.ends_on:
        found.append(Gap("INV-06", say("The school year ends before it starts."), "ends_on"))
    for term in year.terms:
        if not year.starts_on <= term.starts_on <= term.ends_on <= year.ends_on:
            found.append(
                Gap(
                    "INV-06",
                    say(
                        "{kind} {number} does not lie inside the school year.",
                        kind=term.kind.capitalize(),
                        number=term.number,
                    ),
                    "terms",
                )
            )
    for kind in sorted({term.kind for term in year.terms}):
        terms = sorted((t for t in year.terms if t.kind == kind), key=lambda term: term.starts_on)
        for first, second in pairwise(terms):
            if second.starts_on <= first.ends_on:
                said = say(
                    "{kind} {first} and {second} overlap.",
                    kind=kind.capitalize(),
                    first=first.number,
                    second=second.number,
                )
                found.append(Gap("INV-06", said, "terms"))
    return tuple(found)
