from dataclasses import replace
from datetime import date

import pytest

from aimline.domain.cadence import (
    Answer,
    CheckIn,
    counted_days,
    missing_for_completion,
    next_check_in,
    overdue,
    restarts_month,
)
from aimline.domain.calendar import Break, Calendar, default_year

ON = date(2025, 10, 14)
DONE = CheckIn(ON, 70.0, date(2025, 11, 11), Answer.ALMOST, "More time for fractions")
LONG_WINTER = Calendar(
    (replace(default_year(2026), breaks=(Break(date(2025, 12, 20), date(2026, 1, 4), "winter break"),)),)
)


def test_two_answers_complete_a_check_in() -> None:
    assert missing_for_completion(DONE) == ()


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"value": None}, ["no_data_reason"]),
        ({"value": None, "no_data_reason": "Test moved to next week"}, []),
        ({"on_track": None}, ["on_track"]),
        ({"what_to_adjust": " "}, ["what_to_adjust"]),
        ({"what_works": ""}, ["what_works"]),
        ({"celebrations": ""}, ["celebration"]),
        ({"next_on": None}, ["next_on"]),
        ({"next_on": ON}, ["next_on"]),
        ({"next_on": date(2025, 11, 14)}, []),
        ({"next_on": date(2025, 11, 15)}, ["next_on"]),
    ],
)
def test_an_unfinished_check_in_says_what_it_lacks(change: dict[str, object], where: list[str]) -> None:
    unfinished = replace(DONE, **change)  # type: ignore[arg-type]

    assert [gap.where for gap in missing_for_completion(unfinished)] == where


@pytest.mark.parametrize(
    ("n_answered", "n_members", "expected"), [(1, 5, False), (2, 5, True), (1, 1, True), (0, 0, False)]
)
def test_two_members_restart_the_month(n_answered: int, n_members: int, expected: bool) -> None:
    assert restarts_month(n_answered, n_members) is expected


@pytest.mark.parametrize(
    ("last", "today", "calendar", "expected"),
    [
        (ON, date(2025, 11, 14), Calendar(), False),
        (ON, date(2025, 11, 15), Calendar(), True),
        (ON, date(2025, 11, 15), None, True),
        (date(2025, 12, 10), date(2026, 1, 20), Calendar(), True),
        (date(2025, 12, 10), date(2026, 1, 20), LONG_WINTER, False),
        (date(2026, 6, 20), date(2026, 9, 10), Calendar(), False),
    ],
)
def test_a_look_is_overdue_after_31_days_without_long_vacations(
    last: date, today: date, calendar: Calendar | None, expected: bool
) -> None:
    assert overdue(last, today=today, calendar=calendar) is expected


def test_days_before_the_start_do_not_count() -> None:
    assert counted_days(ON, date(2025, 10, 1)) == 0


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (ON, date(2025, 11, 11)),
        (date(2025, 11, 28), date(2025, 12, 19)),
        (date(2026, 6, 30), date(2026, 9, 1)),
    ],
)
def test_the_next_look_is_proposed_on_a_school_day(last: date, expected: date) -> None:
    assert next_check_in(last, calendar=Calendar()) == expected
