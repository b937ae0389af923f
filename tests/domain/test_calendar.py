from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimline.domain.calendar import (
    SchoolYear,
    Term,
    default_year,
    ending_of,
    ends_semester_or_year,
    is_school_day,
    next_school_day,
    previous_school_day,
    problems,
    school_days,
    school_weeks,
    year_of,
)
from tests.domain.year_2026 import CALENDAR, YEAR


@pytest.mark.parametrize(
    ("day", "taught"),
    [
        (date(2025, 9, 1), True),
        (date(2025, 9, 6), False),
        (date(2025, 11, 26), False),
        (date(2026, 7, 1), False),
        (date(2026, 9, 1), True),
    ],
)
def test_students_are_taught_on_weekdays_of_the_year_outside_breaks(day: date, taught: bool) -> None:
    assert is_school_day(CALENDAR, day) is taught


def test_weeks_of_instruction_are_school_days_over_five() -> None:
    start, end = date(2025, 11, 14), date(2025, 12, 5)

    assert school_days(CALENDAR, start, end) == 10
    assert school_weeks(CALENDAR, start, end) == 2


@given(st.integers(0, 200), st.integers(0, 100), st.integers(0, 100))
def test_counts_of_joined_spans_add_up(offset: int, first: int, second: int) -> None:
    start = date(2025, 8, 1) + timedelta(days=offset)
    middle, end = start + timedelta(days=first), start + timedelta(days=first + second)

    whole = school_days(CALENDAR, start, end)

    assert whole == school_days(CALENDAR, start, middle) + school_days(CALENDAR, middle, end)


def test_a_free_day_has_a_school_day_before_and_after_it() -> None:
    assert previous_school_day(CALENDAR, date(2025, 12, 31)) == date(2025, 12, 19)
    assert next_school_day(CALENDAR, date(2025, 12, 31)) == date(2026, 1, 5)


@pytest.mark.parametrize(("day", "ending"), [(date(2025, 8, 1), 2026), (date(2026, 7, 31), 2026)])
def test_a_school_year_has_the_number_of_the_year_it_ends_in(day: date, ending: int) -> None:
    assert ending_of(day) == ending


def test_the_summer_belongs_to_no_year() -> None:
    assert year_of(CALENDAR, date(2026, 7, 15)) is None


@pytest.mark.parametrize(
    ("day", "closes"),
    [
        (date(2026, 1, 16), True),
        (date(2026, 6, 12), True),
        (date(2026, 3, 27), False),
        (date(2026, 7, 1), False),
        (date(2027, 1, 29), True),
        (date(2027, 1, 31), True),
    ],
)
def test_semester_and_year_ends_are_known(day: date, closes: bool) -> None:
    assert ends_semester_or_year(CALENDAR, day) is closes


@pytest.mark.parametrize("ending", range(2024, 2032))
def test_the_proposed_year_keeps_its_own_rules(ending: int) -> None:
    assert problems(default_year(ending)) == ()


def test_terms_lie_inside_the_year_and_apart() -> None:
    outside = Term("quarter", 1, date(2025, 8, 1), date(2025, 10, 24))
    over = Term("quarter", 2, date(2025, 10, 24), date(2026, 1, 16))

    found = problems(replace(YEAR, terms=(outside, over)))

    assert [str(gap.message) for gap in found] == [
        "Quarter 1 does not lie inside the school year.",
        "Quarter 1 and 2 overlap.",
    ]


def test_a_year_ends_after_it_starts() -> None:
    turned = SchoolYear(2026, date(2026, 6, 30), date(2025, 9, 1))

    assert [gap.where for gap in problems(turned)] == ["ends_on"]
