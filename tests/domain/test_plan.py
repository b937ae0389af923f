"""Strategies, adjustments, limits and priorities: what stands around a goal."""

from dataclasses import fields
from datetime import date

import pytest

from aimline.domain.adjustment import (
    OPTIONS,
    Adjustment,
    Family,
    PhaseLine,
    family_of,
    missing_for_adjustment,
    options,
    phase_line,
)
from aimline.domain.goal import Level
from aimline.domain.limits import LIMITS, TooManyGoals, check_limit, is_over_limit
from aimline.domain.measure import Kind
from aimline.domain.priority import (
    NO_EARLIER_DATA,
    Analysis,
    Rating,
    Shortfall,
    Statement,
    depth,
    missing_for_analysis,
    rating_share,
    reach,
    score,
    shortlist,
    weight,
)
from aimline.domain.strategy import Evidence, Strategy, StrategyKind, StrategyState, plan_gaps

ON = date(2025, 10, 14)


def test_three_families_offer_nine_options() -> None:
    assert len(OPTIONS) == 9
    assert [len(options(family)) for family in Family] == [3, 3, 3]


def test_an_adjustment_has_no_field_for_the_target() -> None:
    assert not {"target", "deadline"} & {field.name for field in fields(Adjustment)}


@pytest.mark.parametrize(
    ("adjustment", "where"),
    [
        (Adjustment("more_time", "Ten minutes more", ON), []),
        (Adjustment("more_time", "Ten minutes more", ON, review_on=date(2025, 11, 14)), []),
        (Adjustment("easier_test", " ", ON, review_on=ON), ["option", "text", "review_on"]),
    ],
)
def test_an_adjustment_says_what_and_until_when(adjustment: Adjustment, where: list[str]) -> None:
    assert [gap.where for gap in missing_for_adjustment(adjustment)] == where


def test_an_adjustment_becomes_a_line_on_the_chart() -> None:
    named = Adjustment("specialist", "Ask for help", ON, strategy_after="Number talks")

    assert family_of(named) is Family.CHANGE_APPROACH
    assert phase_line(named) == PhaseLine(ON, "Number talks")
    assert phase_line(Adjustment("specialist", "Ask for help", ON)).label == "Ask for help"


def test_a_full_plan_has_no_gaps() -> None:
    strategies = [Strategy(kind, "…", "shorter", is_new=True, evidence=Evidence.RESEARCH) for kind in StrategyKind]

    assert plan_gaps(strategies) == ()


def test_a_plan_names_what_is_missing() -> None:
    old = Strategy(StrategyKind.INSTRUCTION, "Number talks")
    retired = Strategy(StrategyKind.EXTENSION, "Puzzles", state=StrategyState.RETIRED)

    assert [gap.where for gap in plan_gaps([old, retired])] == [
        "assessment", "intervention", "extension", "how_it_differs", "evidence",
    ]  # fmt: skip
    assert len(plan_gaps([])) == 4


def test_a_reason_replaces_help_or_extension_but_not_teaching() -> None:
    reasons = dict.fromkeys(StrategyKind, "The school week covers it") | {StrategyKind.EXTENSION: " "}

    found = plan_gaps([], reasons=reasons)

    assert [gap.where for gap in found] == ["instruction", "assessment", "extension"]


@pytest.mark.parametrize(
    ("level", "limit"), [(Level.DISTRICT, 3), (Level.SCHOOL, 4), (Level.TEAM, 4), (Level.STUDENT, 2)]
)
def test_each_level_has_its_limit(level: Level, limit: int) -> None:
    assert LIMITS[level] == limit
    assert not is_over_limit(level, limit - 1)
    check_limit(level, limit - 1)
    with pytest.raises(TooManyGoals):
        check_limit(level, limit)


def test_a_leader_with_a_reason_may_go_over_the_limit() -> None:
    reason = "The province asked for this one"

    check_limit(Level.TEAM, 4, reason=reason, by_leader=True)
    with pytest.raises(TooManyGoals):
        check_limit(Level.TEAM, 4, reason="because", by_leader=True)
    with pytest.raises(TooManyGoals):
        check_limit(Level.TEAM, 4, reason=reason)


def test_an_analysis_is_done_when_it_looked_everywhere() -> None:
    said = Statement("Place value is strong", "Screener")
    done = Analysis((Kind.SCREENER, Kind.CFA), (said,), (said,), ("English learners",), (NO_EARLIER_DATA,))

    assert missing_for_analysis(done) == ()
    assert [gap.where for gap in missing_for_analysis(Analysis((Kind.CFA, Kind.CFA)))] == [
        "sources", "strengths", "gaps", "groups", "trends",
    ]  # fmt: skip


def test_six_ratings_make_one_share() -> None:
    assert rating_share(Rating(3, 3, 3, 3, 3, 3)) == 1
    assert rating_share(Rating(3, 2, 1, 0, 2, 1)) == 0.5


@pytest.mark.parametrize(
    ("shortfall", "students", "points"),
    [
        (Shortfall(24, 0.6239, 0.70, 0.661), 1.83, 1.21),
        (Shortfall(120, 0.6538, 0.70, 0.460), 5.54, 2.55),
        (Shortfall(120, 0.80, 0.70), 0, 0),
    ],
)
def test_priority_parts_have_the_worked_values(shortfall: Shortfall, students: float, points: float) -> None:
    assert reach(shortfall) == pytest.approx(students, abs=0.01)
    assert score(shortfall) == pytest.approx(points, abs=0.01)


def test_essential_standards_weigh_more() -> None:
    assert weight(Rating(0, 0, 0, 0, 0, 0)) == 1
    assert weight(Rating(2, 0, 2, 0, 0, 0)) == 1.875
    assert weight(Rating(3, 0, 0, 0, 0, 0), actionable_share=0.5) == 1


def test_the_deepest_gap_stays_on_the_list_however_few_students_it_has() -> None:
    small = Shortfall(12, 0.30, 0.70)
    large = [(f"Grade {n}", Shortfall(200 + n, 0.60, 0.70)) for n in range(3)]

    assert depth(small) == pytest.approx(0.4)
    assert shortlist([*large, ("Newcomers", small)]) == ("Grade 2", "Grade 1", "Newcomers")
    assert shortlist(large) == ("Grade 2", "Grade 1", "Grade 0")
    assert shortlist([]) == ()
