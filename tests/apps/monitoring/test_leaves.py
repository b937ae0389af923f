"""What only a leader may allow: an easier twin of a closed goal, and a fifth area."""

import uuid
from datetime import date

import pytest

from aimline.apps.goals.actions import locking
from aimline.apps.goals.models import Analysis, Goal, Override, PriorityArea
from aimline.apps.organizations.policy import NotAllowed
from aimline.apps.results.models import Measure
from tests.apps.conftest import World
from tests.apps.monitoring.studio_form import open_studio, send, whole_goal
from tests.apps.monitoring.watched import make_goal

REASON = "Half of the classes moved to another building in October."


def close_one(world: World, *, state: str = "not_met", target: float = 85) -> Goal:
    """Close a goal of the team on the state test, with its deadline in this school year."""
    return make_goal(
        world.places["team"], measure=Measure.objects.get(), target=target, state=state, title="Closed",
        closed_on=date(2026, 1, 9), deadline=date(2026, 6, 30),
        was_met={"met": True, "cancelled": None}.get(state, False),
    )  # fmt: skip


def write_one(world: World) -> tuple[str, Goal]:
    """Write a goal like the closed one, with 80 as its target."""
    client = world.client("lead")
    address = open_studio(client, world.places["team"].uuid)
    send(client, address, "activate", **whole_goal(Measure.objects.get(source="test")))
    return address, Goal.objects.get(uuid=address.split("/")[2])


def allow(world: World, address: str, name: str = "principal", **sent: str) -> int:
    content = {"key": str(uuid.uuid4()), "rule": "RF-05", "words": REASON} | sent
    return world.client(name).post(f"{address}override/", content).status_code


@pytest.mark.parametrize("state", ["not_met", "carried_forward", "cancelled"])
def test_an_easier_twin_waits_for_the_leader(results: World, state: str) -> None:
    closed = close_one(results, state=state)

    address, goal = write_one(results)

    page = results.client("lead").get(address)
    assert goal.state == "draft"
    assert "same goal with an easier target: Closed, closed on 9 January 2026" in page.content.decode()
    assert f"/goals/{closed.uuid}/" in {one.href for one in page.context["page"].missing}


@pytest.mark.parametrize(("state", "target"), [("met", 85), ("not_met", 75)])
def test_going_on_after_a_goal_that_was_met_or_aiming_higher_needs_no_leave(
    results: World, state: str, target: float
) -> None:
    close_one(results, state=state, target=target)

    assert write_one(results)[1].state == "active"


def test_with_leave_the_twin_begins_and_both_goals_name_each_other(results: World) -> None:
    closed = close_one(results)
    address, goal = write_one(results)
    assert f"/goals/{closed.uuid}/" in results.client("principal").get(address).content.decode()

    assert allow(results, address) == 302
    send(results.client("lead"), address, "activate")

    goal.refresh_from_db()
    here, there = (results.client("lead").get(f"/goals/{one.uuid}/").content.decode() for one in (goal, closed))
    assert (goal.state, Override.objects.get().about) == ("active", closed)
    assert REASON in here
    assert f"/goals/{closed.uuid}/" in here
    assert "An easier goal was begun" in there
    assert f"/goals/{goal.uuid}/" in there


def test_leave_was_given_for_one_promise_and_ends_with_it(results: World) -> None:
    close_one(results)
    address, goal = write_one(results)
    allow(results, address)

    send(results.client("lead"), address, "activate", target="72")

    goal.refresh_from_db()
    assert (goal.state, Override.objects.count()) == ("draft", 0)


def test_a_short_reason_gives_no_leave(results: World) -> None:
    close_one(results)
    address, _ = write_one(results)

    assert allow(results, address, words="It is fine.") == 422
    assert not Override.objects.exists()


def test_the_team_gives_itself_no_leave(results: World) -> None:
    close_one(results)
    _, goal = write_one(results)

    with pytest.raises(NotAllowed):
        locking.give_leave(results.viewer("lead"), goal.uuid, rule=locking.TWIN, reason=REASON)


def test_a_fifth_area_warns_and_waits_for_the_leader(results: World) -> None:
    team = results.places["team"]
    looked = Analysis.objects.create(district=results.places["district"], unit=team, school_year=2026)
    for n in range(4):
        area = PriorityArea.objects.create(analysis=looked, name=f"Area {n}", decision="selected")
        make_goal(team, measure=Measure.objects.get(source="test"), priority=area, state="met")
    client = results.client("lead")
    address = open_studio(client, team.uuid)
    typed = whole_goal(Measure.objects.get(source="test")) | {
        "areas__4__name": "Fractions", "areas__4__essential": "3", "priority_row": "4", "areas__0__name": "Area 0",
        "areas__0__essential": "",
    }  # fmt: skip

    send(client, address, "activate", **typed)
    page = client.get(address).content.decode()
    assert "Goals here serve 5 areas this year" in page
    allow(results, address, rule="INV-23")
    send(client, address, "activate")

    assert Goal.objects.get(uuid=address.split("/")[2]).state == "active"
