"""Days that people name: "end of Q3", "winter break", "spring 2027" (INV-07).

The words are read by the checker's own reader of dates, so that a goal and its plan never disagree about a day.
"""

import re
from dataclasses import dataclass
from datetime import date

from aimline.domain.calendar import Calendar, year_ending
from aimline.domain.smart import dates, passage
from aimline.domain.smart.dates import Precision
from aimline.domain.smart.resolution import last_taught

_SCHOOL_YEAR = re.compile(r"(?<=[a-z0-9]) (?:of )?(20\d\d)\s?[-–/]\s?(?:20)?(\d\d)$")
_AFTER_WINDOW = re.compile(r"(?<=[BME]OY) (20\d\d)$")
_WINDOWS = (
    (re.compile(r"\bbeginning of (?:the )?(?:school )?year\b"), "BOY"),
    (re.compile(r"\bmiddle of (?:the )?(?:school )?year\b|\bmid-?year\b"), "MOY"),
)
_AROUND = frozenset({"by", "before", "at", "on", "in", "until", "during", "the", "end", "of", "window", ".", ","})


@dataclass(frozen=True)
class Point:
    """A day and the words that named it; month, season and year are worth asking back (INV-07, T-02)."""

    on: date
    words: str
    precision: Precision


def resolve(words: str, calendar: Calendar, *, today: date) -> Point | None:
    """Read a named point ("end of Q3", "MOY", "winter break", "spring 2027") or a date as a day (INV-07).

    Without a year the next such day from `today` on is meant; a school year ("2026-27") may follow the
    name. Points that fall on a free day move back to the last school day. None where the words name no day.
    """
    plain = words.strip()
    for pattern, window in _WINDOWS:
        plain = pattern.sub(window, plain)
    plain, seen_on = _seen_on(plain, calendar, today)
    text = passage.read(plain)
    for moment in dates.read(text, today=seen_on, calendar=calendar):
        around = {*text.lows[: moment.first], *text.lows[moment.last + 1 : text.n]}
        if moment.on is not None and around <= _AROUND:
            return Point(_school_day(moment.on, moment.precision, calendar), words, moment.precision)
    return None


def _school_day(on: date, precision: Precision, calendar: Calendar) -> date:
    """A named day stands; of a longer time the last day of teaching is meant."""
    return on if precision is Precision.DAY else last_taught(calendar, on)


def _seen_on(plain: str, calendar: Calendar, today: date) -> tuple[str, date]:
    """Cut off the school year behind a name; the rest is read as seen from the first day of that year."""
    school_year = _SCHOOL_YEAR.search(plain)
    if school_year and int(school_year[2]) == (int(school_year[1]) + 1) % 100:
        return plain[: school_year.start()], year_ending(calendar, int(school_year[1]) + 1).starts_on
    year = _AFTER_WINDOW.search(plain)
    return (plain[: year.start()], date(int(year[1]), 1, 1)) if year else (plain, today)
