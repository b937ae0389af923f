from datetime import date

import pytest

from aimline.domain.calendar import Calendar
from aimline.domain.point import resolve
from tests.domain.year_2026 import CALENDAR, TODAY


@pytest.mark.parametrize(
    ("words", "on", "precision"),
    [
        ("end of third quarter", date(2026, 3, 27), "point"),
        ("by the end of Q3", date(2026, 3, 27), "point"),
        ("Q1", date(2025, 10, 24), "point"),
        ("quarter 2", date(2026, 1, 16), "point"),
        ("the end of the first semester", date(2026, 1, 16), "point"),
        ("S2", date(2026, 6, 12), "point"),
        ("end of Q3 2026-27", date(2027, 4, 9), "point"),
        ("second trimester 2026-27", date(2027, 3, 15), "point"),
        ("MOY", date(2026, 1, 30), "point"),
        ("in the MOY window", date(2026, 1, 30), "point"),
        ("EOY", date(2026, 5, 22), "point"),
        ("beginning of the year 2027", date(2027, 9, 24), "point"),
        ("end of the year", date(2026, 6, 12), "point"),
        ("by winter break", date(2025, 12, 19), "point"),
        ("2026-03-15", date(2026, 3, 15), "day"),
        ("March 15, 2026", date(2026, 3, 15), "day"),
        ("15 March 2026", date(2026, 3, 15), "day"),
        ("by Dec. 15", date(2025, 12, 15), "day"),
        ("March 1st", date(2026, 3, 1), "day"),
        ("March 1 2025-26", date(2026, 3, 1), "day"),
        ("December", date(2025, 12, 19), "month"),
        ("end of August", date(2026, 8, 31), "month"),
        ("July", date(2026, 7, 31), "month"),
        ("March 2027", date(2027, 3, 31), "month"),
        ("spring", date(2026, 5, 29), "season"),
        ("spring 2027", date(2027, 5, 31), "season"),
        ("fall", date(2025, 11, 21), "season"),
        ("2025-26", date(2026, 6, 12), "year"),
        ("2027", date(2027, 6, 30), "year"),
        ("this school year", date(2026, 6, 12), "year"),
    ],
)
def test_named_points_become_days(words: str, on: date, precision: str) -> None:
    point = resolve(words, CALENDAR, today=TODAY)

    assert point is not None
    assert (point.on, point.precision, point.words) == (on, precision, words)


@pytest.mark.parametrize(
    "words",
    [
        "", "someday", "as soon as possible", "fifth quarter", "Q5", "last break", "2026-02-30",
        "February 30", "30 foo", "ma 3", "2026-31",
    ],
)  # fmt: skip
def test_words_that_name_no_day_stay_unread(words: str) -> None:
    assert resolve(words, CALENDAR, today=TODAY) is None


def test_a_point_that_is_past_means_the_next_one() -> None:
    point = resolve("Q1", CALENDAR, today=date(2025, 11, 1))

    assert point is not None
    assert point.on == date(2026, 11, 6)


def test_a_day_in_the_school_year_ahead_is_found_in_its_own_half() -> None:
    point = resolve("November 10", Calendar(), today=date(2026, 1, 5))

    assert point is not None
    assert point.on == date(2026, 11, 10)
