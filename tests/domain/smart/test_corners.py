"""The corners of the grammar: one small text for each thing that a reader looks at and few people write."""

from datetime import date

import pytest

from aimline.domain.calendar import Calendar, default_year
from aimline.domain.measure import Direction, Metric
from aimline.domain.smart import Fields, check

TODAY = date(2025, 9, 1)
CALENDAR = Calendar((default_year(2026),))


def read(text: str, *, today: date = TODAY, fields: Fields | None = None):
    return check(text, today=today, calendar=CALENDAR, fields=fields)


def value(text: str, slot: str):
    found = getattr(read(text).slots, slot)
    return None if found is None else found.value


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("Students may write more.", None),
        ("Grade 5 students march in line to class.", None),
        ("Grade 5 will improve by spring 26.", date(2026, 5, 31)),
        ("After the third grading of essays Grade 5 will improve.", None),
        ("Grade 5 will do better than last school year.", None),
        ("Grade 5 will improve over the next week.", date(2025, 9, 8)),
        ("Grade 5 will improve within 20 school days.", date(2025, 9, 29)),
        ("Grade 5 will improve by the end of the fourth trimester.", None),
    ],
)
def test_a_date_is_read_or_left(text, on):
    assert value(text, "deadline") == on


def test_in_summer_no_quarter_runs():
    assert read("Grade 5 will improve this quarter.", today=date(2026, 7, 20)).slots.deadline is None


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("Gr. 4 students will decode.", "Gr. 4 students"),
        ("Vitamin g 4 is no group.", None),
        ("The 3rd and 4th grade will decode.", "The 3rd and 4th grade"),
        ("2nd period students will solve equations.", "2nd period students"),
        ("pre-K children will count.", "pre-K children"),
        ("K to 4 students will decode.", "K to 4 students"),
        ("In Grade 3, 5 will decode.", "Grade 3"),
        ("Students enrolled are expected to decode.", "Students"),
        ("The junior high will grow.", None),
        ("Students will read Grade 3 level text.", "Students"),
    ],
)
def test_a_group_is_read_by_its_shape(text, group):
    assert value(text, "student_group") == group


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("Grade 5 will improve as measured by the exam 80% of the time.", "exam"),
        ("Grade 5 will improve as measured by the fluency check in May.", "fluency check"),
        ("Grade 5 will improve on the Gates Maginot from 4.2 to 5.5.", "Gates Maginot"),
        ("Grade 5 absences will fall from 40 to 20 (Skyward).", "Skyward"),
        ("Grade 5 students’ fluency will rise on the unit quiz.", "unit quiz"),
    ],
)
def test_an_instrument_is_read_by_its_shape(text, measure):
    assert value(text, "measure") == measure


@pytest.mark.parametrize(
    ("text", "baseline", "target"),
    [
        ("Two fourth graders will read from 10 to 20 books.", 10, 20),
        ("Grade 3 will grow from nine to 15 books.", 9, 15),
        ("Grade 3 books read, four to 15 books.", 4, 15),
        ("Grade 9 students will go down from 9 days absent to 6 days absent.", 9, 6),
        ("Of 1995 students 80% will read well.", None, 80),
        ("Grade 5 will master units 3 and 4.", None, None),
        ("Grade 5 will master units 3-4.", None, None),
        ("80% of Grade 5 students and 70% of Grade 6 students.", None, 80),
        ("Grade 5 will score 3/4 on the writing rubric.", None, 3),
        ("Grade 5 will average 3 on a scale of 4 points.", None, 3),
        ("From 45 per cent to 60 per cent of Grade 5 will pass.", 45, 60),
        ("Grade 5 will gain 12% points in reading.", None, None),
        ("PLC time runs from 2:15 to 3:00.", None, None),
        ("4 of the 18 students in Room 3 now read well. All 18 will by May 8.", 4, 18),
        ("48 of 60 first graders (today: 22) reading at level D by May 8.", 22, 48),
        ("In about a total overall average of the class of around roughly nearly 40 it is.", None, None),
    ],
)
def test_numbers_are_read_as_meant(text, baseline, target):
    assert (value(text, "baseline"), value(text, "target")) == (baseline, target)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("Our team will raise Grade 5 scores in STAAR science 5 percentage points by spring.", 5),
        ("Grade 2 students below benchmark will gain on average 1.5 words per week.", 1.5),
        ("All English learners will go up one proficiency level on ACCESS.", 1),
        ("Tier 3 students will show 1.5 years of growth.", 1.5),
    ],
)
def test_the_size_of_a_change_is_no_target(text, amount):
    assert value(text, "change_amount") == amount
    assert value(text, "baseline") is None


@pytest.mark.parametrize(
    ("text", "layer"),
    [
        ("Implementation of a phonics program.", "activity"),
        ("Support and increase reading fluency in Grade 5.", "progress"),
        ("Teams will improve their practice.", "activity"),
        ("Staff will grow in their understanding of data.", "activity"),
        ("The showcase will take place on May 4.", "activity"),
        ("Grade 9 students will attend school regularly by June 5.", "progress"),
        ("Grade 9 students will attend two sessions by June 5.", "progress"),
        ("Forms completed by the office.", "no_goal"),
        ("Our school will earn a score of 80% in Grade 5 mathematics.", "progress"),
        ("We need 80% of Grade 5 students proficient.", "progress"),
        ("Grade 5 fluency will rise by implementing centers from 40% to 60%.", "progress"),
    ],
)
def test_who_acts_decides_the_layer(text, layer):
    assert str(read(text).layer) == layer


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("Tardies decreasing from 20 to 12 in Grade 9.", Direction.DOWN),
        ("The average time of Grade 9 runners will go from 30 to 20.", Direction.DOWN),
    ],
)
def test_the_numbers_tell_the_direction(text, way):
    assert value(text, "direction") is way


def test_final_grades_are_a_metric_of_their_own():
    assert value("Grade 9 final grades will rise from 2.1 to 2.8.", "metric") is Metric.PERCENT_GRADE_AT_LEAST


@pytest.mark.parametrize(
    ("text", "fields", "code", "fires"),
    [
        ("Grade 9 referrals will go to 12.", Fields(baseline=9.0, direction=Direction.DOWN), "X-02", True),
        ("By May 29, 2026, Grade 5 will improve.", Fields(deadline=date(2026, 6, 5)), "X-01", True),
        ("85% of Grade 5 will be proficient.", Fields(n_students=20), "A-09", False),
        ("Grade 2 will rise from 50 to 90 wcpm by June 5, 2020.", Fields(), "A-01", False),
    ],
)
def test_fields_are_weighed_with_the_sentence(text, fields, code, fires):
    assert (code in {finding.code for finding in read(text, fields=fields).findings}) is fires


def test_a_wish_is_carried_by_its_verb_and_not_by_a_span_of_months():
    said = read("I want all grade 3 students from January to May to master fractions.").slots
    assert (said.verb_class, said.actor, said.result.value) == ("outcome", "student", "fractions")
