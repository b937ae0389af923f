"""A check-in takes two answers and a date; a second member completes it."""

import uuid
from dataclasses import replace
from datetime import date

import pytest

from aimline.apps.goals.models import Goal
from aimline.apps.monitoring import queries
from aimline.apps.monitoring.actions import checking_in
from aimline.apps.monitoring.actions.checking_in import Look
from aimline.apps.monitoring.models import CheckIn, Reading, Verdict
from aimline.apps.organizations.policy import NotAllowed
from tests.apps.conftest import World
from tests.apps.monitoring.watched import make_goal, make_measure, make_reading

LOOK = Look(next_on=date(2026, 2, 9), on_track="almost", what_to_adjust="nothing yet")


def n_writers(goal: Goal) -> int:
    return queries.n_writers(goal.unit, today=date(2026, 1, 12))


def test_a_check_in_keeps_the_value_it_was_held_on(world: World, goal: Goal) -> None:
    held = checking_in.check_in(world.viewer("lead"), goal, LOOK)
    Reading.objects.filter(goal=goal).delete()

    kept = CheckIn.objects.get(pk=held.pk)
    assert (kept.value, kept.n, kept.status) == (76.0, 24, "on_track")
    assert kept.aimline_value == pytest.approx(76.9, abs=2)


def test_a_check_in_stores_the_verdict_of_the_day(world: World, goal: Goal) -> None:
    checking_in.check_in(world.viewer("lead"), goal, LOOK)
    checking_in.check_in(world.viewer("lead"), goal, LOOK)

    verdict = Verdict.objects.get(goal=goal)
    assert (verdict.status, verdict.rule, verdict.rule_version) == ("off_track", "model_alarm", 1)
    assert verdict.on == date(2026, 1, 12)
    assert len(verdict.inputs["readings"]) == 4


def test_a_teams_month_begins_again_with_the_second_answer(world: World, goal: Goal) -> None:
    held = checking_in.check_in(world.viewer("lead"), goal, LOOK)
    assert not queries.is_complete(held, n_members=n_writers(goal))

    checking_in.answer_too(world.viewer("teacher"), goal, held, agrees=True)

    again = CheckIn.objects.prefetch_related("second_answers").get(pk=held.pk)
    assert queries.is_complete(again, n_members=n_writers(goal))


def test_nobody_gives_the_second_answer_to_their_own_check_in(world: World, goal: Goal) -> None:
    held = checking_in.check_in(world.viewer("lead"), goal, LOOK)

    with pytest.raises(checking_in.OwnAnswer):
        checking_in.answer_too(world.viewer("lead"), goal, held, agrees=True)


@pytest.mark.parametrize(
    "lacking",
    [
        replace(LOOK, on_track=""),
        replace(LOOK, what_to_adjust=""),
        replace(LOOK, next_on=date(2026, 3, 1)),
        replace(LOOK, celebration=""),
    ],
)
def test_what_lacks_an_answer_is_kept_unfinished_and_finished_later(world: World, goal: Goal, lacking: Look) -> None:
    first = checking_in.check_in(world.viewer("lead"), goal, lacking)
    assert queries.is_unfinished(first)

    second = checking_in.check_in(world.viewer("lead"), goal, LOOK)

    assert (second.pk, queries.is_unfinished(second)) == (first.pk, False)


def test_without_data_a_check_in_needs_a_reason_and_stays_due_for_data(world: World) -> None:
    goal = make_goal(world.places["team"], locked_on=date(2025, 11, 3))

    silent = checking_in.check_in(world.viewer("lead"), goal, LOOK)
    assert queries.is_unfinished(silent)
    said = checking_in.check_in(world.viewer("lead"), goal, replace(LOOK, no_data_reason="The check was snowed out."))

    assert (queries.is_unfinished(said), said.status, said.value) == (False, "no_data", None)


def test_a_value_counted_by_hand_becomes_a_marked_reading(world: World) -> None:
    goal = make_goal(world.places["team"])

    held = checking_in.check_in(world.viewer("lead"), goal, replace(LOOK, counted=70.0, counted_n=24))

    assert (held.value, held.reading and held.reading.is_counted_by_hand) == (70.0, True)
    with pytest.raises(checking_in.OutOfRange):
        checking_in.check_in(world.viewer("lead"), goal, replace(LOOK, counted=170.0, counted_n=24))


def test_a_reading_is_talked_about_once(world: World, goal: Goal) -> None:
    checking_in.check_in(world.viewer("lead"), goal, LOOK)

    assert checking_in.new_reading(goal, today=date(2026, 1, 12)) is None


def test_a_yearly_test_is_talked_about_through_its_proxy(world: World) -> None:
    district = world.places["district"]
    goal = make_goal(world.places["team"], measure=make_measure(district, "state test", is_yearly=True))
    reading = make_reading(goal, on=date(2026, 1, 9), value=55, measure=make_measure(district, "interim"))

    held = checking_in.check_in(world.viewer("lead"), goal, LOOK)

    assert (held.reading, held.value, held.aimline_value) == (reading, 55.0, None)


@pytest.mark.parametrize("name", ["colleague", "principal", "coach", "district_leader", "leaver"])
def test_only_members_of_the_goals_own_level_check_in(world: World, goal: Goal, name: str) -> None:
    with pytest.raises(NotAllowed):
        checking_in.check_in(world.viewer(name), goal, LOOK)


def test_a_value_is_not_typed_where_the_data_bring_one(world: World, goal: Goal) -> None:
    with pytest.raises(checking_in.CountedAlready):
        checking_in.check_in(world.viewer("teacher"), goal, replace(LOOK, counted=100.0, counted_n=24))

    assert not goal.readings.filter(is_counted_by_hand=True).exists()


def test_a_value_is_typed_once_a_day(world: World) -> None:
    goal = make_goal(world.places["team"])
    checking_in.check_in(world.viewer("lead"), goal, replace(LOOK, counted=70.0, counted_n=24))

    with pytest.raises(checking_in.CountedAlready):
        checking_in.check_in(world.viewer("teacher"), goal, replace(LOOK, counted=90.0, counted_n=24))


def test_a_value_is_typed_by_staff_who_teach_the_students(world: World) -> None:
    goal = make_goal(world.places["district"], level="district")

    with pytest.raises(NotAllowed):
        checking_in.check_in(world.viewer("district_leader"), goal, replace(LOOK, counted=70.0, counted_n=24))


def test_ones_own_check_in_of_today_is_changed_not_doubled(world: World, goal: Goal) -> None:
    first = checking_in.check_in(world.viewer("lead"), goal, LOOK)

    page = world.client("lead").get(f"/goals/{goal.uuid}/check-in/").content.decode()
    second = checking_in.check_in(world.viewer("lead"), goal, replace(LOOK, on_track="yes"))

    assert "You checked in today: almost on track." in page
    assert "Change my check-in" in page
    assert (second.pk, second.value, CheckIn.objects.get().answers["on_track"]) == (first.pk, 76.0, "yes")


def test_a_check_in_that_a_colleague_answered_stays_as_it_was(world: World, goal: Goal) -> None:
    first = checking_in.check_in(world.viewer("lead"), goal, LOOK)
    checking_in.answer_too(world.viewer("teacher"), goal, first, agrees=True)

    second = checking_in.check_in(world.viewer("lead"), goal, replace(LOOK, no_data_reason="The same results."))

    assert second.pk != first.pk


def test_what_is_still_open_is_named(world: World, goal: Goal) -> None:
    checking_in.check_in(world.viewer("lead"), goal, replace(LOOK, on_track="", next_on=date(2026, 1, 5)))

    page = world.client("lead").get(f"/goals/{goal.uuid}/check-in/").content.decode()

    assert "“Are we on track?” has no answer yet" in page
    assert "The next look lies ahead: a day after today, by 12 February 2026." in page


def test_doing_more_of_it_leads_to_the_option_that_says_so(world: World, goal: Goal) -> None:
    client = world.client("lead")
    sent = {"key": str(uuid.uuid4()), "on_track": "no", "what_to_adjust": "more time", "decision": "intensify",
            "next_on": "2026-02-09", "celebration": "none yet", "who_is_improving": "not discussed",
            "who_needs_support": "not discussed", "what_works": "not discussed"}  # fmt: skip

    page = client.post(f"/goals/{goal.uuid}/check-in/", sent, follow=True)

    assert page.context["page"].form["option"].value() == "more_time"
