"""The studio: from an empty page to a locked goal, and everything that may come between."""

import uuid
from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from aimline.apps.goals.actions import drafts, locking
from aimline.apps.goals.models import Goal, Note, Override, Part
from aimline.apps.monitoring.actions import activating
from aimline.apps.monitoring.models import Plan
from aimline.apps.organizations.policy import NotAllowed
from aimline.apps.results.models import Measure
from aimline.domain.activation import NotReady
from tests.apps.conftest import WALL, World
from tests.apps.monitoring.studio_form import open_studio, send, sent_form, whole_goal

REASON = "Both grade teams share this work and its meetings."


def make_active(world: World) -> Goal:
    client = world.client("lead")
    address = open_studio(client, world.places["team"].uuid)
    send(client, address, "activate", **whole_goal(Measure.objects.get(source="test")))
    return Goal.objects.get(uuid=address.split("/")[2])


def test_a_first_goal_is_active_after_six_steps_on_one_page(results: World) -> None:
    goal = make_active(results)

    assert (goal.state, goal.locked_on, goal.target, goal.target_floor) == ("active", date(2026, 1, 12), 80, 80)
    assert (goal.baseline, goal.baseline_n) == (66.7, 24)
    assert goal.statement == (
        "By end of year (30 June 2026), grade 4 students will solve fraction problems at grade level, "
        "as measured by State mathematics test, improving from 66.7 % to 80 %."
    )
    assert goal.priority is not None
    assert (goal.priority.name, goal.priority.decision) == ("Fractions", "selected")


def test_the_plan_is_prefilled_from_the_calendar(results: World) -> None:
    plan = Plan.objects.get(goal=make_active(results))

    looks = [(look.on, look.measure.name) for look in plan.checkpoints.order_by("on") if look.measure]
    assert looks == [
        (date(2026, 1, 30), "Grade 4 fractions check"),
        (date(2026, 4, 14), "State mathematics test"),
        (date(2026, 5, 22), "Grade 4 fractions check"),
    ]
    assert {rule.kind for rule in plan.rules.all()} == {"on_track", "adjust", "intensify"}
    stops = [(stop.on, stop.value) for stop in plan.goal.benchmarks.order_by("on")]
    assert [on for on, _ in stops] == [date(2026, 1, 30), date(2026, 5, 22)]
    assert all(66.7 < value < 80 for _, value in stops)


def test_what_is_missing_is_listed_with_the_step_that_mends_it(results: World) -> None:
    client = results.client("lead")
    address = open_studio(client, results.places["team"].uuid)

    answer = send(client, address, "activate", target="80")

    page = client.get(address).context["page"]
    assert answer.url == f"{address}#finish"
    assert Goal.objects.get().state == "draft"
    assert Goal.objects.get().target == 80
    assert {"#step-3", "#step-5"} <= {one.href for one in page.missing}


def test_the_sentence_is_tested_while_it_is_typed_and_nothing_is_saved(results: World) -> None:
    client = results.client("lead")
    address = open_studio(client, results.places["team"].uuid)
    sent = sent_form(client.get(address).context["page"])
    measure = Measure.objects.get()

    answer = client.post(
        f"{address}check/", sent | {"measure": str(measure.uuid), "result": "read with ease", "target": "75"}
    )

    assert "read with ease" in answer.content.decode()
    assert "66.7" in answer.content.decode()
    assert Goal.objects.get().result == ""


def test_an_activity_becomes_a_strategy(results: World) -> None:
    client = results.client("lead")
    address = open_studio(client, results.places["team"].uuid)

    send(client, address, "save", result="We will implement guided reading.", keep_as_strategy="1")

    goal = Goal.objects.get()
    assert (goal.result, goal.strategies.get().text) == ("", "We will implement guided reading.")


def test_a_rewrite_is_taken_over_with_one_press(results: World) -> None:
    client = results.client("lead")
    address = open_studio(client, results.places["team"].uuid)

    send(client, address, "check", use_words="By June grade 4 reads better.")

    assert Goal.objects.get().statement == "By June grade 4 reads better."


def test_a_number_that_cannot_be_read_loses_nothing(results: World) -> None:
    client = results.client("lead")
    address = open_studio(client, results.places["team"].uuid)

    answer = send(client, address, "save", target="many", result="read")

    assert answer.status_code == 422
    assert 'value="many"' in answer.content.decode()


def test_the_same_page_sent_twice_is_saved_once(results: World) -> None:
    client = results.client("lead")
    address = open_studio(client, results.places["team"].uuid)
    sent = sent_form(client.get(address).context["page"]) | {"notes-1-text": "They add well", "then": "save"}

    for _ in range(2):
        assert client.post(address, sent).status_code == 302

    assert (Note.objects.count(), Goal.objects.get().version) == (1, 1)


def test_two_people_who_save_at_once_see_both_texts(results: World) -> None:
    lead, teacher = results.client("lead"), results.client("teacher")
    address = open_studio(lead, results.places["team"].uuid)
    mine = sent_form(lead.get(address).context["page"]) | {"result": "solve fraction problems"}
    send(teacher, address, "save", result="compare fractions")

    answer = lead.post(address, mine)

    assert answer.status_code == 409
    assert "solve fraction problems" in answer.content.decode()
    assert "compare fractions" in answer.content.decode()


def test_an_untouched_plan_follows_the_goal_and_a_changed_one_stays(results: World) -> None:
    client = results.client("lead")
    address = open_studio(client, results.places["team"].uuid)
    send(client, address, "save", **whole_goal(Measure.objects.get()))

    send(client, address, "save", deadline_words="27 March 2026")
    followed = [look.on for look in Plan.objects.get().checkpoints.order_by("on")]
    send(client, address, "save", looks__0__on="2026-02-03")
    send(client, address, "save", deadline_words="end of year")
    kept = [look.on for look in Plan.objects.get().checkpoints.order_by("on")]

    assert max(followed) <= date(2026, 3, 27)
    assert kept[0] == date(2026, 2, 3)
    assert len(kept) == len(followed)


def test_a_member_signs_for_herself(results: World) -> None:
    address = open_studio(results.client("lead"), results.places["team"].uuid)

    send(results.client("teacher"), address, "sign")

    assert set(Part.objects.values_list("person__name", "kind")) == {("Lead", "owner"), ("Teacher", "contributor")}


def test_a_school_goal_is_locked_by_the_leader_who_endorses_it(results: World) -> None:
    client, leader = results.client("principal"), results.client("district_leader")
    address = open_studio(client, results.places["school"].uuid)
    typed = whole_goal(Measure.objects.get()) | {"grades": ["4"]}

    send(client, address, "activate", **typed)
    assert Goal.objects.get().state == "draft"
    send(client, address, "review")
    leader.post(f"{address}review/", {"key": str(uuid.uuid4()), "then": "endorse", "words": ""})

    goal = Goal.objects.get()
    assert (goal.state, goal.parts.get(kind="endorser").person.name) == ("active", "District Leader")


def test_a_goal_sent_back_shows_the_leaders_words(results: World) -> None:
    client, leader = results.client("principal"), results.client("district_leader")
    address = open_studio(client, results.places["school"].uuid)
    send(client, address, "review")

    leader.post(f"{address}review/", {"key": str(uuid.uuid4()), "then": "return", "words": REASON})

    assert Goal.objects.get().state == "returned"
    assert REASON in client.get(address).content.decode()


def test_one_goal_too_many_needs_the_leaders_reason(results: World) -> None:
    goals = [make_active(results) for _ in range(4)]
    client, principal = results.client("lead"), results.client("principal")
    address = open_studio(client, results.places["team"].uuid)
    send(client, address, "activate", **whole_goal(Measure.objects.get(source="test")))
    fifth = Goal.objects.exclude(pk__in=[goal.pk for goal in goals]).get()
    assert fifth.state == "draft"

    principal.post(f"{address}override/", {"key": str(uuid.uuid4()), "words": REASON})
    send(client, address, "activate")

    fifth.refresh_from_db()
    assert (fifth.state, Override.objects.get().reason) == ("active", REASON)


def test_a_short_reason_is_not_enough(results: World) -> None:
    goal = drafts.start(results.viewer("lead"), results.places["team"])

    with pytest.raises(locking.ReasonTooShort):
        locking.override_limit(results.viewer("principal"), goal.uuid, reason="ok")


def test_a_member_of_the_team_gives_no_leave_for_one_more(results: World) -> None:
    goal = drafts.start(results.viewer("lead"), results.places["team"])

    with pytest.raises(NotAllowed):
        locking.override_limit(results.viewer("lead"), goal.uuid, reason=REASON)


def test_an_unusual_target_needs_one_written_reason(results: World) -> None:
    client = results.client("lead")
    address = open_studio(client, results.places["team"].uuid)
    typed = whole_goal(Measure.objects.get()) | {"target": "100"}

    send(client, address, "activate", **typed)
    assert Goal.objects.get().state == "draft"
    send(client, address, "activate", unmet_a_reason="We start a new programme with twice the time.")

    assert Goal.objects.get().state == "active"


def test_a_purpose_needs_words_and_no_numbers(world: World) -> None:
    client = world.client("lead")
    start = f"/goals/new/{world.places['team'].uuid}/"
    address = client.post(start, {"key": str(uuid.uuid4()), "layer": "purpose"}).url
    words = {"title": "Readers for life", "meaning": "Every child finds a book to love.", "why": "Reading opens doors."}
    sent = {"key": str(uuid.uuid4()), "version": "0", "visibility": "school", "then": "begin"}

    client.post(address, words | sent)

    goal = Goal.objects.get()
    assert (goal.layer, goal.state, goal.target) == ("purpose", "active", None)


def test_a_small_group_is_hidden_from_those_who_do_not_teach_it(results: World) -> None:
    principal, leader = results.client("principal"), results.client("district_leader")
    address = open_studio(principal, results.places["school"].uuid)
    offered = principal.get(address).context["page"].forms.draft.fields["conditions"].choices
    learners = next(value for value, label in offered if label.endswith("Yes"))
    typed = whole_goal(Measure.objects.get()) | {"grades": ["4"], "conditions": [learners]}
    send(principal, address, "review", **typed)

    assert "improving from <mark>25" in principal.get(address).content.decode()
    read = leader.get(address).content.decode()
    assert "Hidden: fewer than 10 students" in read
    assert "25 %" not in read.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("name", "status"),
    [("lead", 200), ("teacher", 200), ("principal", 200), ("colleague", 404), ("coach", 404), ("outsider", 404),
     ("parent", 404), ("student", 404), ("leaver", 404), (None, 302)],
)  # fmt: skip
def test_a_draft_opens_for_its_team_and_its_leaders(results: World, name: str | None, status: int) -> None:
    address = open_studio(results.client("lead"), results.places["team"].uuid)

    assert results.client(name).get(address).status_code == status


@pytest.mark.parametrize(("name", "status"), [("principal", 403), ("district_leader", 403), ("outsider", 404)])
def test_leaders_read_a_draft_but_do_not_write_it(results: World, name: str, status: int) -> None:
    lead = results.client("lead")
    address = open_studio(lead, results.places["team"].uuid)
    sent = sent_form(lead.get(address).context["page"]) | {"result": "another"}

    assert results.client(name).post(address, sent).status_code == status


def test_a_locked_goal_has_no_studio(results: World) -> None:
    goal = make_active(results)

    with pytest.raises(NotAllowed):
        activating.activate(results.viewer("lead"), goal.uuid)
    assert results.client("lead").get(f"/goals/{goal.uuid}/studio/").status_code == 302


def test_an_empty_draft_is_refused_with_everything_that_is_missing(results: World) -> None:
    goal = drafts.start(results.viewer("lead"), results.places["team"])

    with pytest.raises(NotReady) as refusal:
        activating.activate(results.viewer("lead"), goal.uuid)

    assert {gap.where for gap in refusal.value.gaps} >= {"result", "measure", "target", "strategies"}


def test_the_page_asks_the_database_a_fixed_number_of_times(
    results: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = results.client("lead")
    address = open_studio(client, results.places["team"].uuid)
    send(client, address, "save", **whole_goal(Measure.objects.get()))

    with django_assert_max_num_queries(33 + WALL):
        client.get(address)
