"""A goal ends with what was learned; cancelling needs the leader and a listed reason."""

from datetime import date

import pytest

from aimline.apps.goals.actions import closing
from aimline.apps.goals.actions.closing import Learned
from aimline.apps.goals.models import Goal
from aimline.apps.journal.models import Entry
from aimline.apps.organizations.policy import NotAllowed
from aimline.domain.cancellation import NoReasonToCancel
from tests.apps.conftest import World
from tests.apps.monitoring.watched import make_goal

LEARNED = Learned("Daily routine.", "Start with drawings.", "Decimals.")


def test_closing_keeps_the_final_value_and_three_reflections(world: World, goal: Goal) -> None:
    closing.close(world.viewer("lead"), goal, LEARNED, was_met=False, final_value=76.0)

    stored = Goal.objects.get(pk=goal.pk)
    assert (stored.state, stored.final_value, stored.closed_on) == ("not_met", 76.0, date(2026, 1, 12))
    assert stored.reflection.what_next == "Decimals."
    assert Entry.objects.filter(verb="close", noun_uuid=goal.uuid).exists()


def test_a_goal_is_not_closed_without_reflections(world: World, goal: Goal) -> None:
    with pytest.raises(closing.ReflectionMissing):
        closing.close(world.viewer("lead"), goal, Learned("Good.", " ", "More."), was_met=True, final_value=86.0)


def test_a_closed_goal_stays_as_it_is(world: World, goal: Goal) -> None:
    closing.close(world.viewer("lead"), goal, LEARNED, was_met=False, final_value=76.0)

    with pytest.raises(NotAllowed):
        closing.close(world.viewer("lead"), Goal.objects.get(pk=goal.pk), LEARNED, was_met=True, final_value=90.0)


@pytest.mark.parametrize("name", ["lead", "teacher", "colleague", "coach"])
def test_only_the_leader_one_level_up_cancels(world: World, goal: Goal, name: str) -> None:
    with pytest.raises(NotAllowed):
        closing.cancel(world.viewer(name), goal, code="merged", explanation="Merged with the other one.")


def test_too_hard_is_no_reason_to_cancel(world: World, goal: Goal) -> None:
    with pytest.raises(NoReasonToCancel):
        closing.cancel(world.viewer("principal"), goal, code="too hard", explanation="It is hard.")

    closing.cancel(world.viewer("principal"), goal, code="merged", explanation="Merged with the other one.")
    assert Goal.objects.get(pk=goal.pk).state == "cancelled"


def test_a_school_goal_is_cancelled_by_the_district(world: World) -> None:
    goal = make_goal(world.places["school"])

    with pytest.raises(NotAllowed):
        closing.cancel(world.viewer("principal"), goal, code="merged", explanation="x")
    closing.cancel(world.viewer("district_leader"), goal, code="merged", explanation="Merged.")
