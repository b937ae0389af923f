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


def welcome(world: World, name: str, *, by: str, role: Role = Role.DATA_STEWARD) -> None:
    part = actions.welcome_person(
        world.viewer(by), world.places["school"], name=name.title(), email=f"{name}@example.org",
        password="a long enough password", role=role,
    )  # fmt: skip
    world.people[name] = part.person


def test_a_third_sign_in_made_by_the_second_decides_nothing(world: World) -> None:
    goal = make_goal(world.places["school"])
    welcome(world, "second", by="principal")
    welcome(world, "third", by="second")
    welcome(world, "fourth", by="third")
    asked = ask(world, goal, by="principal")

    for name in ("second", "third", "fourth"):
        with pytest.raises(NotAllowed):
            amending.decide_correction(world.viewer(name), goal, asked, approve=True)

    assert Goal.objects.get(pk=goal.pk).target == 85.0


def test_a_sign_in_the_asker_opened_stays_theirs_whoever_gives_it_a_part(world: World) -> None:
    goal = make_goal(world.places["school"])
    welcome(world, "second", by="principal", role=Role.COACH)
    actions.give_part(
        world.viewer("installation_steward"), world.people["second"], role=Role.DATA_STEWARD,
        unit=world.places["school"], starts_on=START,
    )  # fmt: skip
    asked = ask(world, goal, by="principal")

    with pytest.raises(NotAllowed):
        amending.decide_correction(world.viewer("second"), goal, asked, approve=True)


def test_two_sign_ins_that_give_each_other_parts_are_nobody_else(world: World) -> None:
    goal = make_goal(world.places["school"])
    welcome(world, "second", by="principal")
    welcome(world, "third", by="second")
    for giver, taker in (("third", "second"), ("second", "third")):
        actions.give_part(
            world.viewer(giver), world.people[taker], role=Role.DATA_STEWARD, unit=world.places["school"],
            starts_on=START,
        )  # fmt: skip
    asked = ask(world, goal, by="principal")

    with pytest.raises(NotAllowed):
        amending.decide_correction(world.viewer("third"), goal, asked, approve=True)


def test_somebody_whom_another_keeper_welcomed_decides(world: World) -> None:
    goal = make_goal(world.places["school"])
    welcome(world, "second", by="steward")
    asked = ask(world, goal, by="principal")

    amending.decide_correction(world.viewer("second"), goal, asked, approve=True)

    assert Goal.objects.get(pk=goal.pk).target == 63.0


def test_a_keeper_with_one_part_from_elsewhere_is_somebody_else(world: World) -> None:
    goal = make_goal(world.places["school"])
    actions.give_part(
        world.viewer("principal"), world.people["steward"], role=Role.DATA_STEWARD, unit=world.places["school"],
        starts_on=START,
    )  # fmt: skip
    welcome(world, "second", by="steward")
    asked = ask(world, goal, by="principal")

    amending.decide_correction(world.viewer("second"), goal, asked, approve=True)

    assert Goal.objects.get(pk=goal.pk).target == 63.0


def test_whoever_opened_the_installation_rests_on_nobody(world: World) -> None:
    goal = make_goal(world.places["school"])
    keeper = world.viewer("installation_steward")
    actions.give_part(
        keeper, world.people["installation_steward"], role=Role.DATA_STEWARD, unit=world.places["school"],
        starts_on=START,
    )  # fmt: skip
    asked = ask(world, goal, by="principal")

    amending.decide_correction(world.viewer("installation_steward"), goal, asked, approve=True)

    assert Goal.objects.get(pk=goal.pk).target == 63.0
