"""Whoever sends a form that was opened before somebody else's change meets it, on every form of a goal."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aimline.apps.goals.actions import amendments, locking
from aimline.apps.goals.actions.amendments import Change
from aimline.apps.goals.actions.closing import Learned
from aimline.apps.goals.models import ENDORSER, Goal
from aimline.apps.journal.forms import new_key
from aimline.apps.monitoring.actions import amending, checking_in, ending
from aimline.apps.monitoring.actions.checking_in import Look
from aimline.apps.organizations import actions
from aimline.apps.organizations.models import Role
from aimline.apps.organizations.policy import NotAllowed
from aimline.domain.goal import GroupRule
from tests.apps.conftest import NOW, START, TODAY, World, make_person
from tests.apps.monitoring.watched import make_goal

LEARNED = {"what_worked": "a", "what_we_learned": "b", "what_next": "c"}
FORMS: list[tuple[str, str, Mapping[str, Any]]] = [
    ("teacher", "close/", LEARNED),
    ("principal", "cancel/", {"code": "merged", "explanation": "Merged with the other one."}),
    ("teacher", "adjust/", {"option": "more_time", "text": "Ten minutes more", "starts_on": "2026-01-13",
                            "kind": "instruction"}),
    ("teacher", "check-in/", {"on_track": "yes", "decision": "keep", "next_on": "2026-02-09",
                              "what_to_adjust": "nothing yet", "celebration": "none yet"}),
    ("teacher", "amend/", {"target": "96", "grades": ["4"], "group_label": "Grade 4 students"}),
]  # fmt: skip


def send(world: World, goal: Goal, name: str, step: str, **fields: Any) -> Any:
    content = {"key": new_key(), "version": 1} | fields
    return world.client(name).post(f"/goals/{goal.uuid}/{step}", content)


@pytest.mark.parametrize(("name", "step", "fields"), FORMS)
def test_a_form_from_before_a_change_is_answered_with_both_texts(
    world: World, goal: Goal, name: str, step: str, fields: Mapping[str, Any]
) -> None:
    amending.amend(world.viewer("lead"), goal, Change(target=95.0), explanation="", sharpens=False, version=1)

    answer = send(world, goal, name, step, **fields)

    stored = Goal.objects.get(pk=goal.pk)
    assert (answer.status_code, stored.state, stored.version) == (409, "active", 2)


def test_the_second_answers_and_decisions_meet_a_change_too(world: World, goal: Goal) -> None:
    held = checking_in.check_in(world.viewer("lead"), goal, Look(next_on=TODAY, on_track="yes"))
    asked = amendments.ask_for_correction(
        world.viewer("lead"), goal, Change(baseline=58.0), code="data_entry_error", explanation="Counted twice."
    )
    amending.amend(world.viewer("lead"), goal, Change(target=95.0), explanation="", sharpens=False, version=1)

    answers = (
        send(world, goal, "teacher", f"check-in/{held.uuid}/answer/", agrees="yes"),
        send(world, goal, "principal", f"corrections/{asked.uuid}/", answer="approve"),
    )

    assert [answer.status_code for answer in answers] == [409, 409]
    assert (held.second_answers.count(), Goal.objects.get(pk=goal.pk).baseline) == (0, 62.0)


def draft(world: World, **fields: Any) -> Goal:
    return Goal.objects.create(
        district=world.places["district"], unit=world.places["school"], school_year=2026, level="school",
        state="in_review", created_at=NOW, created_by=world.people["principal"], version=3, **fields,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("step", "fields"),
    [("review/", {"then": "back", "words": "Which students do you mean?"}), ("review/", {"then": "endorse"}),
     ("override/", {"words": "One more goal is fine this year."})],
)  # fmt: skip
def test_a_leader_answers_the_draft_they_read(world: World, step: str, fields: Mapping[str, Any]) -> None:
    read = draft(world)

    answer = send(world, read, "district_leader", f"studio/{step}", **fields)

    assert (answer.status_code, Goal.objects.get(pk=read.pk).state) == (409, "in_review")


def test_who_endorses_a_goal_keeps_their_part_in_it(world: World) -> None:
    read = draft(world)
    read.parts.create(person=world.people["district_leader"], kind="owner", since=NOW)

    locking.endorse(world.viewer("district_leader"), read.uuid)
    locking.endorse(world.viewer("district_leader"), read.uuid)

    assert sorted(read.parts.values_list("kind", flat=True)) == [ENDORSER, "owner"]


def test_a_goal_with_numbers_does_not_begin_as_a_purpose(world: World) -> None:
    unlocked = draft(world, title="x", statement="y", why="z")
    Goal.objects.filter(pk=unlocked.pk).update(state="draft")

    with pytest.raises(NotAllowed):
        locking.begin_purpose(world.viewer("principal"), unlocked.uuid)


def test_a_goal_ends_as_all_its_readings_say_whoever_closes_it(world: World) -> None:
    world.people["team"] = make_person("Leadership")
    actions.give_part(
        world.viewer("principal"), world.people["team"], role=Role.LEADERSHIP_TEAM, unit=world.places["school"],
        starts_on=START,
    )  # fmt: skip
    small = make_goal(
        world.places["school"], n=7, baseline=42.9, target=60.0, values=(57.1, 85.7, 85.7, 85.7), deadline=TODAY
    )

    ended = ending.close(world.viewer("team"), small, Learned("a", "b", "c"), version=1)

    assert (ended.state, ended.was_met, ended.final_value) == ("met", True, 85.7)


def test_an_amendment_waits_for_imports_before_it_takes_the_journal(world: World, goal: Goal) -> None:
    wider = Change(group=GroupRule("Grades 4 and 5", frozenset({4, 5})))

    with CaptureQueriesContext(connection) as asked:
        amending.amend(world.viewer("lead"), goal, wider, explanation="", sharpens=False, version=1)

    tables = ["results_head", "goals_goal", "journal_chain"]
    first = [next(at for at, query in enumerate(asked) if f'FROM "{table}"' in query["sql"]) for table in tables]
    assert first == sorted(first)
