"""Which number plays which part follows from its words: other values, people, subjects and orders change nothing."""

from datetime import date
from itertools import product

import pytest

from aimline.domain.calendar import Calendar, default_year
from aimline.domain.smart import Statement, check
from aimline.domain.smart.report import SentenceLayer

TODAY = date(2025, 9, 1)
CALENDAR = Calendar((default_year(2026),))
PAIRS = ((41, 60), (7, 88), (23.5, 31))
PEOPLE = ("Grade 4 students", "our Year 9 pupils", "English learners")
ORDERS = (
    "By May 15, 2026, the share of {who} at benchmark on the STAR will rise from {start}% to {end}%.",
    "From {start}% to {end}%: {who} at benchmark on the STAR by May 15, 2026.",
    "{start}% of {who} are now at benchmark on the STAR. By May 15, 2026, {end}% will be.",
    "By May 15, 2026, {end}% of {who} will be at benchmark on the STAR, up from {start}%.",
    "We'd like to see {who} on track by May 15, 2026 at {end}% instead of {start}% (STAR).",
    "{who} at benchmark on the STAR at a rate of {end}%, up from {start}%, by May 15, 2026.",
    "Target: {end}% of {who} at benchmark on the STAR by May 15, 2026 (three-year average {start}%).",
)
SIZES = (
    "Reduce failures in {who} 15% by June 5, 2026.",
    "{who}: MAP math, 15% up by June 5, 2026.",
    "Cut tardies of {who} by 15% by June 5, 2026.",
    "{who} to show plus 15% on the MAP by June 5, 2026.",
)
NO_VALUES = (
    "Improve the reading of {who} who take Math 30-1.",
    "{who} will grow on the list Fry 1-50.",
    "The bottom 30% of {who} will improve.",
    "{who} will know the 2, 5 and 10 times tables.",
    "Buy readers for {who} (registration $1,150).",
    "{who} had no such list in 24-25.",
)


def read(text: str) -> Statement:
    return check(text, today=TODAY, calendar=CALENDAR).slots


def values(said: Statement) -> tuple[float | None, float | None, float | None]:
    slots = (said.baseline, said.target, said.change_amount)
    return tuple(None if slot is None else slot.value for slot in slots)


@pytest.mark.parametrize("order", ORDERS)
def test_start_and_end_are_told_by_the_words_around_them(order):
    for (start, end), who in product(PAIRS, PEOPLE):
        assert values(read(order.format(start=start, end=end, who=who))) == (start, end, None), (start, end, who)


@pytest.mark.parametrize("text", SIZES)
def test_the_size_of_a_change_is_no_start_and_no_end(text):
    assert {values(read(text.format(who=who))) for who in PEOPLE} == {(None, None, 15.0)}


@pytest.mark.parametrize("text", NO_VALUES)
def test_codes_years_money_lists_and_edges_are_no_values(text):
    assert {values(read(text.format(who=who))) for who in PEOPLE} == {(None, None, None)}


@pytest.mark.parametrize(
    ("words", "size"),
    [("will double", 100), ("will be halved", 50), ("will be cut in half", 50), ("will fall by a third", 33.3)],
)
def test_a_fold_is_the_size_of_a_change(words, size):
    assert values(read(f"Absences of Grade 7 students {words} by June 5, 2026.")) == (None, None, size)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Veterans Day", date(2025, 11, 11)),
        ("Memorial Day", date(2026, 5, 25)),
        ("Presidents' Day", date(2026, 2, 16)),
        ("Columbus Day", date(2025, 10, 13)),
        ("the second Friday in October", date(2025, 10, 10)),
        ("the last Monday of December", date(2025, 12, 29)),
        ("the first Monday in September", date(2025, 9, 1)),
        ("the end of the marking period", date(2025, 11, 7)),
    ],
)
def test_a_day_that_has_a_name_or_a_weekday_is_a_day(words, day):
    said = read(f"Grade 5 students will reach 80% on the STAR by {words}.")
    assert said.deadline is not None
    assert said.deadline.value == day


def test_a_holiday_word_alone_is_no_date():
    assert read("Grade 5 students will improve in earth science.").deadline is None


@pytest.mark.parametrize(
    "text",
    [
        "Parents complain that the parking lot is dangerous.",
        "The assessment calendar has been shared with families.",
        "The school council approved the phone policy at its May meeting.",
        "Attach your samples of student work.",
        "Pupils absent for more than 10% of sessions shall be referred to the counsellor (procedure 12).",
        "Goals must list a start and an end.",
        "Results of the spring survey: see page 14.",
    ],
)
def test_what_is_reported_or_asked_of_the_reader_is_no_goal(text):
    assert check(text, today=TODAY, calendar=CALENDAR).layer is SentenceLayer.NO_GOAL


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("will write a paragraph with no more than 3 errors in 4 out of 5 trials.", (None, 80.0, None)),
        ("will bring their time in the calm room down from 46 minutes a day to 20.", (46.0, 20.0, None)),
        ("scoring below 2.0 will fall from 41 to 26 students.", (41.0, 26.0, None)),
        ("missing work will drop from 112 to no more than 75.", (112.0, 75.0, None)),
        ("will keep a mean of 61 wcpm that will be 88 wcpm.", (61.0, 88.0, None)),
        ("reading 10 minutes longer will grow by 30 minutes a day.", (None, None, 30.0)),
    ],
)
def test_limits_spans_and_trials_are_told_apart(words, parts):
    assert {values(read(f"{who} {words}")) for who in PEOPLE} == {parts}


@pytest.mark.parametrize(
    "text",
    [
        "The deputy head will convene a school council each half-term.",
        "The grade 1 team pulls the three lowest letter sounds.",
        "Continue the breakfast club.",
        "Consider adding a second lunch supervisor.",
    ],
)
def test_whoever_acts_without_a_result_of_students_does_an_activity(text):
    assert check(text, today=TODAY, calendar=CALENDAR).layer is SentenceLayer.ACTIVITY


@pytest.mark.parametrize(
    "text",
    [
        "Middle years students show perseverance.",
        "Our team will move Grade 2 students up two reading levels.",
        "Our team will move up 20% of Grade 2 students by two reading levels.",
        "Students' mastery of the writing process",
        "Bus reports of Grade 3 students were 44 last fall; this fall we are shooting for no more than 20.",
    ],
)
def test_a_bad_goal_is_a_goal(text):
    assert check(text, today=TODAY, calendar=CALENDAR).layer is SentenceLayer.PROGRESS
