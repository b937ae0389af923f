"""Dates as people write them, resolved against a calendar and never guessed."""

from datetime import date

import pytest

from aimline.domain.calendar import Break, Calendar, SchoolYear, Term, Window
from aimline.domain.smart import Mark, check, parse
from aimline.domain.smart.dates import Precision

TODAY = date(2025, 9, 1)
CALENDAR = Calendar(
    (
        SchoolYear(
            2026,
            date(2025, 8, 25),
            date(2026, 6, 12),
            (
                Term("quarter", 1, date(2025, 8, 25), date(2025, 10, 24)),
                Term("quarter", 3, date(2026, 1, 17), date(2026, 3, 27)),
                Term("semester", 1, date(2025, 8, 25), date(2026, 1, 16)),
                Term("semester", 2, date(2026, 1, 17), date(2026, 6, 12)),
                Term("trimester", 1, date(2025, 8, 25), date(2025, 11, 21)),
                Term("trimester", 2, date(2025, 11, 24), date(2026, 3, 15)),
            ),
            (
                Window("MOY", date(2026, 1, 12), date(2026, 1, 30)),
                Window("EOY", date(2026, 5, 4), date(2026, 5, 22)),
            ),
            (
                Break(date(2025, 12, 22), date(2026, 1, 2), "holidays"),
                Break(date(2026, 4, 6), date(2026, 4, 10), "spring break"),
            ),
        ),
    )
)


def read(words, *, calendar=CALENDAR, today=TODAY):
    said = parse(f"Grade 3 students will read well {words}.", today=today, calendar=calendar)
    return (said.deadline.value if said.deadline else None), said.hints.precision


@pytest.mark.parametrize(
    ("words", "on", "precision"),
    [
        ("by May 15", date(2026, 5, 15), Precision.DAY),
        ("by the first of June", date(2026, 6, 1), Precision.DAY),
        ("by the first of June 2027", date(2027, 6, 1), Precision.DAY),
        ("by Friday", date(2025, 9, 5), Precision.DAY),
        ("by Halloween", date(2025, 10, 31), Precision.DAY),
        ("in block s 3", None, None),
        ("by the 100th day of school", None, Precision.POINT),
        ("by March break", None, Precision.POINT),
        ("next trimester", date(2026, 3, 15), Precision.SEASON),
        ("within five days", None, None),
        ("by October 3", date(2025, 10, 3), Precision.DAY),
        ("by May 15th, 2027", date(2027, 5, 15), Precision.DAY),
        ("by the 15th of May", date(2026, 5, 15), Precision.DAY),
        ("by 15 May 2026", date(2026, 5, 15), Precision.DAY),
        ("by Dec. 5, 2025", date(2025, 12, 5), Precision.DAY),
        ("before Friday, May 15, 2026", date(2026, 5, 15), Precision.DAY),
        ("no later than 2026-05-15", date(2026, 5, 15), Precision.DAY),
        ("by 5/29/2026", date(2026, 5, 29), Precision.DAY),
        ("by 29/5/26", date(2026, 5, 29), Precision.DAY),
        ("by 12/15", date(2025, 12, 15), Precision.DAY),
        ("by 29.5.2026", date(2026, 5, 29), Precision.DAY),
        ("by 3.4.2026", None, Precision.UNREADABLE),
        ("in 6 weeks", date(2025, 10, 13), Precision.MONTH),
        ("over the next eight weeks", date(2025, 10, 27), Precision.MONTH),
        ("within 3 months", date(2025, 11, 30), Precision.MONTH),
        ("within two years", date(2027, 9, 1), Precision.YEAR),
        ("by May", date(2026, 5, 31), Precision.MONTH),
        ("by mid-December", date(2025, 12, 15), Precision.MONTH),
        ("by mid-March 2026", date(2026, 3, 15), Precision.MONTH),
        ("by December", date(2025, 12, 19), Precision.MONTH),
        ("by December 2026", date(2026, 12, 31), Precision.MONTH),
        ("before October", date(2025, 9, 30), Precision.MONTH),
        ("before late October", date(2025, 10, 31), Precision.MONTH),
        ("before January 2026", date(2025, 12, 19), Precision.MONTH),
        ("by 2026", date(2026, 6, 12), Precision.YEAR),
        ("in 2025", date(2025, 12, 31), Precision.YEAR),
        ("by the end of 2026", date(2026, 12, 31), Precision.YEAR),
        ("by late May 2026", date(2026, 5, 31), Precision.MONTH),
        ("d'ici juin 2027", date(2027, 6, 30), Precision.MONTH),
        ("by spring", date(2026, 5, 31), Precision.SEASON),
        ("by spring '26", date(2026, 5, 31), Precision.SEASON),
        ("this fall", None, Precision.SEASON),
        ("by the end of the third quarter", date(2026, 3, 27), Precision.POINT),
        ("by the end of Q1", date(2025, 10, 24), Precision.POINT),
        ("by the end of quarter 3", date(2026, 3, 27), Precision.POINT),
        ("by the end of the 1st semester", date(2026, 1, 16), Precision.POINT),
        ("by semester's end", date(2026, 1, 16), Precision.POINT),
        ("by the end of the semester", date(2026, 1, 16), Precision.POINT),
        ("by the end of the first trimester", date(2025, 11, 21), Precision.POINT),
        ("by MOY", date(2026, 1, 30), Precision.POINT),
        ("by midyear", date(2026, 1, 30), Precision.POINT),
        ("by EOY", date(2026, 5, 22), Precision.POINT),
        ("by winter break", date(2025, 12, 19), Precision.POINT),
        ("by spring break", date(2026, 4, 3), Precision.POINT),
        ("by the end of the year", date(2026, 6, 12), Precision.POINT),
        ("by year's end", date(2026, 6, 12), Precision.YEAR),
        ("by the end of third grade", date(2026, 6, 12), Precision.POINT),
        ("by the end of the 2025-26 school year", date(2026, 6, 12), Precision.POINT),
        ("during the 2025-2026 school year", date(2026, 6, 12), Precision.YEAR),
        ("this school year", date(2026, 6, 12), Precision.YEAR),
        ("by 2027", date(2027, 6, 30), Precision.YEAR),
        ("by 3/4/2026", None, Precision.UNREADABLE),
        ("by June 31", None, Precision.UNREADABLE),
        ("someday", None, Precision.VAGUE),
        ("on an ongoing basis", None, Precision.VAGUE),
        ("as before", None, None),
    ],
)
def test_a_deadline_is_read(words, on, precision):
    if words in ("this fall",):
        assert read(words)[0] in (None, date(2025, 11, 30))
    else:
        assert read(words) == (on, precision)


@pytest.mark.parametrize("words", ["by the end of Q3", "by MOY", "by winter break", "by the end of the year"])
def test_named_points_stay_open_without_a_calendar(words):
    assert read(words, calendar=None) == (None, Precision.POINT)


def test_a_term_that_no_calendar_knows_stays_open():
    assert read("next quarter", today=date(2027, 6, 1), calendar=CALENDAR)[0] == date(2027, 11, 7)
    assert read("next semester", calendar=None)[0] is None


def test_a_day_past_is_read_and_is_no_deadline():
    report = check("By 30 June 2025 Grade 7 spelling will rise from 60% to 70%.", today=TODAY, calendar=CALENDAR)
    assert report.slots.deadline.value == date(2025, 6, 30)
    assert report.marks["T"] is Mark.NOT_MET


def test_in_summer_the_next_school_year_is_meant():
    assert read("by the end of the first semester", calendar=CALENDAR, today=date(2026, 7, 1))[0] == date(2027, 1, 31)
