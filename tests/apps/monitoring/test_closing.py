"""A goal ends with what was learned; cancelling needs the leader and a listed reason."""

from datetime import date

import pytest

from aimline.apps.goals.actions import closing, locking, values
from aimline.apps.goals.actions.closing import Learned
from aimline.apps.goals.models import Goal
from aimline.apps.journal.models import Entry
from aimline.apps.monitoring.actions import ending, planning
from aimline.apps.organizations.policy import NotAllowed
from aimline.domain.cancellation import NoReasonToCancel
from aimline.domain.closing import StillRunning
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


def test_a_slow_goal_is_not_closed_before_its_end(world: World, goal: Goal) -> None:
    with pytest.raises(StillRunning):
        ending.close(world.viewer("lead"), goal, LEARNED, version=goal.version)

    assert Goal.objects.get(pk=goal.pk).state == "active"


def test_the_page_says_why_a_goal_still_runs_and_opens_the_strategies(world: World, goal: Goal) -> None:
    shown = world.client("lead").get(f"/goals/{goal.uuid}/close/")

    page = shown.content.decode()
    assert shown.status_code == 200
    assert "This goal runs until 13 March 2026." in page
    assert f'action="/goals/{goal.uuid}/adjust/"' in page
    assert "Close as not met" not in page


def test_sending_the_reflections_early_changes_nothing(world: World, goal: Goal) -> None:
    fields = {"what_worked": "Drawings.", "what_we_learned": "Start early.", "what_next": "Decimals."}
    sent = fields | {"key": "0b1f6a0a-51a7-4a50-9a53-0b5f4e9c5d10", "version": goal.version}

    shown = world.client("lead").post(f"/goals/{goal.uuid}/close/", sent)

    assert shown.status_code == 422
    assert Goal.objects.get(pk=goal.pk).state == "active"


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


def ended(world: World, goal: Goal, *, was_met: bool = False) -> Goal:
    return closing.close(world.viewer("lead"), goal, LEARNED, was_met=was_met, final_value=86.0 if was_met else 76.0)


def test_a_goal_is_carried_forward_as_a_new_draft_with_its_strategies(world: World, goal: Goal) -> None:
    fresh = planning.carry_forward(world.viewer("lead"), ended(world, goal).uuid)

    old = Goal.objects.get(pk=goal.pk)
    assert (old.state, old.was_met, old.carried_to) == ("carried_forward", False, fresh)
    assert (fresh.state, fresh.carried_from, fresh.measure, fresh.result) == ("draft", old, old.measure, old.result)
    assert [s.text for s in fresh.strategies.order_by("pk")] == [s.text for s in old.strategies.order_by("pk")]
    assert {rule.kind for rule in fresh.plan.rules.all()} == {"on_track", "adjust", "intensify"}
    assert Entry.objects.filter(verb="carry forward", noun_uuid=goal.uuid).exists()


def test_a_carried_goal_takes_no_baseline_with_it(world: World, goal: Goal) -> None:
    fresh = planning.carry_forward(world.viewer("lead"), ended(world, goal).uuid)

    assert (fresh.baseline, fresh.locked_on, fresh.target) == (None, None, 85.0)


def test_a_target_that_was_reached_makes_room_for_a_better_one(world: World, goal: Goal) -> None:
    fresh = planning.carry_forward(world.viewer("lead"), ended(world, goal, was_met=True).uuid)

    assert fresh.target is None


def test_a_goal_is_carried_forward_once(world: World, goal: Goal) -> None:
    planning.carry_forward(world.viewer("lead"), ended(world, goal).uuid)

    with pytest.raises(NotAllowed):
        planning.carry_forward(world.viewer("lead"), goal.uuid)


@pytest.mark.parametrize("carries_first", [True, False])
def test_a_goal_is_put_away_after_it_was_reflected_on(world: World, goal: Goal, *, carries_first: bool) -> None:
    viewer = world.viewer("lead")
    ended(world, goal)
    if carries_first:
        planning.carry_forward(viewer, goal.uuid)

    closing.put_away(viewer, goal.uuid)

    stored = Goal.objects.get(pk=goal.pk)
    assert (stored.state, stored.was_met) == ("closed", False)
    assert Entry.objects.filter(verb="put away", noun_uuid=goal.uuid).exists()


def test_a_goal_in_use_is_neither_carried_forward_nor_put_away(world: World, goal: Goal) -> None:
    for act in (planning.carry_forward, closing.put_away):
        with pytest.raises(NotAllowed):
            act(world.viewer("lead"), goal.uuid)


@pytest.mark.parametrize("name", ["colleague", "coach", "principal", "district_leader"])
def test_only_those_who_write_a_goal_carry_it_forward_or_put_it_away(world: World, goal: Goal, name: str) -> None:
    ended(world, goal)

    for act in (planning.carry_forward, closing.put_away):
        with pytest.raises(NotAllowed):
            act(world.viewer(name), goal.uuid)


@pytest.mark.parametrize("puts_away", [False, True])
def test_a_goal_that_was_not_met_has_no_easier_twin_however_it_is_kept(
    world: World, goal: Goal, *, puts_away: bool
) -> None:
    viewer = world.viewer("lead")
    fresh = planning.carry_forward(viewer, ended(world, goal).uuid)
    if puts_away:
        closing.put_away(viewer, goal.uuid)

    fresh.target, fresh.deadline = 70.0, date(2026, 6, 5)

    assert locking.twins_without_leave(viewer, fresh, values.draft_of(fresh)) == (goal,)
