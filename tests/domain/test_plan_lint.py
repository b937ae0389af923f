"""A plan under the checker: which statements fall into which groups, of how many, with which offer."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimline.domain import plan_lint
from aimline.domain.goal import Layer
from aimline.domain.plan_lint import OFFERS, TITLES, Example, Line, Mend, note, summarise
from aimline.domain.smart import RULES, SentenceLayer, check

TODAY = date(2025, 9, 1)
GOOD = "By May 22, 2026, Grade 3 students will grow in fractions from 45% to 60% on the fraction CFA."


def mends(text: str, layer: Layer | None = None) -> set[str]:
    return {str(one) for one in note(check(text, today=TODAY, layer=layer)).mends}


def line(*found: Mend, layer: SentenceLayer = SentenceLayer.PROGRESS, text: str = "Words", rewrite: str = "") -> Line:
    return Line(text, layer, found, dict.fromkeys(found, rewrite) if rewrite else {})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (GOOD, set()),
        ("Teachers will use exit slips", {"activity"}),
        ("Agenda for Tuesday: data, snacks, calendar", {"no_goal"}),
        ("Every child is known, safe and loved at our school.", {"purpose"}),
        ("Math will get better", {"no_start", "no_target", "no_date", "no_instrument", "no_group", "no_skill"}),
        (GOOD.replace("By May 22, 2026, ", ""), {"no_date"}),
        (GOOD.replace("May 22, 2026", "May 2026"), {"loose_date"}),
        (GOOD.replace("Grade 3 students", "students"), {"no_group"}),
        (GOOD.replace(" on the fraction CFA", ""), {"no_instrument"}),
        (GOOD.replace("from 45% to 60%", "to 60%"), {"no_start"}),
        (GOOD.replace("from 45% to 60%", "by 15%"), {"no_start", "only_change"}),
        (GOOD.replace("from 45% to 60%", "from __% to __%"), {"no_start", "no_target", "blank"}),
        (GOOD.replace("60%", "46%"), {"too_easy"}),
        (GOOD.replace("60%", "99%"), {"too_hard"}),
        (GOOD.replace("60%", "130%"), {"misfit"}),
        ("Our low kids are hard to teach, and parents don't help.", {"no_goal", "wording"}),
    ],
)
def test_a_statement_falls_into_its_groups(text: str, found: set[str]) -> None:
    assert mends(text) == found


def test_a_date_that_has_passed_is_nothing_to_mend_in_last_years_plan() -> None:
    late = note(check(GOOD, today=date(2027, 1, 1)))
    assert (late.mends, late.is_past) == ((), True)
    assert summarise([late, note(check(GOOD, today=TODAY))]).n_past == 1


def test_a_practice_is_no_fault() -> None:
    assert mends("Visit three classrooms every day", Layer.PRACTICE) == set()


def test_the_offer_of_the_rule_comes_along() -> None:
    offered = note(check("Fractions of Grade 3 students will rise from 45% to 60% on the CFA.", today=TODAY)).rewrites
    assert offered[Mend.NO_DATE].startswith("By __, ")


def test_kinds_are_shares_of_all_statements_and_gaps_of_the_goals() -> None:
    activity = line(Mend.ACTIVITY, Mend.NAMES, layer=SentenceLayer.ACTIVITY)
    summary = summarise([line(Mend.NO_START), line(), line(Mend.NO_START, Mend.NO_DATE), activity])
    assert (summary.n, summary.n_goals, summary.n_ready) == (4, 3, 1)
    assert [(str(one.mend), one.n, one.n_of, one.lines) for one in summary.groups] == [
        ("activity", 1, 4, (3,)),
        ("names", 1, 4, (3,)),
        ("no_start", 2, 3, (0, 2)),
        ("no_date", 1, 3, (2,)),
    ]
    assert summary.gaps[0].share == pytest.approx(2 / 3)


def test_an_example_is_the_plainest_statement_and_stands_in_one_group_only() -> None:
    plain = line(Mend.NO_START, text="Plain", rewrite="a")
    both = line(Mend.NO_START, Mend.NO_DATE, text="Both of them", rewrite="b")
    groups = {one.mend: one.example for one in summarise([both, plain, both]).gaps}
    assert groups == {Mend.NO_START: Example("Plain", "a"), Mend.NO_DATE: Example("Both of them", "b")}
    groups = {one.mend: one.example for one in summarise([both]).gaps}
    assert groups == {Mend.NO_START: Example("Both of them", "b"), Mend.NO_DATE: None}


@pytest.mark.parametrize(
    "text", ["Write to ana@school.example", "Mrs. Lopez and her class will read", "La classe de Mme Roy lira"]
)
def test_an_example_names_nobody(text: str) -> None:
    assert summarise([line(Mend.NO_DATE, text=text, rewrite="x")]).gaps[0].example is None
    named = line(Mend.NAMES, Mend.NO_DATE, text="Mia will read", rewrite="x")
    assert summarise([named]).gaps[0].example is None


def test_an_empty_plan_has_nothing_to_mend() -> None:
    assert summarise([]).groups == ()


def test_every_group_has_a_title_and_an_offer_and_names_rules_that_exist() -> None:
    known = {rule.code for rule in RULES}
    named = {code for codes in plan_lint._CODES.values() for code in codes}
    assert named <= known
    assert set(TITLES) == set(OFFERS) == set(Mend)
    assert str(summarise([line(Mend.NO_DATE)]).gaps[0].title) == "Have no date"
    assert str(summarise([line(Mend.NO_DATE)]).gaps[0].offer).startswith("Choose the day")


@given(st.lists(st.tuples(st.sampled_from(SentenceLayer), st.sets(st.sampled_from(Mend))), max_size=30))
def test_every_statement_is_counted_once_a_group(rows: list[tuple[SentenceLayer, set[Mend]]]) -> None:
    lines = [Line("Words", layer, tuple(found)) for layer, found in rows if layer is SentenceLayer.PROGRESS]
    summary = summarise(lines)
    assert sum(summary.n_layers.values()) == summary.n == len(lines)
    assert all(0 < one.share <= 1 and len(set(one.lines)) == one.n for one in summary.groups)
