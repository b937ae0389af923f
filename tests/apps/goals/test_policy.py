"""Who sees which goal."""

import pytest

from aimline.apps.goals import queries
from aimline.apps.goals.actions import drafts
from aimline.apps.goals.models import Goal
from aimline.apps.organizations.policy import NotAllowed, NotVisible
from tests.apps.conftest import World

CAST = (
    "teacher", "lead", "colleague", "principal", "coach", "district_leader", "steward", "student", "parent",
    "council_member", "outsider", "leaver",
)  # fmt: skip
MEMBERS = {"teacher", "lead"}
LEADERS = {"principal", "district_leader"}
SCHOOL = MEMBERS | {"colleague", "principal", "coach", "steward"}


def make_goal(world: World, *, visibility: str, state: str) -> Goal:
    goal = drafts.start(world.viewer("lead"), world.places["team"])
    Goal.objects.filter(pk=goal.pk).update(visibility=visibility, state=state)
    return goal


@pytest.mark.parametrize(
    ("visibility", "state", "who"),
    [
        ("school", "draft", MEMBERS | LEADERS),
        ("school", "returned", MEMBERS | LEADERS),
        ("public", "draft", MEMBERS | LEADERS),
        ("private", "draft", {"lead"}),
        ("private", "in_review", {"lead"}),
        ("team", "in_review", MEMBERS | LEADERS),
        ("school", "in_review", SCHOOL | {"district_leader"}),
        ("district", "closed", SCHOOL | {"district_leader"}),
        ("public", "closed", SCHOOL | {"district_leader", "student", "parent", "council_member"}),
    ],
)
def test_a_goal_is_seen_by_those_it_is_meant_for(world: World, visibility: str, state: str, who: set[str]) -> None:
    goal = make_goal(world, visibility=visibility, state=state)

    seen = {name for name in CAST if queries.visible(world.viewer(name)).filter(pk=goal.pk).exists()}

    assert seen == who


def test_a_goal_is_listed_once_for_a_viewer_with_two_ways_to_it(world: World) -> None:
    make_goal(world, visibility="public", state="in_review")

    assert queries.visible(world.viewer("lead")).count() == 1


def test_an_outsider_gets_the_same_answer_as_for_no_goal_at_all(world: World) -> None:
    goal = make_goal(world, visibility="public", state="closed")

    with pytest.raises(NotVisible):
        queries.goal(world.viewer("outsider"), goal.uuid)


@pytest.mark.parametrize("name", [name for name in CAST if name not in MEMBERS])
def test_only_members_of_the_team_start_its_goals(world: World, name: str) -> None:
    with pytest.raises(NotAllowed):
        drafts.start(world.viewer(name), world.places["team"])
