"""End a goal: closed with what was learned, or cancelled by its leader for a listed reason."""

from dataclasses import dataclass

from django.db import transaction

from aimline.apps.goals.models import Goal, Reflection
from aimline.apps.goals.policy import check_may_cancel, check_may_change
from aimline.apps.journal import actions as journal
from aimline.apps.organizations.policy import Viewer
from aimline.domain import cancellation
from aimline.domain.refusal import AimlineError
from aimline.domain.state import State, move
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
    """Close a goal in use with its final value and three reflections (INV-32)."""
    check_may_change(viewer, goal)
    if not all(text.strip() for text in (learned.what_worked, learned.what_we_learned, learned.what_next)):
        raise ReflectionMissing(
            "INV-32",
            say("Three short answers close a goal: what worked, what we learned, what is next."),
            say("One sentence each is enough."),
        )
    goal.state = move(State(goal.state), State.MET if was_met else State.NOT_MET)
    goal.closed_on, goal.final_value = viewer.today, final_value
    goal.version += 1
    goal.save(update_fields=["state", "closed_on", "final_value", "version"])
    assert viewer.person_id is not None  # whoever may write holds a part as a person
    Reflection.objects.create(
        goal=goal, what_worked=learned.what_worked.strip(), what_we_learned=learned.what_we_learned.strip(),
        what_next=learned.what_next.strip(), by_id=viewer.person_id, at=viewer.now,
    )  # fmt: skip
    note(viewer, "close", goal, after={"state": goal.state, "final_value": final_value})
    return goal


@transaction.atomic
def cancel(viewer: Viewer, goal: Goal, *, code: str, explanation: str) -> Goal:
    """Cancel a goal in use: the leader one level up, with a code of the closed list (INV-38)."""
    check_may_cancel(viewer, goal)
    cancellation.cancel(code=code, explanation=explanation, leader=viewer.name, on=viewer.today)
    goal.state = move(State(goal.state), State.CANCELLED)
    goal.closed_on = viewer.today
    goal.version += 1
    goal.save(update_fields=["state", "closed_on", "version"])
    note(viewer, "cancel", goal, after={"state": goal.state, "code": code}, why=explanation)
    return goal


def note(viewer: Viewer, verb: str, goal: Goal, *, after: dict[str, object], why: str = "") -> None:
    journal.record(
        verb, person_id=viewer.person_id, at=viewer.now, noun="goal", noun_uuid=goal.uuid,
        district_id=goal.district_id, before={"state": State.ACTIVE.value}, after=after, why=why,
    )  # fmt: skip
