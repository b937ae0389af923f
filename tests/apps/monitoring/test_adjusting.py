"""An adjustment changes what a team does and gets its line on the chart."""

import uuid
from datetime import date

import pytest

from aimline.apps.goals.models import Goal, Strategy
from aimline.apps.monitoring.actions import adjusting
from aimline.apps.monitoring.actions.adjusting import Different, adjust
from aimline.apps.monitoring.models import Adjustment
from aimline.apps.organizations.policy import NotAllowed
from tests.apps.conftest import World

DIFFERENT = Different("other_strategy", "Peer re-teach groups on Tuesdays", date(2026, 1, 13), kind="intervention")


def test_an_adjustment_brings_a_strategy_and_a_short_name(world: World, goal: Goal) -> None:
    made = adjust(world.viewer("lead"), goal, DIFFERENT)

    assert (made.family, made.short_name) == ("change_approach", "Peer re-teach groups on")
    assert made.strategy_after is not None
    assert (made.strategy_after.kind, made.strategy_after.starts_on) == ("intervention", date(2026, 1, 13))


def test_a_strategy_that_is_replaced_stays_with_its_last_day(world: World, goal: Goal) -> None:
    before = Strategy.objects.filter(goal=goal).first()
    assert before is not None

    talks = Different("other_strategy", "Number talks", date(2026, 1, 13), replaces=before.uuid)
    adjust(world.viewer("lead"), goal, talks)

    before.refresh_from_db()
    assert (before.state, before.retired_on) == ("retired", date(2026, 1, 13))


def test_the_target_is_no_part_of_an_adjustment() -> None:
    names = {field.name for field in Adjustment._meta.get_fields()}

    assert not names & {"target", "deadline", "baseline"}


@pytest.mark.parametrize(
    "lacking",
    [
        Different("lower it", "Something", date(2026, 1, 13)),
        Different("more_time", " ", date(2026, 1, 13)),
        Different("more_time", "More time", date(2026, 1, 13), review_on=date(2026, 1, 1)),
    ],
)
def test_what_is_missing_is_said(world: World, goal: Goal, lacking: Different) -> None:
    with pytest.raises(adjusting.Incomplete):
        adjust(world.viewer("lead"), goal, lacking)

    assert not Adjustment.objects.exists()


@pytest.mark.parametrize("name", ["colleague", "principal", "coach", "leaver"])
def test_only_members_of_the_goals_own_level_adjust(world: World, goal: Goal, name: str) -> None:
    with pytest.raises(NotAllowed):
        adjust(world.viewer(name), goal, DIFFERENT)


@pytest.mark.parametrize("starts_on", [date(2025, 9, 17), date(2026, 3, 14)])
def test_a_day_outside_the_goal_is_asked_for_again_beside_its_field(world: World, goal: Goal, starts_on: date) -> None:
    sent = {"key": str(uuid.uuid4()), "option": "more_time", "text": "Ten minutes more", "kind": "instruction",
            "starts_on": starts_on.isoformat()}  # fmt: skip

    answer = world.client("lead").post(f"/goals/{goal.uuid}/adjust/", sent)

    assert answer.status_code == 422
    assert "The goal runs from 18 September 2025 to 13 March 2026" in answer.content.decode()
    assert "Ten minutes more" in answer.content.decode()
    assert not Adjustment.objects.exists()


def test_on_the_day_of_the_lock_nothing_is_promised_of_the_chart(world: World, goal: Goal) -> None:
    sent = {"key": str(uuid.uuid4()), "option": "more_time", "text": "Ten minutes more", "kind": "instruction",
            "starts_on": "2025-09-18"}  # fmt: skip

    page = world.client("lead").post(f"/goals/{goal.uuid}/adjust/", sent, follow=True).content.decode()

    assert "It is on the chart" not in page
    assert "Kept among your strategies." in page
