"""End a goal: closed with what was learned, then carried forward or put away; or cancelled for a listed reason."""

import uuid
from dataclasses import dataclass

from django.db import transaction

from aimline.apps.goals.actions import drafts, values
from aimline.apps.goals.actions.holding import hold
from aimline.apps.goals.models import Goal, Reflection
from aimline.apps.goals.policy import (
    check_may_cancel,
    check_may_carry_forward,
    check_may_change,
    check_may_put_away,
)
from aimline.apps.journal import actions as journal
from aimline.apps.organizations.policy import Viewer
from aimline.domain import cancellation
from aimline.domain.goal import Comparison
from aimline.domain.refusal import AimlineError
from aimline.domain.state import State, move
from aimline.domain.strategy import StrategyState
from aimline.domain.words import say


class ReflectionMissing(AimlineError):
    """A goal is closed with three answers (INV-32)."""


@dataclass(frozen=True)
class Learned:
    """The three answers of a team that closes a goal."""

    what_worked: str
    what_we_learned: str
    what_next: str


@transaction.atomic
def close(viewer: Viewer, goal: Goal, learned: Learned, *, was_met: bool, final_value: float | None) -> Goal:
    """Close a goal that is held with its final value and three reflections (INV-32).

    Whether it was met is judged by whoever calls, on all its readings.
    """
    check_may_change(viewer, goal)
    if not all(text.strip() for text in (learned.what_worked, learned.what_we_learned, learned.what_next)):
        raise ReflectionMissing(
            "INV-32",
            say("Three short answers close a goal: what worked, what we learned, what is next."),
            say("One sentence each is enough."),
        )
    goal.state = move(State(goal.state), State.MET if was_met else State.NOT_MET)
    goal.closed_on, goal.final_value, goal.was_met = viewer.today, final_value, was_met
    goal.version += 1
    goal.save(update_fields=["state", "closed_on", "final_value", "was_met", "version"])
    assert viewer.person_id is not None  # whoever may write holds a part as a person
    Reflection.objects.create(
        goal=goal, what_worked=learned.what_worked.strip(), what_we_learned=learned.what_we_learned.strip(),
        what_next=learned.what_next.strip(), by_id=viewer.person_id, at=viewer.now,
    )  # fmt: skip
    note(viewer, "close", goal, after={"state": goal.state, "final_value": final_value})
    return goal


@transaction.atomic
def carry_forward(viewer: Viewer, goal_uuid: uuid.UUID, *, version: int | None = None) -> Goal:
    """Begin a new draft from a goal that ended: a fresh baseline from the data, its strategies, a link (INV-32).

    A target that was not reached comes along; one that was reached makes room for a better one.
    """
    ended = drafts.take(viewer, goal_uuid, version=version)
    check_may_carry_forward(viewer, ended)
    fresh = drafts.start(viewer, ended.unit, prefill=content_of(ended))
    fresh.carried_from = ended
    fresh.save(update_fields=["carried_from"])
    step(viewer, "carry forward", ended, State.CARRIED_FORWARD, carried_to=str(fresh.uuid))
    return fresh


def content_of(ended: Goal) -> drafts.Content:
    """Return what a new goal takes over from one that ended: everything but baseline, date and own words."""
    group = values.group_of(ended)
    assert group is not None
    assert ended.measure is not None
    return drafts.Content(
        grades=tuple(sorted(group.grades)),
        conditions=group.conditions,
        group_label=ended.group_label,
        comparison=Comparison(ended.comparison),
        standards=tuple(map(uuid.UUID, ended.standards)),
        measure=ended.measure.uuid,
        result=ended.result,
        target=None if ended.was_met else ended.target,
        deadline_words=drafts.END_OF_YEAR,
        why=ended.why,
        visibility=ended.visibility,
        strategies=tuple(
            drafts.StrategyLine(None, row.kind, row.text, row.how_it_differs, row.evidence_basis)
            for row in ended.strategies.exclude(state=StrategyState.RETIRED).order_by("pk")
        ),
    )


@transaction.atomic
def put_away(viewer: Viewer, goal_uuid: uuid.UUID, *, version: int | None = None) -> Goal:
    """Put a goal away that was reflected on; it stays readable, and nothing waits for it any more."""
    goal = drafts.take(viewer, goal_uuid, version=version)
    check_may_put_away(viewer, goal)
    step(viewer, "put away", goal, State.CLOSED)
    return goal


def step(viewer: Viewer, verb: str, goal: Goal, to: State, **after: object) -> None:
    before = State(goal.state)
    goal.state = move(before, to)
    goal.version += 1
    goal.save(update_fields=["state", "version"])
    note(viewer, verb, goal, before=before, after={"state": goal.state, **after})


@transaction.atomic
def cancel(viewer: Viewer, goal: Goal, *, code: str, explanation: str, version: int | None = None) -> Goal:
    """Cancel a goal in use: the leader one level up, with a code of the closed list (INV-38)."""
    hold(goal, version=version, yours={"explanation": explanation})
    check_may_cancel(viewer, goal)
    cancellation.cancel(code=code, explanation=explanation, leader=viewer.name, on=viewer.today)
    goal.state = move(State(goal.state), State.CANCELLED)
    goal.closed_on = viewer.today
    goal.version += 1
    goal.save(update_fields=["state", "closed_on", "version"])
    note(viewer, "cancel", goal, after={"state": goal.state, "code": code}, why=explanation)
    return goal


def note(
    viewer: Viewer, verb: str, goal: Goal, *, after: dict[str, object], why: str = "", before: State = State.ACTIVE
) -> None:
    journal.record(
        verb, person_id=viewer.person_id, at=viewer.now, noun="goal", noun_uuid=goal.uuid,
        district_id=goal.district_id, before={"state": before.value}, after=after, why=why,
    )  # fmt: skip
