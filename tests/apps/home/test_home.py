"""Home says what waits for each person, and costs the same few questions however much there is."""

import pytest
from pytest_django import DjangoAssertNumQueries

from aimline.apps.goals.models import Goal
from aimline.apps.home import pages, queries
from aimline.domain.state import State
from tests.apps.access.things import Things, make_goal, make_things
from tests.apps.conftest import WALL, World


@pytest.fixture
def things(world: World) -> Things:
    return make_things(world, world.places["team"], world.places["school"], "lead")


def page(world: World, name: str) -> pages.HomePage:
    viewer = world.viewer(name)
    return pages.home_page(viewer, queries.overview(viewer))


def titles(shown: pages.HomePage) -> list[str]:
    return [str(thing.title) for thing in shown.things]


def test_a_new_lead_is_shown_how_a_goal_begins(world: World) -> None:
    shown = page(world, "lead")
    assert (str(shown.title), shown.cards, str(shown.empty.label if shown.empty else "")) == (
        "Nothing waits for you today",
        (),
        "Start a goal for Grade 4 team",
    )


def test_a_new_installation_begins_with_results(world: World) -> None:
    shown = page(world, "installation_steward")
    assert shown.empty is not None
    assert str(shown.empty.label) == "Bring in results"


def test_the_answer_of_a_colleague_is_asked_for(world: World, things: Things) -> None:
    assert titles(page(world, "teacher"))[0] == "Add your answer: Fractions, 70 % by 5 June 2026"


def test_whoever_held_the_check_in_is_not_asked_again(world: World, things: Things) -> None:
    assert titles(page(world, "lead")) == ["Finish your draft: Fractions, 70 % by 5 June 2026"]


def test_a_principal_decides_corrections_and_reads_goals_first(world: World, things: Things) -> None:
    Goal.objects.filter(pk=things.draft.pk).update(state=State.IN_REVIEW)
    shown = page(world, "principal")
    assert titles(shown) == ["Read a goal: Fractions, 70 % by 5 June 2026", "A correction needs a second person"]
    assert shown.leading is not None
    assert [line.place for line in shown.leading.in_review] == ["Grade 4 team"]


def test_a_goal_that_came_back_is_named_to_its_writers(world: World, things: Things) -> None:
    Goal.objects.filter(pk=things.draft.pk).update(state=State.RETURNED)
    assert "A goal came back to you: Fractions, 70 % by 5 June 2026" in titles(page(world, "lead"))


def test_nobody_else_is_shown_what_waits_in_another_team_or_district(world: World, things: Things) -> None:
    for name in ("colleague", "outsider", "parent", "student", "council_member", "leaver"):
        shown = page(world, name)
        assert (shown.things, shown.cards, shown.dates) == ((), (), ())


def test_three_things_are_enough(world: World, things: Things) -> None:
    person = world.people["lead"].pk
    assert things.active.measure is not None
    for _ in range(4):
        make_goal(world.places["team"], things.active.measure, "draft", person)
    assert len(page(world, "lead").things) == 3


@pytest.mark.parametrize(("name", "most"), [("lead", 24), ("principal", 24), ("district_leader", 24)])
def test_home_asks_few_questions_however_many_goals_there_are(
    world: World, things: Things, name: str, most: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    assert things.active.measure is not None
    for _ in range(12):
        make_goal(world.places["team"], things.active.measure, "active", world.people["lead"].pk)
    client = world.client(name)
    with django_assert_max_num_queries(most + WALL):
        assert client.get("/").status_code == 200


def test_a_coach_without_goals_of_their_own_sees_those_of_the_school(world: World, things: Things) -> None:
    shown = page(world, "coach")
    assert [(card.name, card.place) for card in shown.cards] == [("Fractions, 70 % by 5 June 2026", "Grade 4 team")]
    assert shown.things == ()


def test_a_goal_that_waits_for_somebody_else_is_not_among_those_to_read(world: World, things: Things) -> None:
    waiting = Goal.objects.filter(pk=things.draft.pk)
    waiting.update(state=State.IN_REVIEW, unit=world.places["school"])

    shown = page(world, "principal").leading

    assert waiting.get().title
    assert shown is not None
    assert shown.in_review == ()


def test_drafts_that_are_no_thing_for_today_are_listed_below(world: World, things: Things) -> None:
    person = world.people["lead"].pk
    assert things.active.measure is not None
    more = [make_goal(world.places["team"], things.active.measure, "draft", person) for _ in range(4)]

    shown = page(world, "lead")

    links = [thing.href for thing in shown.things] + [line.href for line in shown.begun]
    assert sorted(links) == sorted(f"/goals/{each.uuid}/studio/" for each in [things.draft, *more])
    assert {str(line.text) for line in shown.begun} == {"draft"}
    assert "Being written" in world.client("lead").get("/").content.decode()


def test_a_goal_with_the_leader_is_listed_to_its_writers(world: World, things: Things) -> None:
    Goal.objects.filter(pk=things.draft.pk).update(state=State.IN_REVIEW)

    assert [str(line.text) for line in page(world, "lead").begun] == ["with the leader"]
    assert page(world, "principal").begun == ()
