"""Offers by literal case: the formula with what is known, blanks where it is not, and the team's own data."""

from datetime import date

import pytest

from aimline.domain.calendar import Calendar
from aimline.domain.goal import Layer, Stop
from aimline.domain.measure import Direction, Metric
from aimline.domain.smart import Fields, Offers, check, formula, to_json
from aimline.domain.smart.draft import Draft, Place
from aimline.domain.smart.formula import Known
from aimline.domain.smart.languages import Language

TODAY = date(2025, 9, 1)
CALENDAR = Calendar()
NOTHING = Offers()
DATA = Offers(
    baseline=48,
    baseline_on=date(2025, 8, 29),
    targets=(62, 68),
    dates=(date(2025, 12, 5), date(2026, 1, 30)),
    groups=("Grade 4 students",),
    measures=("the fraction CFA",),
    skills=("comparing fractions",),
)


def offer(text, code, *, calendar=CALENDAR, layer=None, offers=NOTHING, **fields):
    report = check(text, today=TODAY, calendar=calendar, layer=layer, fields=Fields(**fields), offers=offers)
    return next(one.rewrite for one in report.findings if one.code == code)


@pytest.mark.parametrize(
    ("code", "text", "drafts"),
    [
        ("S-01", "Number sense will grow from 40% to 60%.",
         ["By __, __ students will demonstrate proficiency in number sense, as measured by __, "
          "improving from 40% to 60%."]),
        ("T-01", "Grade 2 fluency will grow from 40 to 62 words correct per minute on the screener.",
         ["By __, Grade 2 students will show growth in fluency, as measured by the screener, "
          "improving from 40 to 62 words per minute."]),
        ("T-01", "Grade 5 students read at grade level: from 61% to 75%.",
         ["By __, Grade 5 students will read at grade level, as measured by __, improving from 61% to 75%."]),
        ("T-01", "Chronic absence among Grade 9 students will fall from 24% to 16%.",
         ["By __, Grade 9 students will reduce chronic absence, as measured by __, "
          "improving from 24% to 16%."]),
        ("M-03", "All third graders will solve two-step problems on the unit CFA by 22 May 2026.",
         ["By 22 May 2026, all third graders will solve two-step problems, as measured by the unit CFA, "
          "improving from __% to 100%."]),
        ("T-01", "12 of 22 Grade 4 students now decode blends; 18 of 22 will.",
         ["By __, Grade 4 students will decode blends, as measured by __, "
          "improving from 12 of 22 to 18 of 22."]),
        ("T-01", "Students in Room 6 will write arguments from 2.0 to 2.8 on a 4-point rubric.",
         ["By __, students in Room 6 will write arguments, as measured by a 4-point rubric, "
          "improving from 2.0 to 2.8."]),
        ("T-01", "MAP reading growth of Grade 5 will rise from 45% to 60%.", None),
        ("T-01", "Raise the share of Grade 5 students reading at grade level from 61% to 75%.",
         ["By __, Grade 5 students will read at grade level, as measured by __, improving from 61% to 75%."]),
        ("T-01", "Grade 4 scores on main-idea assessments will rise from 2.3 to 3.1 on a 4-point rubric.",
         ["By __, Grade 4 students will show growth, as measured by main-idea assessments, "
          "improving from 2.3 to 3.1 on a 4-point rubric."]),
        ("T-01", "Our Tier 3 group will go from 3 to 5 of 6 students in blending on the probe.",
         ["By __, our Tier 3 group will demonstrate proficiency in blending, as measured by the probe, "
          "improving from 3 to 5 of 6 students."]),
        ("T-03", "Grade 5 decimals will grow from 52% to 66% on the CFA by June 31, 2026.",
         ["By __, Grade 5 students will demonstrate proficiency in decimals, as measured by the CFA, "
          "improving from 52% to 66%."]),
        ("S-05", "By 22 May 2026, Grade 2 will grow in phonics from 50% to 70% and in addition from 60% to 80%.",
         ["By 22 May 2026, Grade 2 students will demonstrate proficiency in phonics, as measured by __, "
          "improving from 50% to 70%.",
          "By 22 May 2026, Grade 2 students will demonstrate proficiency in addition, as measured by __, "
          "improving from 60% to 80%."]),
        ("M-07", "Grade 4 spelling scores will rise by 15% from a baseline of 60%.",
         ["By __, Grade 4 students will demonstrate proficiency in spelling scores, as measured by __, "
          "improving from 60% to 75%.",
          "By __, Grade 4 students will demonstrate proficiency in spelling scores, as measured by __, "
          "improving from 60% to 69%."]),
        ("M-13", "Grade 2 decoding will go from 55% on the pretest to 80% on the state test.",
         ["By __, Grade 2 students will demonstrate proficiency in decoding, as measured by the pretest, "
          "improving from 55% to __%.",
          "By __, Grade 2 students will demonstrate proficiency in decoding, as measured by the state test, "
          "improving from __% to 80%."]),
        ("T-03", "Grade 3 will grow from 45% to 60% on the fraction CFA by 3/4/2026.",
         ["Grade 3 will grow from 45% to 60% on the fraction CFA by 4 March 2026.",
          "Grade 3 will grow from 45% to 60% on the fraction CFA by 3 April 2026."]),
        ("T-03", "Grade 3 will grow from 45% to 60% on the fraction CFA by 13/14/2026.", None),
        ("T-08", "By December 25, 2025, Grade 5 will grow from 52% to 66% on the decimals CFA.",
         ["By 19 December 2025, Grade 5 will grow from 52% to 66% on the decimals CFA."]),
        ("T-02", "Grade 5 will grow from 52% to 66% on the decimals CFA by spring.",
         ["Grade 5 will grow from 52% to 66% on the decimals CFA by 29 May 2026."]),
        ("X-02", "Reduce Grade 7 tardies from 12 to 18 by May 15.",
         ["By 15 May 2026, Grade 7 students will reduce tardies, as measured by __, improving from 18 to 12."]),
    ],
)  # fmt: skip
def test_a_bare_sentence_is_offered_in_the_formula(code, text, drafts):
    found = [one for one in check(text, today=TODAY, calendar=Calendar()).findings if one.code == code]
    if drafts is None:
        assert all("__" in str(one.rewrite) for one in found)
    else:
        assert [str(draft) for draft in found[0].rewrite.drafts] == drafts


@pytest.mark.parametrize(
    ("code", "text", "fields", "drafts"),
    [
        ("A-09", "Grade 4 decimals will rise from 68% to 85% on the CFA.", {"n_students": 22},
         ["Grade 4 decimals will rise from 68% to 86% on the CFA."]),
        ("A-09", "Grade 4 decimals will rise from 68% on the CFA.", {"n_students": 22, "target": 85.0},
         ["By __, Grade 4 students will demonstrate proficiency in decimals, as measured by the CFA, "
          "improving from 68% to 86%."]),
        ("M-12", "Our Tier 3 group will go from 38% to 75% in blending on the probe.", {"n_students": 8},
         ["By __, our Tier 3 group will demonstrate proficiency in blending, as measured by the probe, "
          "improving from 3 to 6 of 8 students."]),
        ("X-01", "Grade 3 fractions will grow from 45% to 78% on the CFA.", {"target": 72.0},
         ["By __, Grade 3 students will demonstrate proficiency in fractions, as measured by the CFA, "
          "improving from 45% to 72%."]),
        ("T-09", "By 19 June 2026, Grade 4 decimals grow from 50% to 65% on the CFA.",
         {"parent_deadline": date(2026, 5, 29)}, ["By 29 May 2026, Grade 4 decimals grow from 50% to 65% on the CFA."]),
        ("T-07", "By 22 May 2026, Grade 4 decimals grow from 50% to 65% on the CFA.",
         {"last_data_on": date(2026, 4, 17), "deadline": date(2026, 5, 22)},
         ["By 17 April 2026, Grade 4 decimals grow from 50% to 65% on the CFA."]),
        ("M-02", "Grade 4 will improve.", {"result": "will compare fractions.", "deadline": date(2025, 11, 14)},
         ["By 14 November 2025, Grade 4 students will compare fractions, as measured by __, "
          "improving from __ to __."]),
    ],
)  # fmt: skip
def test_fields_bring_their_own_numbers_and_dates(code, text, fields, drafts):
    made = [str(draft) for draft in offer(text, code, **fields).drafts]
    assert made == drafts


def test_the_teams_data_fill_the_blanks():
    made = offer("Students will do well.", "M-01", offers=DATA)
    assert str(made) == (
        "By 5 December 2025, Grade 4 students will demonstrate proficiency in comparing fractions, "
        "as measured by the fraction CFA, improving from 48 to 62."
    )
    assert made.drafts[0].blanks == ()


def test_an_activity_stays_as_strategy_and_its_result_is_begun():
    made = offer("Teachers will post learning targets in every room.", "R-01")
    assert str(made) == "Students' __ will increase from __ to __ by __, as measured by __."
    assert (made.place, made.kept) == (Place.STRATEGY, "Teachers will post learning targets in every room.")
    made = offer("Teachers will post learning targets in every room.", "R-01", offers=DATA)
    assert str(made) == (
        "Grade 4 students' comparing fractions will increase from 48 to 62 by 5 December 2025, "
        "as measured by the fraction CFA."
    )


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("By holding daily conferences, Grade 3 writing will rise from 2.1 to 2.8.", "By holding daily conferences"),
        ("Teachers will use exit slips so that Grade 5 students grow from 45% to 60%.", "Teachers will use exit slips"),
    ],
)
def test_the_way_becomes_a_strategy(text, way):
    assert offer(text, "R-03").kept == way


def test_too_easy_is_offered_the_calibrated_targets_that_are_a_stretch():
    text = "Grade 4 students will grow from 48% to 50% in decimals on the CFA by 29 May 2026."
    drafts = offer(text, "A-01", offers=Offers(targets=(51, 62, 68, 99))).drafts
    assert [draft.values["target"] for draft in drafts] == ["62", "68"]
    assert offer(text, "A-01").drafts[0].blanks == ("target",)


def test_everyone_becomes_the_purpose_and_a_milestone_stays():
    made = offer("100% of Grade 1 students will read at benchmark, up from 64%.", "A-08", offers=Offers(targets=(80,)))
    assert made.place is Place.PURPOSE
    assert made.drafts[0].values["target"] == "80"


def test_stops_lie_on_the_line_at_the_screening_windows():
    made = offer("By 5 June 2026, Grade 4 will grow from 50% to 75% on the decimals CFA.", "T-06")
    assert str(made) == "On the way: 64% by 30 January 2026."
    assert made.stops == (Stop(date(2026, 1, 30), 63.6),)
    assert made.fields.n_stops == 1
    without = offer("By 5 June 2026, Grade 4 will grow.", "T-06", calendar=None)
    assert str(without) == "On the way: __ by 17 January 2026."
    assert without.stops == ()
    summer = check("By 20 August 2026, Grade 4 will grow.", today=date(2026, 4, 1), calendar=Calendar())
    assert "On the way: __ by " in str(next(one.rewrite for one in summer.findings if one.code == "T-06"))


def test_a_year_is_cut_into_short_goals_along_the_line():
    made = offer("By 5 June 2026, Grade 4 decimals will grow from 50% to 75% on the CFA.", "T-10", n_short_goals=0)
    assert [draft.values["deadline"] for draft in made.drafts] == [
        "3 November 2025", "5 January 2026", "9 March 2026",
    ]  # fmt: skip
    numbers = [(draft.values["baseline"], draft.values["target"]) for draft in made.drafts]
    assert numbers == [("50", "55.7"), ("55.7", "61.4"), ("61.4", "67.1")]
    bare = offer("By 5 June 2026, Grade 4 decimals will grow.", "T-10", calendar=None, n_short_goals=0)
    assert bare.drafts[0].blanks == ("measure", "baseline", "target")


def test_a_short_goal_is_kept_as_a_step_of_a_larger_one():
    text = "Grade 4 decimals will grow from 50% to 60% on the CFA in three weeks."
    made = offer(text, "T-05", offers=DATA)
    assert (made.place, made.kept) == (Place.SHORT_STEP, text)
    assert made.drafts[0].values["deadline"] == "5 December 2025"


def test_a_yearly_test_is_paired_with_the_teams_own_assessment():
    text = "The share of Grade 6 students meeting state writing standards will rise from 60% to 68%"
    made = offer(text, "M-05", offers=DATA)
    assert str(made) == f"{text}. Until then we follow the fraction CFA on at least two dates."
    assert made.fields.has_proxy


def test_a_newer_start_is_offered_only_where_there_is_one():
    text = "Grade 3 fractions will grow from 45% to 60% on the CFA."
    old = {"baseline_on": date(2025, 3, 3)}
    assert offer(text, "M-11", offers=DATA, **old).drafts[0].values["baseline"] == "48"
    assert "baseline" in offer(text, "M-11", **old).drafts[0].blanks
    other = offer(text, "M-11", offers=DATA, baseline_is_theirs=False)
    assert other.fields.baseline_is_theirs
    assert other.fields.baseline == 48


def test_a_named_child_and_a_narrow_list_are_left_open():
    assert offer("By May 1, Leo will go from 8 to 15 letters.", "X-07").drafts[0].blanks[0] == "group"
    made = offer("Room 4 will spell words.", "S-06", n_students=3)
    assert set(made.drafts[0].blanks) >= {"group", "skill", "target"}
    assert made.fields.n_students is None


def test_practices_are_begun_and_cut_apart():
    def practice(text, code):
        return [str(draft) for draft in offer(text, code, layer=Layer.PRACTICE).drafts]

    assert practice("Confer with writers.", "PR-03") == ["Confer with writers __."]
    assert practice("Value reading.", "PR-02") == ["I will __ every school day."]
    assert practice("Visit three rooms and call two families daily.", "PR-06") == [
        "Visit three rooms daily.", "Call two families daily.",
    ]  # fmt: skip
    assert practice("Visit three rooms each day and call two families.", "PR-06")[1] == "Call two families."


def test_a_long_sentence_is_dated_in_the_formula():
    text = "By spring, Grade 5 will grow from 52% to 66% on the decimals CFA" + ", as we all agreed," * 80
    assert str(offer(text, "T-02")).startswith("By 29 May 2026, Grade 5")


def test_a_text_with_a_second_end_is_dated_in_the_formula():
    text = "By spring Grade 5 will grow from 52% to 66% on the decimals CFA, and by fall to 70%."
    assert str(offer(text, "T-02")).startswith("By 29 May 2026, Grade 5 students will")


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("Grade 2 phonics will grow from 50% to 70% (addition: 60% to 80%).", "60% to 80%"),
        ("Grade 2: phonics from 50% to 70% / addition from 60% to 80%", "60% to 80%"),
        ("Grade 2 phonics from 50% to 70% - addition from 60% to 80%", "__% to __%"),
    ],
)
def test_two_goals_are_cut_apart_where_they_are_joined(text, second):
    drafts = offer(text, "S-05").drafts
    assert str(drafts[0]).endswith("50% to 70%.")
    assert str(drafts[1]).endswith(f"{second}.")


def test_the_formula_speaks_french_too():
    places = Known(
        "le 5 juin 2026", "les élèves de 4e année", "fractions", "growth", None, "48.5", None, "%", language="fr"
    )
    assert str(formula.sentence(places)) == (
        "D'ici le 5 juin 2026, les élèves de 4e année vont progresser en fractions, selon __, "
        "en passant de 48,5\u00a0% à __\u00a0%."
    )
    assert str(formula.starter(places)) == (
        "Fractions des élèves de 4e année passera de 48,5\u00a0% à __\u00a0% d'ici le 5 juin 2026, selon __."
    )
    assert formula.words("fr").texts.keys() == formula.words("en").texts.keys()
    assert formula.words("fr").lists.keys() == formula.words("en").lists.keys()
    assert formula.words("fr").day(date(2026, 6, 5)) == "le 5 juin 2026"


@pytest.mark.parametrize("language", list(Language))
def test_the_formula_has_the_same_words_in_every_language(language):
    assert formula.words(language).texts.keys() == formula.words("en").texts.keys()
    assert formula.words(language).lists.keys() == formula.words("en").lists.keys()


@pytest.mark.parametrize(
    ("code", "text", "draft"),
    [
        ("T-01", "Los estudiantes de cuarto grado mejorarán en fracciones de 48% a 62%.",
         "Para __, los estudiantes de cuarto grado van a demostrar dominio en fracciones, según __, "
         "pasando de 48\u00a0% a 62\u00a0%."),
        ("R-01", "Los maestros usarán boletos de salida.",
         "__ de los estudiantes aumentará de __ a __ para __, según __."),
        ("T-01", "Учні 4 класу покращать читання з 48% до 62%.",
         "До __ учні 4 класу зможуть показати рівень володіння: __, за результатами __, "
         "з 48\u00a0% до 62\u00a0%."),
        ("T-06", "80% учнів 5 класу розв'язуватимуть задачі до 5 червня 2026.", "На шляху: __ до 30 січня 2026 року."),
        ("T-02", "La fluidité des élèves de 4e année passera de 45 à 75 mots par minute d'ici le printemps.",
         "La fluidité des élèves de 4e année passera de 45 à 75 mots par minute d'ici le 29 mai 2026."),
        ("T-01", "80 % des élèves de 5e année résoudront des problèmes à deux étapes.",
         "D'ici __, les élèves de 5e année résoudront des problèmes à deux étapes, selon __, "
         "en passant de __\u00a0% à 80\u00a0%."),
    ],
)  # fmt: skip
def test_an_offer_is_written_in_the_language_of_the_sentence(code, text, draft):
    made = offer(text, code)
    assert str(made) == draft
    for each in made.drafts:
        assert check(str(each), today=TODAY).slots.language == check(text, today=TODAY).slots.language


def test_a_draft_names_its_blanks_and_takes_values():
    draft = Draft("by {deadline}, {group} will {skill}.", {"skill": "add"}, {"group": "__ students"})
    assert draft.blanks == ("deadline", "group")
    assert str(draft) == "By __, __ students will add."
    assert draft.filled(deadline="May 22", group="Grade 2") == "By May 22, Grade 2 will add."


def test_json_gives_the_offer_as_text_or_nothing():
    report = check("Grade 3 fractions will grow from 92% to 97% on the CFA.", today=TODAY, calendar=Calendar())
    rewrites = {one["code"]: one["rewrite"] for one in to_json(report)["findings"]}
    assert rewrites["A-02"] is None
    assert rewrites["T-01"].startswith("By __, Grade 3 students will")
    assert report.first.code == report.findings[0].code
    assert report.first.without_rewrite().rewrite is None
    assert check("Every child thrives here.", today=TODAY).first.code == "RF-14"


@pytest.mark.parametrize(
    ("text", "fields", "numbers"),
    [
        ("Grade 4 writing will rise to 3.1 on our 4-point rubric.", {}, (None, "3.1")),
        ("Grade 4 fractions will fall to 40% on the CFA.", {"direction": Direction.DOWN}, ("48", "40")),
        ("Grade 4 fractions will rise to 40% on the CFA.", {}, (None, "40")),
        ("Grade 4 fluency will grow by 12 points.", {"baseline": 30.0}, ("30", "42")),
        ("Grade 4 tardies will fall by 12 points.", {"baseline": 30.0}, ("30", "18")),
        (
            "Grade 4 students will grow to 18 of 24 on the CFA.",
            {"metric": Metric.PERCENT_PROFICIENT},
            (None, "18 of 24"),
        ),
    ],
)
def test_a_suggested_start_is_taken_only_where_it_fits(text, fields, numbers):
    values = offer(text, "T-01", offers=Offers(baseline=48), **fields).drafts[0].values
    assert (values.get("baseline"), values.get("target")) == numbers


def test_a_bare_gain_is_read_both_ways_from_the_teams_own_start():
    found = offer("Grade 4 spelling scores will rise by 12%.", "M-07", offers=DATA)
    assert [str(draft).rpartition("from ")[2] for draft in found.drafts] == ["48% to 60%.", "48% to 53.8%."]
