"""Each rule by itself: what fires it, what silences it, and that it carries its own page."""

from datetime import date

import pytest

from aimline.domain.calendar import Calendar
from aimline.domain.goal import Layer, Level
from aimline.domain.smart import Fields, Mark, SentenceLayer, check, to_json

TODAY = date(2025, 9, 1)
GOOD = "By May 22, 2026, Grade 3 students will improve in fractions from 45% to 60% on the fraction CFA."


def codes(text, *, layer=None, **fields):
    report = check(text, today=TODAY, calendar=Calendar(), layer=layer, fields=Fields(**fields))
    return {finding.code for finding in report.findings}


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("S-01", "Number sense will grow from 40% to 60% by May."),
        ("S-02", "Grade 4 science will get better."),
        ("S-03", "Struggling readers will decode multisyllable words."),
        ("S-04", "Grade 6 students will get better at ratios."),
        ("S-05", "Grade 2 will grow in phonics from 50% to 70% and in addition from 60% to 80%."),
        ("S-06", "Room 4 will spell this week's word list."),
        ("S-08", "All students will add fractions with unlike denominators."),
        ("S-09", "Grade 3 reading will rise from 50% to 60%, with particular focus on newcomers."),
        ("S-10", "Students will write clear topic sentences."),
        ("M-02", "Grade 9 students will pass biology."),
        ("M-04", "Grade 7 students will understand integers."),
        ("M-05", "The share of students meeting state writing standards will rise from 60% to 68%."),
        ("M-06", "Grade 5 essays will improve from 70 to 85 on our 4-point rubric."),
        ("M-07", "Spelling scores will rise by 12%."),
        ("M-08", "The share of Geometry students with a B or better will rise from 40% to 55%."),
        ("M-09", "Grade 6 will rise from 40% to 55% as measured by each teacher's tests."),
        ("M-10", "Grade 2 will grow from 40% to 65% proficient in subtraction."),
        ("M-13", "Grade 2 will go from 55% on the pretest to 80% on the state test."),
        ("A-01", "Grade 4 proficiency on the decimals CFA will rise from 71% to 73%."),
        ("A-02", "Grade 4 proficiency on the decimals CFA will rise from 92% to 98%."),
        ("A-03", "Grade 6 will move from 40% to 76% on the ratio CFA by March."),
        ("A-04", "Grade 6 will move from 20% to 90% on the ratio CFA by March."),
        ("A-06", "Grade 6 will move from 40% to 70% on the ratio CFA in 8 weeks."),
        ("A-08", "100% of Grade 1 students will read at benchmark."),
        ("R-01", "Teachers will post learning targets in every room."),
        ("R-02", "Write a pacing guide for Grade 8."),
        ("R-03", "By holding daily conferences, Grade 3 writing will rise from 2.1 to 2.8."),
        ("R-04", "95% of students will turn in their portfolios."),
        ("R-05", "90% of staff will feel prepared to teach phonics."),
        ("R-07", "Students will use journals every day."),
        ("T-02", "Grade 5 will improve by spring."),
        ("T-03", "Grade 5 will improve over time."),
        ("T-04", "By 12 May 2019, Grade 5 will improve."),
        ("T-05", "Grade 5 will improve in three weeks."),
        ("T-06", GOOD),
        ("T-08", "By December 25, 2025, Grade 5 will improve."),
        ("X-02", "Reduce Grade 7 tardies from 12 to 18."),
        ("X-03", "By March 1, 2026 and by June 1, 2026, Grade 3 will reach 70%."),
        ("X-04", "Grade 3 students will read " + "very " * 60 + "well."),
        ("X-05", "Grade 3 reading is low because families do not care."),
        ("X-06", "The slow learners will improve."),
        ("X-07", "By May 1, Leo will go from 8 to 15 letters."),
    ],
)
def test_a_rule_fires_on_a_sample_of_ours(code, text):
    assert code in codes(text)


@pytest.mark.parametrize(
    ("code", "text", "layer"),
    [
        ("P-01", "By May 85% of students are proficient", Layer.PURPOSE),
        ("P-02", "Excellence always", Layer.PURPOSE),
        ("PR-01", "Lift proficiency by 8 points", Layer.PRACTICE),
        ("PR-02", "Value reading", Layer.PRACTICE),
        ("PR-03", "Confer with writers", Layer.PRACTICE),
        ("PR-04", "Parents read with children every night", Layer.PRACTICE),
        ("PR-06", "Visit three rooms and call two families daily", Layer.PRACTICE),
    ],
)
def test_purposes_and_practices_have_their_own_rules(code, text, layer):
    assert code in codes(text, layer=layer)


def test_a_purpose_is_never_asked_for_numbers_or_dates():
    report = check("Every child leaves us a confident reader", today=TODAY, layer=Layer.PURPOSE)
    assert report.findings == ()
    assert report.marks == {}


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("S-01", {"group": "Grade 3"}),
        ("M-01", {"measure": "Fraction CFA"}),
        ("M-02", {"target": 70.0}),
        ("M-03", {"baseline": 50.0}),
        ("T-01", {"deadline": date(2026, 5, 29)}),
    ],
)
def test_a_filled_field_answers_the_question(code, fields):
    text = "Fractions will improve."
    assert code in codes(text)
    assert code not in codes(text, **fields)


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("X-01", {"target": 65.0}),
        ("M-05", {"n_readings": 2}),
        ("M-11", {"baseline_on": date(2025, 3, 1)}),
        ("M-12", {"n_students": 8}),
        ("A-09", {"n_students": 22, "target": 85.0}),
        ("T-04", {"baseline_on": date(2026, 6, 1)}),
    ],
)
def test_fields_bring_rules_of_their_own(code, fields):
    assert code not in codes(GOOD)
    assert code in codes(GOOD, **fields)


@pytest.mark.parametrize(
    ("code", "text", "fields"),
    [
        ("T-06", GOOD, {"n_stops": 1}),
        (
            "M-05",
            "Grade 3 students meeting state writing standards will rise from 60% to 68%.",
            {"has_proxy": True},
        ),
        ("M-08", "Geometry students with a B or better will rise from 40% to 55%.", {"grades_aligned": True}),
        (
            "M-09",
            "Grade 6 will rise from 40% to 55% as measured by each teacher's tests.",
            {"level": Level.CLASSROOM},
        ),
        ("X-07", "By May 1, Leo will go from 8 to 15 letters.", {"private": True}),
        ("S-10", "From 8 to 15 letters by May 1.", {"level": Level.STUDENT}),
    ],
)
def test_what_the_plan_holds_silences_a_rule(code, text, fields):
    assert code not in codes(text, **fields)


def test_a_complete_goal_is_praised_and_met():
    report = check(GOOD, today=TODAY, calendar=Calendar(), fields=Fields(n_stops=1))
    assert set(report.marks.values()) == {Mark.MET}
    assert report.findings == ()
    assert [str(one) for one in report.praise] == [
        "It is clear for whom: Grade 3 students.",
        "Start and target are there: from 45 to 60.",
        "You know how you will look: fraction CFA.",
        "There is a day: 22 May 2026.",
        "It is about what students learn.",
        "The target asks for effort and can be reached.",
    ]


@pytest.mark.parametrize(
    ("text", "layer", "praise"),
    [
        (
            "Confer with four writers every lesson.",
            Layer.PRACTICE,
            ["This is in your own hands, and it can be counted."],
        ),
        ("Value reading.", Layer.PRACTICE, []),
        ("Teachers will post learning targets in every room.", None, ["This is something your team can do."]),
        ("Scores will improve.", None, []),
        ("Every child leaves us a confident reader.", Layer.PURPOSE, []),
    ],
)
def test_each_kind_of_sentence_is_praised_for_what_is_good_in_it(text, layer, praise):
    assert [str(one) for one in check(text, today=TODAY, layer=layer).praise] == praise


@pytest.mark.parametrize(
    ("text", "layer"),
    [
        (GOOD, SentenceLayer.PROGRESS),
        ("Teachers will use exit slips.", SentenceLayer.ACTIVITY),
        ("Every child thrives here.", SentenceLayer.PURPOSE),
        ("Agenda: field trip, data.", SentenceLayer.NO_GOAL),
        ("", SentenceLayer.NO_GOAL),
    ],
)
def test_the_layer_is_guessed(text, layer):
    assert check(text, today=TODAY).layer is layer


def test_a_guessed_purpose_is_redirected_and_not_scolded():
    report = check("Every child thrives here.", today=TODAY)
    assert [finding.code for finding in report.findings] == ["RF-14"]


def test_a_numeric_date_that_can_be_read_twice_is_asked_and_never_guessed():
    report = check("Grade 3 fractions will rise from 45% to 60% on the CFA by 3/4/2026.", today=TODAY)
    assert report.slots.deadline is None
    assert "T-03" in {finding.code for finding in report.findings}


def test_a_named_point_without_a_calendar_stays_open_and_says_what_would_resolve_it():
    report = check("Grade 3 fractions will rise from 45% to 60% on the CFA by the end of Q3.", today=TODAY)
    assert report.slots.deadline is None
    assert report.slots.deadline_text.value == "the end of Q3"
    assert "Your school calendar would turn this into a day." in [str(finding.message) for finding in report.findings]


def test_json_holds_marks_slots_and_findings_as_plain_data():
    data = to_json(check(GOOD, today=TODAY, calendar=Calendar()))
    assert data["layer"] == "progress"
    assert data["marks"] == {"S": "met", "M": "met", "A": "met", "R": "met", "T": "met"}
    assert data["slots"]["baseline"] == {
        "value": 45.0,
        "span": [GOOD.index("45%"), GOOD.index("45%") + 3],
        "confidence": 0.98,
    }
    assert data["slots"]["deadline"]["value"] == "2026-05-22"
    assert set(data["findings"][0]) == {"code", "severity", "span", "message", "question", "rewrite"}
