"""A correction takes two people, not one person with two sign-ins."""

from datetime import timedelta

import pytest

from aimline.apps.goals.actions import amendments
from aimline.apps.goals.actions.amendments import Change
from aimline.apps.goals.models import Amendment, Goal
from aimline.apps.journal.models import Entry
from aimline.apps.monitoring.actions import amending
from aimline.apps.organizations import actions
from aimline.apps.organizations.models import Role
from aimline.apps.organizations.policy import NotAllowed
from tests.apps.conftest import NOW, START, World, make_person
from tests.apps.monitoring.watched import make_goal


def ask(world: World, goal: Goal, *, by: str) -> Amendment:
    return amendments.ask_for_correction(
        world.viewer(by), goal, Change(target=63.0), code="data_entry_error", explanation="Typed wrong.", version=1
    )


def give(world: World, name: str, *, by: str) -> None:
    world.people[name] = make_person(name.title())
    actions.give_part(
        world.viewer(by), world.people[name], role=Role.DATA_STEWARD, unit=world.places["school"], starts_on=START
    )


def test_a_sign_in_that_the_asker_made_decides_nothing(world: World) -> None:
    goal = make_goal(world.places["school"])
    give(world, "second", by="principal")
    asked = ask(world, goal, by="principal")

    with pytest.raises(NotAllowed):
        amending.decide_correction(world.viewer("second"), goal, asked, approve=True)

    assert Goal.objects.get(pk=goal.pk).target == 85.0


def test_a_part_given_after_the_request_decides_nothing(world: World, goal: Goal) -> None:
    give(world, "helper", by="installation_steward")
    asked = ask(world, goal, by="lead")
    Amendment.objects.filter(pk=asked.pk).update(requested_at=NOW - timedelta(minutes=1))

    with pytest.raises(NotAllowed):
        amending.decide_correction(world.viewer("helper"), goal, asked, approve=True)


def test_a_part_given_by_somebody_else_before_the_request_decides(world: World) -> None:
    give(world, "helper", by="installation_steward")
    goal = make_goal(world.places["school"])
    asked = ask(world, goal, by="principal")

    amending.decide_correction(world.viewer("helper"), goal, asked, approve=True)

    assert Goal.objects.get(pk=goal.pk).target == 63.0
    assert Entry.objects.filter(verb="approved correction").exists()
