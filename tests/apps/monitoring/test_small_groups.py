"""What no page may tell of a small group to those who do not teach it, and may tell of a larger one."""

from datetime import UTC, date, datetime

import pytest

from aimline.apps.goals.models import Amendment, Goal, Reflection
from aimline.apps.monitoring import queries
from aimline.apps.monitoring.actions import checking_in
from aimline.apps.organizations.models import Unit
from aimline.apps.organizations.queries import calendar_of
from aimline.cli.status import line
from tests.apps.conftest import World
from tests.apps.monitoring.watched import make_goal

BASELINE, FIRST_RECORDED, READINGS = 42.9, 28.6, (57.1, 61.3, 64.7, 58.9)
NUMBERS = ("42.9", "28.6", "57.1", "61.3", "64.7", "58.9", "1.8 points", "15.9 points", "16 of", "16.0")
OUTSIDE = ("colleague", "coach", "district_leader", "council_member")
STEPS = ("", "check-in/", "adjust/", "amend/", "correct/", "close/", "cancel/", "studio/")


def make_goals(world: World, place: Unit, *, n: int) -> list[Goal]:
    """One goal in use, corrected and looked at, one in review, one that is over: each in the team's own words too."""
    told = f"Our students go from {BASELINE} % to 85 %."
    goals = []
    for mode in ("from_formula", "own_words"):
        shared = {"visibility": "public", "statement": told, "statement_mode": mode, "n": n, "baseline": BASELINE}
        active = make_goal(place, values=READINGS, title="", **shared)
        over = make_goal(place, values=READINGS, title="Over", state="not_met", closed_on=date(2026, 1, 9),
                         final_value=READINGS[-1], **shared)  # fmt: skip
        review = make_goal(place, title="Read me", state="in_review", is_locked=False, **shared)
        goals += [active, over, review]
        correct(world, active, n=n)
        Reflection.objects.create(
            goal=over, what_worked=told, what_we_learned=told, what_next=told, by=world.people["lead"], at=now(),
        )  # fmt: skip
    return goals


def correct(world: World, goal: Goal, *, n: int) -> None:
    before, after = ({"baseline": {"value": value, "n": n}} for value in (FIRST_RECORDED, BASELINE))
    for state, approved_by in (("approved", world.people["principal"]), ("requested", None)):
        Amendment.objects.create(
            goal=goal, kind="correction", reason_code="data_entry_error", explanation=f"It was {FIRST_RECORDED}.",
            before=before, after=after, state=state, requested_by=world.people["lead"], requested_at=now(),
            approved_by=approved_by, decided_at=now() if approved_by else None,
        )  # fmt: skip


def now() -> datetime:
    return datetime(2026, 1, 10, 12, 0, tzinfo=UTC)


def everything(world: World, name: str, goals: list[Goal]) -> dict[str, str]:
    """Return the text of every page a person can open, by address."""
    client = world.client(name)
    places = [f"/places/{place.uuid}/" for place in world.places.values()]
    steps = [f"/goals/{goal.uuid}/{step}" for goal in goals for step in STEPS]
    found = {}
    for address in ["/", "/goals/", "/data/", "/places/", *places, *steps]:
        answer = client.get(address)
        assert answer.status_code < 500
        found[address] = answer.content.decode().replace("\u00a0", " ")
    return found


@pytest.mark.parametrize("name", OUTSIDE)
@pytest.mark.parametrize("where", ["team", "school"])
def test_no_page_tells_a_number_of_a_small_group(world: World, name: str, where: str) -> None:
    goals = make_goals(world, world.places[where], n=7)

    pages = everything(world, name, goals)

    assert [(address, number) for address, text in pages.items() for number in NUMBERS if number in text] == []
    assert "Fewer than 10 students" in pages[f"/goals/{goals[0].uuid}/"]


def test_whoever_writes_without_teaching_meets_no_number_in_the_steps(world: World) -> None:
    goals = make_goals(world, world.places["district"], n=7)

    pages = everything(world, "district_leader", goals)

    assert [(address, number) for address, text in pages.items() for number in NUMBERS if number in text] == []
    assert "Keep this check-in" in pages[f"/goals/{goals[0].uuid}/check-in/"]
    assert "Fewer than 10 students" in pages[f"/goals/{goals[0].uuid}/correct/"]


def test_two_texts_of_one_start_hide_the_one_that_is_stored(world: World) -> None:
    goal = make_goal(world.places["district"], values=READINGS, n=7, baseline=BASELINE)
    Goal.objects.filter(pk=goal.pk).update(version=4)
    sent = {"key": "5e5f9a32-0b7b-4a8e-9d3e-1f6f3f1f9a12", "version": 1, "code": "data_entry_error",
            "explanation": "Counted twice.", "baseline": "40"}  # fmt: skip

    answer = world.client("district_leader").post(f"/goals/{goal.uuid}/correct/", sent)

    assert answer.status_code == 409
    assert "42.9" not in answer.content.decode()


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_larger_group_is_shown_to_all_who_see_the_goal(world: World, name: str) -> None:
    goals = make_goals(world, world.places["team"], n=40)

    pages = everything(world, name, goals)

    page = pages[f"/goals/{goals[0].uuid}/"]
    assert [number for number in ("42.9", "28.6", "57.1", "58.9") if number not in page] == []
    assert "42.9" in pages["/goals/"]


def test_whoever_teaches_them_sees_the_small_group(world: World) -> None:
    goals = make_goals(world, world.places["team"], n=7)

    pages = everything(world, "teacher", goals)

    page = pages[f"/goals/{goals[0].uuid}/"]
    assert [number for number in ("42.9", "28.6", "57.1", "58.9") if number not in page] == []


def test_a_correction_of_a_start_that_once_stood_on_few_students_stays_inside(world: World) -> None:
    goal = make_goal(world.places["team"], values=READINGS, n=40, baseline=BASELINE)
    correct(world, goal, n=40)
    Amendment.objects.update(before={"baseline": {"value": FIRST_RECORDED, "n": 7}})

    outside, inside = (everything(world, name, [goal])[f"/goals/{goal.uuid}/"] for name in ("colleague", "teacher"))

    assert "28.6" not in outside
    assert "28.6" in inside


def test_closing_keeps_the_true_end_whoever_closes(world: World) -> None:
    goal = make_goal(world.places["district"], values=(57.1, 61.3, 64.7, 90.0), n=7, baseline=BASELINE,
                     deadline=date(2026, 1, 10))  # fmt: skip
    fields = {"what_worked": "Drawings.", "what_we_learned": "Start early.", "what_next": "Decimals."}
    sent = fields | {"key": "5e5f9a32-0b7b-4a8e-9d3e-1f6f3f1f9a11", "version": goal.version}

    world.client("district_leader").post(f"/goals/{goal.uuid}/close/", sent)

    goal.refresh_from_db()
    assert (goal.state, goal.final_value) == ("met", 90.0)


@pytest.mark.parametrize(("n", "name"), [(7, "colleague"), (40, "colleague"), (7, "teacher")])
def test_page_home_list_and_command_line_say_the_same(world: World, n: int, name: str) -> None:
    goal = make_goal(world.places["team"], values=READINGS, n=n, baseline=BASELINE, title="Fractions")
    viewer = world.viewer(name)
    found = queries.watched(viewer).get(pk=goal.pk)
    numbers = queries.numbers(viewer, [found])[goal.pk]

    stands = queries.standing(found, numbers, today=viewer.today, calendar=calendar_of(viewer, goal.district))
    spoken = line(found, numbers.observed, stands, viewer.today)
    pages = everything(world, name, [goal])

    reason = str(stands.reason)
    assert spoken.reason == reason
    for address in (f"/goals/{goal.uuid}/", "/goals/", *(["/"] if name == "teacher" else [])):
        assert reason in pages[address]


def test_a_check_in_on_a_hidden_reading_says_that_it_is_in(world: World) -> None:
    goal = make_goal(world.places["district"], values=READINGS, n=7, baseline=BASELINE)

    page = everything(world, "district_leader", [goal])[f"/goals/{goal.uuid}/check-in/"]

    assert checking_in.new_reading(goal, today=date(2026, 1, 12)) is not None
    assert "Results of 9 January 2026 are in" in page


def test_a_reading_near_everybody_is_told_as_the_end_of_a_range_to_those_outside(world: World) -> None:
    goal = make_goal(world.places["team"], values=(66.7, 95.8), visibility="public", baseline=50.0)

    inside, outside = (world.client(name).get(f"/goals/{goal.uuid}/").content.decode() for name in ("lead", "coach"))

    assert "96" in inside or "95.8" in inside
    assert "at least 90" in outside
    assert "95.8" not in outside
    assert "not shown" not in outside
