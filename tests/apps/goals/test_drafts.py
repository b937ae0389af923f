"""Drafts: any gaps, a baseline from the data, revisions, two people at once."""

from dataclasses import replace
from datetime import date

import pytest

from aimline.apps.goals.actions import analysis, drafts, values
from aimline.apps.goals.actions.drafts import Content, StrategyLine
from aimline.apps.goals.models import Goal, Note
from aimline.apps.journal.actions import StaleVersion
from aimline.apps.organizations.policy import NotAllowed, NotVisible
from aimline.apps.organizations.queries import calendar_of
from aimline.apps.results.models import Administration, Measure
from aimline.domain.goal import Comparison, Condition
from tests.apps.conftest import World


def write(world: World, content: Content, *, name: str = "lead") -> Goal:
    viewer = world.viewer(name)
    goal = drafts.start(viewer, world.places["team"])
    drafts.write(viewer, goal, content, calendar_of(viewer, goal.district))
    return Goal.objects.get(pk=goal.pk)


def test_a_draft_may_be_empty(results: World) -> None:
    goal = write(results, Content())

    assert (goal.state, goal.baseline, goal.deadline) == ("draft", None, None)
    assert goal.statement == "By …, … will …, as measured by …, improving from … to …."


def test_the_baseline_comes_from_the_newest_results(results: World) -> None:
    goal = write(results, Content(grades=(4,), measure=Measure.objects.get().uuid))

    assert (goal.baseline, goal.baseline_on, goal.baseline_n) == (66.7, date(2025, 4, 15), 24)
    assert (goal.baseline_source, goal.n_in_group) == ("State mathematics test, Spring", 25)


def test_the_team_may_start_from_an_earlier_administration(results: World) -> None:
    given = Administration.objects.get(school_year=2024)

    goal = write(results, Content(grades=(4,), measure=Measure.objects.get().uuid, baseline_given=given.uuid))

    assert (goal.baseline, goal.baseline_administration) == (62.5, given)


def test_a_narrower_group_has_its_own_baseline_and_name(results: World) -> None:
    learners = (Condition("English learner", frozenset({"Yes"})),)

    goal = write(results, Content(grades=(4,), conditions=learners, measure=Measure.objects.get().uuid))

    assert (goal.group_label, goal.baseline, goal.baseline_n) == ("grade 4 students (English learner: Yes)", 25.0, 8)


@pytest.mark.parametrize(
    ("grades", "words"),
    [
        ((4,), "grade 4 students"),
        ((0, 2), "students in grades K and 2"),
        ((2, 3, 4), "students in grades 2, 3 and 4"),
        ((), ""),
    ],
)
def test_a_group_is_named_by_its_grades(world: World, grades: tuple[int, ...], words: str) -> None:
    assert write(world, Content(grades=grades)).group_label == words


def test_a_yearly_test_compares_cohorts_unless_the_team_says_otherwise(results: World) -> None:
    measure = Measure.objects.get().uuid

    usual = write(results, Content(measure=measure))
    chosen = write(results, Content(measure=measure, comparison=Comparison.SAME_STUDENTS))

    assert (usual.comparison, chosen.comparison) == ("successive_cohorts", "same_students")


@pytest.mark.parametrize(
    ("words", "on"),
    [("end of year", date(2026, 6, 30)), ("27 March 2026", date(2026, 3, 27)), ("when we are ready", None)],
)
def test_the_words_of_a_deadline_are_kept_with_the_day_they_name(world: World, words: str, on: date | None) -> None:
    goal = write(world, Content(deadline_words=words))

    assert (goal.deadline_words, goal.deadline) == (words, on)


def test_own_words_stay_as_they_were_typed(world: World) -> None:
    goal = write(world, Content(own_words="We will all read more.", result="read"))

    assert (goal.statement, goal.statement_mode) == ("We will all read more.", values.OWN_WORDS)


def test_a_strategy_is_changed_in_place_and_taken_away_when_emptied(world: World) -> None:
    viewer = world.viewer("lead")
    goal = write(world, Content(strategies=(StrategyLine(None, "instruction", "Number talks"),)))
    line = goal.strategies.get()

    for text in ("Number talks daily", ""):
        drafts.put_strategies(viewer, goal, (StrategyLine(line.uuid, "instruction", text),))
        assert [each.text for each in goal.strategies.all()] == [text] * bool(text)


def test_a_value_survives_the_way_to_the_method_and_back(results: World) -> None:
    content = Content(grades=(4,), measure=Measure.objects.get().uuid, target=80.0, deadline_words="end of year")
    goal = write(results, replace(content, result="solve problems with fractions"))

    draft = values.draft_of(goal)

    assert draft.group == values.rule_of(goal.group_rule, label="grade 4 students", n=25)
    assert draft.baseline == values.baseline_of(goal)
    assert (draft.target, draft.deadline) == (80.0, date(2026, 6, 30))


def test_every_save_is_kept_with_its_words(world: World) -> None:
    viewer = world.viewer("lead")
    goal = write(world, Content())

    drafts.keep(viewer, goal, {"Result": "read"})
    drafts.keep(viewer, goal, {"Result": "read with ease"})

    assert [each.values["words"]["Result"] for each in goal.revisions.order_by("version")] == ["read", "read with ease"]


def test_two_people_at_once_get_both_texts(world: World) -> None:
    goal = write(world, Content())
    drafts.keep(world.viewer("teacher"), goal, {"Result": "theirs", "Why": "same"})

    with pytest.raises(StaleVersion) as refusal:
        drafts.claim(world.viewer("lead"), goal.uuid, version=0, yours={"Result": "yours", "Why": "same"})

    assert (refusal.value.theirs, refusal.value.yours) == ({"Result": "theirs"}, {"Result": "yours"})


@pytest.mark.parametrize(
    ("name", "refusal"),
    [("principal", NotAllowed), ("colleague", NotVisible), ("coach", NotVisible), ("outsider", NotVisible),
     ("parent", NotVisible), ("leaver", NotVisible)],
)  # fmt: skip
def test_nobody_else_writes_a_teams_draft(world: World, name: str, refusal: type[Exception]) -> None:
    goal = write(world, Content())

    with pytest.raises(refusal):
        drafts.claim(world.viewer(name), goal.uuid, version=None, yours={})


def test_an_excuse_goes_to_the_set_asides_whatever_its_column(world: World) -> None:
    goal = write(world, Content())

    excuse = analysis.NewNote("gap", "Parents don't help with homework.")
    fact = analysis.NewNote("gap", "Half cannot compare fractions.")
    analysis.add_notes(world.viewer("lead"), goal, (excuse, fact))

    assert list(Note.objects.order_by("pk").values_list("column", flat=True)) == ["set_aside", "gap"]


def test_an_area_keeps_its_decision_until_somebody_decides_again(world: World) -> None:
    viewer, goal = world.viewer("lead"), write(world, Content())
    rated = analysis.Area(None, "Fractions", (("essential", 3),), decision="selected")

    area = analysis.rate_areas(viewer, goal, (rated,))[0]
    analysis.rate_areas(viewer, goal, (analysis.Area(area.uuid, "Fractions", (("essential", 2),)),))

    area.refresh_from_db()
    assert (area.decision, area.essential) == ("selected", 2)
