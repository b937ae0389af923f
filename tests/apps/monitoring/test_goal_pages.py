"""The goal page and its steps, as different people see and use them."""

import uuid
from datetime import date
from typing import Any

import pytest
from django.test import Client

from aimline.apps.goals.actions import drafts
from aimline.apps.goals.actions.amendments import Change
from aimline.apps.goals.models import Amendment, Goal
from aimline.apps.monitoring.actions import adjusting, amending, checking_in
from aimline.apps.monitoring.actions.adjusting import Different
from aimline.apps.monitoring.models import Adjustment, CheckIn
from aimline.apps.organizations.actions import give_part
from aimline.apps.organizations.models import Role
from aimline.apps.publication.models import Release
from tests.apps.conftest import START, WALL, World
from tests.apps.monitoring.watched import make_goal, make_reading


def page(world: World, name: str, goal: Goal, step: str = "") -> Any:
    return world.client(name).get(f"/goals/{goal.uuid}/{step}")


def send(client: Client, goal: Goal, step: str, **fields: Any) -> Any:
    content = {"key": str(uuid.uuid4()), "version": goal.version} | fields
    return client.post(f"/goals/{goal.uuid}/{step}", content)


CHECK_IN = {"on_track": "yes", "what_to_adjust": "nothing yet", "decision": "keep", "next_on": "2026-02-09",
            "celebration": "none yet", "who_is_improving": "not discussed", "who_needs_support": "not discussed",
            "what_works": "not discussed"}  # fmt: skip
AMEND = {"target": "85", "deadline": "2026-03-13", "group_label": "Grade 4 students", "grades": ["4"]}


@pytest.mark.parametrize(
    ("name", "status"),
    [("lead", 200), ("teacher", 200), ("principal", 200), ("colleague", 200), ("coach", 200), ("steward", 200),
     ("district_leader", 200), ("outsider", 404), ("leaver", 404), ("student", 404), ("parent", 404),
     ("council_member", 404), (None, 302)],
)  # fmt: skip
def test_who_sees_a_goal(world: World, goal: Goal, name: str | None, status: int) -> None:
    assert page(world, name or "", goal).status_code == status if name else (
        world.client(None).get(f"/goals/{goal.uuid}/").status_code == status
    )  # fmt: skip


@pytest.mark.parametrize("step", ["check-in/", "adjust/", "amend/", "correct/", "close/"])
@pytest.mark.parametrize(
    ("name", "status"), [("lead", 200), ("colleague", 403), ("principal", 403), ("coach", 403), ("outsider", 404)]
)
def test_who_may_take_a_step(world: World, goal: Goal, step: str, name: str, status: int) -> None:
    assert page(world, name, goal, step).status_code == status


def test_only_the_leader_sees_the_page_for_cancelling(world: World, goal: Goal) -> None:
    answers = [page(world, name, goal, "cancel/").status_code for name in ("principal", "lead", "outsider")]

    assert answers == [200, 403, 404]


def test_the_page_says_where_we_are_what_it_means_and_what_is_next(world: World, goal: Goal) -> None:
    text = page(world, "lead", goal).content.decode()

    places = [text.index(part) for part in (
        "improving from 62\u00a0% to 85", "On track", "Check in", "<svg", "14 of 23 points", "Since the start",
        "What you agreed on", "Exit check on Fridays",
    )]  # fmt: skip
    assert places == sorted(places, key=places.index)
    assert "The latest reading, 76\u00a0%, is on the line" in text


def test_changes_are_marked_on_sentence_chart_and_list(world: World, goal: Goal) -> None:
    viewer = world.viewer("lead")
    amending.amend(viewer, goal, Change(target=88.0), explanation="", sharpens=False, version=None)
    groups = Different("other_strategy", "Peer groups", date(2025, 12, 12), short_name="peer groups")
    adjusting.adjust(viewer, goal, groups)

    text = page(world, "lead", goal).content.decode()

    assert text.count("Target raised to 88\u00a0% (was 85\u00a0%)") == 2
    assert "target raised" in text
    assert "peer groups" in text


def test_small_numbers_leave_only_to_those_who_teach_the_students(world: World) -> None:
    small = make_goal(world.places["team"], values=(57.1, 71.4), n=7, baseline=42.9)

    taught, outside = (page(world, name, small).content.decode() for name in ("teacher", "colleague"))

    assert "42.9" in taught
    assert "71.4" in taught
    assert not [number for number in ("42.9", "71.4", "57.1", "<svg role") if number in outside]
    assert "Fewer than 10 students" in outside


def test_one_small_reading_is_hollow_outside(world: World) -> None:
    goal = make_goal(world.places["team"], values=(63, 67))
    make_reading(goal, on=date(2026, 1, 9), value=81.3, n=6)

    assert "81.3" in page(world, "teacher", goal).content.decode()
    assert "81.3" not in page(world, "colleague", goal).content.decode()


def test_what_leaves_is_written_down_once(world: World, goal: Goal) -> None:
    page(world, "teacher", goal)
    assert not Release.objects.exists()

    page(world, "colleague", goal)
    page(world, "coach", goal)

    days = [goal.baseline_on, *(reading.on for reading in goal.readings.all())]
    school = world.places["school"].pk
    asked = {f"results {goal.measure_id} {school} {on}" for on in days}
    assert set(Release.objects.values_list("question", flat=True)) == asked
    assert Release.objects.count() == len(days)


def test_words_of_a_team_stay_inside(world: World, goal: Goal) -> None:
    send(world.client("lead"), goal, "check-in/", **CHECK_IN | {"celebration": "Everyone explained a fraction."})

    assert "Everyone explained" in page(world, "principal", goal).content.decode()
    assert "Everyone explained" not in page(world, "colleague", goal).content.decode()


def test_a_check_in_asks_two_questions_and_prefills_the_rest(world: World, goal: Goal) -> None:
    text = page(world, "lead", goal, "check-in/").content.decode()

    assert "76\u00a0% on 9 January 2026, 24 students" in text
    assert 'value="2026-02-09"' in text
    assert "no_data_reason" not in text


def test_a_check_in_sent_twice_is_kept_once(world: World, goal: Goal) -> None:
    client, key = world.client("lead"), str(uuid.uuid4())

    first = send(client, goal, "check-in/", key=key, **CHECK_IN)
    second = send(client, goal, "check-in/", key=key, **CHECK_IN)

    assert (first.status_code, first.url, second.url) == (302, f"/goals/{goal.uuid}/", first.url)
    assert CheckIn.objects.count() == 1


def test_an_unfinished_check_in_comes_back_with_what_is_open(world: World, goal: Goal) -> None:
    client = world.client("lead")

    answer = send(client, goal, "check-in/", **CHECK_IN | {"what_to_adjust": "", "concern": "Many were away."})
    text = client.get(answer.url).content.decode()

    assert answer.url.endswith("/check-in/")
    assert "Many were away." in text
    assert "Write a word" in text


def test_a_decision_to_adjust_leads_to_the_strategies(world: World, goal: Goal) -> None:
    answer = send(world.client("lead"), goal, "check-in/", **CHECK_IN | {"decision": "adjust"})

    assert answer.url == f"/goals/{goal.uuid}/adjust/"


def test_a_colleagues_answer_takes_one_button(world: World, goal: Goal) -> None:
    send(world.client("lead"), goal, "check-in/", **CHECK_IN)
    held = CheckIn.objects.get()
    client = world.client("teacher")
    assert "I see it the same way" in client.get(f"/goals/{goal.uuid}/").content.decode()

    send(client, goal, f"check-in/{held.uuid}/answer/", agrees="yes")

    text = client.get(f"/goals/{goal.uuid}/").content.decode()
    assert "I see it the same way" not in text
    assert "Last discussed" in text


@pytest.mark.parametrize(
    "easier",
    [{"target": "80"}, {"deadline": "2026-05-01"}, {"grades": ["3"]}, {"stop_on": "2026-02-02", "stop_value": "63"}],
)
def test_lowering_is_refused_with_the_reason_and_opens_the_strategies(
    world: World, goal: Goal, easier: dict[str, Any]
) -> None:
    answer = send(world.client("lead"), goal, "amend/", **AMEND | easier | {"explanation": "It is slower than hoped."})
    text = answer.content.decode()

    assert answer.status_code == 422
    assert [part for part in ("More of it", "Something else", "Help", "More frequent formative checks") if part in text]
    assert f'action="/goals/{goal.uuid}/adjust/"' in text
    assert "It is slower than hoped." in text
    assert Goal.objects.get(pk=goal.pk).target == 85.0


def test_raising_works_through_the_page(world: World, goal: Goal) -> None:
    answer = send(world.client("lead"), goal, "amend/", **AMEND | {"target": "90"})

    assert (answer.status_code, Goal.objects.get(pk=goal.pk).target) == (302, 90.0)


def test_a_form_that_changes_nothing_is_told_so(world: World, goal: Goal) -> None:
    answer = send(world.client("lead"), goal, "amend/", **AMEND)

    assert answer.status_code == 422
    assert "higher target" in answer.content.decode()


def test_a_stale_form_gets_both_texts(world: World, goal: Goal) -> None:
    send(world.client("lead"), goal, "amend/", **AMEND | {"target": "90"})

    answer = send(world.client("teacher"), goal, "amend/", **AMEND | {"target": "95"})

    assert answer.status_code == 409
    assert Goal.objects.get(pk=goal.pk).target == 90.0


def test_adjusting_works_through_the_page(world: World, goal: Goal) -> None:
    fields = {"option": "more_time", "text": "Ten more minutes", "starts_on": "2026-01-13", "kind": "instruction"}

    answer = send(world.client("lead"), goal, "adjust/", **fields)

    assert (answer.status_code, Adjustment.objects.get().family) == (302, "intensify")


def test_a_correction_goes_through_two_people(world: World, goal: Goal) -> None:
    send(world.client("lead"), goal, "correct/", code="data_entry_error", baseline="58", explanation="Counted twice.")
    asked = Amendment.objects.get()
    assert "Yes, the record was wrong" in page(world, "principal", goal).content.decode()
    assert "Yes, the record was wrong" not in page(world, "lead", goal).content.decode()

    refused = send(world.client("lead"), goal, f"corrections/{asked.uuid}/", answer="approve")
    send(world.client("principal"), goal, f"corrections/{asked.uuid}/", answer="approve")

    assert refused.status_code == 403
    text = page(world, "lead", goal).content.decode()
    assert "first recorded 62" in text
    assert "improving from 58" in text


def test_closing_shows_the_distance_gained_beside_not_met(world: World, over: Goal) -> None:
    fields = {"what_worked": "Drawings.", "what_we_learned": "Start early.", "what_next": "Decimals."}

    send(world.client("lead"), over, "close/", **fields)

    text = page(world, "lead", over).content.decode()
    assert "14 of 23 points" in text
    assert "Not met" in text
    assert "Start early." in text
    assert "Check in" not in text


def test_an_ended_goal_is_carried_forward_and_both_pages_lead_to_each_other(world: World, over: Goal) -> None:
    fields = {"what_worked": "Drawings.", "what_we_learned": "Start early.", "what_next": "Decimals."}
    client = world.client("lead")
    send(client, over, "close/", **fields)
    over.refresh_from_db()
    assert "Carry it forward" in page(world, "lead", over).content.decode()
    assert "Carry it forward" not in page(world, "principal", over).content.decode()

    answer = send(client, over, "carry-forward/")

    fresh = Goal.objects.get(carried_from=over)
    assert answer.url == f"/goals/{fresh.uuid}/studio/"
    text = page(world, "lead", over).content.decode()
    assert "Carried forward into: Grade 4 students" in text
    assert "Not met" in text
    assert "Carry it forward" not in text
    assert str(fresh.uuid) not in page(world, "colleague", over).content.decode()
    Goal.objects.filter(pk=fresh.pk).update(
        state="active", locked_on=date(2026, 1, 12), starts_on=date(2026, 1, 12), baseline=76, baseline_n=24,
        baseline_on=date(2026, 1, 9), target_floor=85, deadline=date(2026, 6, 5),
    )  # fmt: skip
    assert "Carried forward from: Grade 4 fractions" in page(world, "colleague", fresh).content.decode()


def test_a_goal_that_is_put_away_keeps_its_word(world: World, over: Goal) -> None:
    fields = {"what_worked": "Drawings.", "what_we_learned": "Start early.", "what_next": "Decimals."}
    send(world.client("lead"), over, "close/", **fields)
    over.refresh_from_db()

    answers = [send(world.client("lead"), over, "put-away/", key=key) for key in [str(uuid.uuid4())] * 2]

    assert [answer.url for answer in answers] == [f"/goals/{over.uuid}/"] * 2
    text = page(world, "lead", over).content.decode()
    assert [word for word in ("Not met", "14 of 23 points", "Start early.", "Put away.") if word not in text] == []
    assert "Put it away" not in text


def test_a_draft_opens_in_the_studio(world: World) -> None:
    draft = drafts.start(world.viewer("lead"), world.places["team"])

    assert page(world, "lead", draft).url == f"/goals/{draft.uuid}/studio/"


def test_the_list_groups_goals_by_place_and_offers_to_begin(world: World, goal: Goal) -> None:
    make_goal(world.places["school"], title="School reading")
    Goal.objects.create(
        district=goal.district, unit=goal.unit, school_year=2026, level="team", title="Half a goal",
        created_by_id=world.people["lead"].pk, created_at=world.viewer("lead").now,
    )  # fmt: skip

    text = world.client("lead").get("/goals/").content.decode()

    parts = ("Grade 4 fractions", "School reading", "Half a goal", "Continue", "New goal")
    assert [part for part in parts if part not in text] == []


def test_an_empty_list_teaches_and_has_one_button(world: World) -> None:
    text = world.client("lead").get("/goals/").content.decode()

    assert text.count("Begin a goal") == 1
    assert "Begin a goal" not in world.client("coach").get("/goals/").content.decode()


def test_the_goal_page_asks_few_questions(world: World, goal: Goal, django_assert_max_num_queries: Any) -> None:
    send(world.client("lead"), goal, "check-in/", **CHECK_IN)
    client = world.client("colleague")
    # The first look is planned and written down, once.
    client.get(f"/goals/{goal.uuid}/")
    with django_assert_max_num_queries(20 + WALL):
        client.get(f"/goals/{goal.uuid}/")


def test_the_list_asks_the_same_number_of_questions_for_more_goals(
    world: World, goal: Goal, django_assert_max_num_queries: Any
) -> None:
    for n in range(8):
        make_goal(world.places["team"], values=(63, 67, 69), title=f"Goal {n}")
    client = world.client("district_leader")
    with django_assert_max_num_queries(17 + WALL):
        client.get("/goals/")


def test_a_second_answer_needs_a_check_in_of_this_goal(world: World, goal: Goal) -> None:
    other = make_goal(world.places["other_team"], title="Other")
    held = checking_in.check_in(world.viewer("colleague"), other, checking_in.Look(date(2026, 2, 9), "yes", "nothing"))

    assert send(world.client("lead"), goal, f"check-in/{held.uuid}/answer/", agrees="yes").status_code == 404


def test_places_with_goals_come_before_those_where_none_was_begun(world: World, goal: Goal) -> None:
    room = world.places["classroom"]
    give_part(world.viewer("principal"), world.people["lead"], role=Role.TEACHER, unit=room, starts_on=START)
    make_goal(world.places["school"], title="school reading")

    places = world.client("lead").get("/goals/").context["page"].places

    assert [place.name for place in places] == ["Grade 4 team", "Aspen School", room.name]
    assert [card.title for place in places for card in place.cards] == ["Grade 4 fractions", "School reading"]


def test_only_writers_are_asked_to_continue_a_goal(world: World) -> None:
    drafts.start(world.viewer("lead"), world.places["team"])
    Goal.objects.update(state="in_review")

    text = world.client("lead").get("/goals/").content.decode()

    assert "with the leader" in text
    assert "Continue" not in text


def test_closing_sent_twice_leads_to_the_same_page(world: World, over: Goal) -> None:
    fields = {"what_worked": "Drawings.", "what_we_learned": "Start early.", "what_next": "Decimals."}
    client, key = world.client("lead"), str(uuid.uuid4())

    answers = [send(client, over, "close/", key=key, **fields) for _ in range(2)]

    assert [(answer.status_code, answer.url) for answer in answers] == [(302, f"/goals/{over.uuid}/")] * 2


def test_the_same_key_with_other_content_is_not_carried_out(world: World, goal: Goal) -> None:
    client, key = world.client("lead"), str(uuid.uuid4())
    send(client, goal, "amend/", key=key, **AMEND | {"target": "90"})

    answer = send(client, goal, "amend/", key=key, **AMEND | {"target": "95"} | {"version": 2})

    assert (answer.status_code, Goal.objects.get(pk=goal.pk).target) == (422, 90.0)
