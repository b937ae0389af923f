from collections.abc import Callable
from datetime import date, timedelta

import pytest

from aimline.domain.goal import Condition, Draft, GroupRule, Horizon, Locked, horizon, narrows, needs_stop
from aimline.domain.sentence import deadline_in_words, sentence, short_sentence

EL = Condition("English learner", frozenset({"Yes"}))
ALL_FIVE = GroupRule("Grade 5", frozenset({5}))


@pytest.mark.parametrize(
    ("new", "old", "expected"),
    [
        (ALL_FIVE, ALL_FIVE, False),
        (GroupRule("Grade 5, all classes", frozenset({5})), ALL_FIVE, False),
        (GroupRule("Grades 4 and 5", frozenset({4, 5})), ALL_FIVE, False),
        (GroupRule("Everyone"), ALL_FIVE, False),
        (GroupRule("Grade 4", frozenset({4})), ALL_FIVE, True),
        (ALL_FIVE, GroupRule("Everyone"), True),
        (GroupRule("Grade 5 EL", frozenset({5}), (EL,)), ALL_FIVE, True),
        (ALL_FIVE, GroupRule("Grade 5 EL", frozenset({5}), (EL,)), False),
        (
            GroupRule("", frozenset({5}), (Condition("English learner", frozenset({"Yes", "No"})),)),
            GroupRule("", frozenset({5}), (EL,)),
            False,
        ),
        (
            GroupRule("", frozenset({5}), (Condition("English learner", frozenset({"No"})),)),
            GroupRule("", frozenset({5}), (EL,)),
            True,
        ),
    ],
)
def test_a_group_narrows_when_somebody_falls_out(new: GroupRule, old: GroupRule, expected: bool) -> None:
    assert narrows(new, old) is expected


@pytest.mark.parametrize(
    ("days", "name"),
    [(84, Horizon.SHORT_TERM), (85, Horizon.MEDIUM), (125, Horizon.MEDIUM), (126, Horizon.LONG_TERM)],
)
def test_weeks_name_the_length_of_a_goal(days: int, name: Horizon) -> None:
    assert horizon(date(2025, 9, 1), date(2025, 9, 1) + timedelta(days=days)) is name


@pytest.mark.parametrize(("days", "closes", "expected"), [(125, False, False), (126, False, True), (60, True, True)])
def test_long_goals_and_semester_ends_need_a_stop(days: int, closes: bool, expected: bool) -> None:
    start = date(2025, 9, 1)

    needed = needs_stop(start, start + timedelta(days=days), deadline_is_semester_or_year_end=closes)

    assert needed is expected


def test_the_formula_says_all_fields(make_goal: Callable[..., Locked]) -> None:
    goal = make_goal(deadline=date(2025, 12, 19), deadline_words="winter break", result="will add fractions.")

    assert str(sentence(goal)) == (
        "By winter break (19 December 2025), Grade 5 students will add fractions, as measured by "
        "Fractions common assessment, improving from 62 % to 85 %."
    )
    assert str(short_sentence(goal)) == "From 62 % to 85 % by winter break (19 December 2025)"


def test_an_empty_draft_is_a_sentence_of_blanks() -> None:
    assert str(sentence(Draft())) == "By …, … will …, as measured by …, improving from … to …."


def test_a_number_without_a_measure_has_no_unit() -> None:
    assert str(short_sentence(Draft(target=85))) == "From … to 85 by …"


@pytest.mark.parametrize(
    ("deadline", "words", "said"),
    [
        (date(2026, 3, 27), "by the end of Q3", "end of Q3 (27 March 2026)"),
        (date(2026, 3, 27), "", "27 March 2026"),
        (date(2026, 3, 27), "2026-03-27", "27 March 2026"),
        (date(2026, 3, 27), "27 March 2026", "27 March 2026"),
        (None, "someday", "someday"),
    ],
)
def test_a_named_deadline_keeps_its_day_beside_it(deadline: date | None, words: str, said: str) -> None:
    assert str(deadline_in_words(deadline, words)) == said
