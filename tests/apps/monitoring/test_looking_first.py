"""What a goal will read is looked up before its lock holds up others, and again only where something moved since."""

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.http import HttpResponse
from django.test import Client

from aimline.apps.goals.actions import cohorts
from aimline.apps.goals.models import Amendment, Goal
from aimline.apps.monitoring.actions import readings
from aimline.apps.monitoring.models import Reading
from aimline.apps.results.models import Administration, Measure, Segment
from tests.apps.conftest import World
from tests.apps.monitoring.studio_form import open_studio, send, sent_form, whole_goal
from tests.apps.monitoring.watched import make_goal

Watch = Callable[[Any, str], list[bool]]


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    """Note of each call whether a write was under way: a transaction inside that of the test."""

    def watched(module: Any, name: str) -> list[bool]:
        calls, ask = list[bool](), getattr(module, name)

        def noted(*told: Any, **named: Any) -> Any:
            calls.append(bool(connection.savepoint_ids))
            return ask(*told, **named)

        monkeypatch.setattr(module, name, noted)
        return calls

    return watched


def test_a_goal_is_activated_with_readings_that_were_looked_up_before(results: World, watch: Watch) -> None:
    client, asked = results.client("lead"), watch(readings, "compute")
    address = open_studio(client, results.places["team"].uuid)
    typed = whole_goal(Measure.objects.get(source="test"))
    send(client, address, "check", **typed)

    send(client, address, "activate", **typed)

    assert Goal.objects.get(uuid=address.split("/")[2]).state == "active"
    assert asked
    assert not any(asked)


def state_goal(world: World, **fields: Any) -> Goal:
    start = Administration.objects.get(school_year=2023)
    return make_goal(
        world.places["school"], measure=Measure.objects.get(code="M"), baseline=87.5, baseline_on=start.given_on,
        baseline_administration=start, target=95.0, deadline=date(2026, 4, 15), **fields,
    )  # fmt: skip


def test_a_wider_group_is_looked_up_before_the_change(results: World, watch: Watch) -> None:
    rule = {"grades": [4], "conditions": [{"attribute": "English learner", "values": ["No"]}]}
    goal = state_goal(results, group_rule=rule, comparison="same_students")
    goal.cohort = cohorts.freeze(results.viewer("lead"), goal)
    goal.save(update_fields=["cohort"])
    asked = watch(readings, "compute")

    results.client("principal").post(
        f"/goals/{goal.uuid}/amend/",
        {"key": str(uuid.uuid4()), "version": 1, "grades": ["4"], "group_label": "Grade 4"},
    )

    assert set(Reading.objects.filter(goal=goal).values_list("on__year", "n")) == {(2024, 24), (2025, 24)}
    assert asked == [False]


def test_what_moved_since_is_looked_up_again(results: World, watch: Watch) -> None:
    goal = state_goal(results, group_rule={"grades": [4], "conditions": []})
    readings.look(results.viewer("lead"), goal)
    asked = watch(readings, "compute")
    Segment.objects.filter(school_year=2025).update(retired_in=4)

    readings.refresh(results.viewer("lead"), [goal])

    assert len(asked) == 1
    assert list(Reading.objects.filter(goal=goal).values_list("on__year", flat=True)) == [2024]


def test_nothing_is_looked_up_for_what_will_be_refused(results: World, watch: Watch) -> None:
    lead, other = results.client("lead"), results.client("colleague")
    address = open_studio(lead, results.places["team"].uuid)
    typed = whole_goal(Measure.objects.get(source="test"))
    send(lead, address, "check", **typed)
    sent = sent_form(lead.get(address).context["page"]) | {"then": "activate"}
    goal = state_goal(results, group_rule={"grades": [4], "conditions": []})
    wider = {"group": {"rule": {"grades": [3, 4], "conditions": []}}}
    asked = Amendment.objects.create(
        goal=goal, kind="correction", reason_code="roster_error", explanation="", before={}, after=wider,
        state="requested", requested_by_id=results.viewer("lead").person_id, requested_at=results.viewer("lead").now,
    )  # fmt: skip
    looked = watch(readings, "looked_up")
    Goal.objects.filter(state="draft").update(visibility="district", version=F("version") + 1)

    answers = [
        lead.post(address, sent | {"key": str(uuid.uuid4())}),
        post(results.client("principal"), goal, "amend/", version=99, grades=["3", "4"], group_label="More"),
        post(lead, goal, f"corrections/{asked.uuid}/", answer="approve"),
        post(results.client("principal"), goal, f"corrections/{asked.uuid}/", answer="approve", version=99),
    ]
    Goal.objects.filter(state="draft").update(state="in_review")
    answers.append(other.post(address, sent | {"key": str(uuid.uuid4())}))
    answers.append(lead.post(f"{address}review/", {"key": str(uuid.uuid4()), "then": "endorse", "words": ""}))

    assert [answer.status_code for answer in answers] == [409, 409, 403, 409, 403, 403]
    assert looked == []


def post(client: Client, goal: Goal, what: str, **fields: object) -> HttpResponse:
    return client.post(f"/goals/{goal.uuid}/{what}", {"key": str(uuid.uuid4()), **fields})
