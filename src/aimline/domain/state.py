"""Where a goal stands in its life, and what may come next (domain.md 2.7)."""

from enum import StrEnum

from aimline.domain.goal import Layer
from aimline.domain.refusal import AimlineError
from aimline.domain.words import say


class State(StrEnum):
    """States of goals of all three layers."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    ACTIVE = "active"
    MET = "met"
    NOT_MET = "not_met"
    CARRIED_FORWARD = "carried_forward"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    RETIRED = "retired"
    PAUSED = "paused"
    ENDED = "ended"


_NEXT: dict[Layer, dict[State, tuple[State, ...]]] = {
    Layer.PROGRESS: {
        State.DRAFT: (State.IN_REVIEW, State.ACTIVE),
        State.IN_REVIEW: (State.RETURNED, State.ACTIVE),
        State.RETURNED: (State.DRAFT,),
        State.ACTIVE: (State.MET, State.NOT_MET, State.CARRIED_FORWARD, State.CANCELLED),
        State.MET: (State.CARRIED_FORWARD, State.CLOSED),
        State.NOT_MET: (State.CARRIED_FORWARD, State.CLOSED),
        State.CARRIED_FORWARD: (State.CLOSED,),
    },
    Layer.PURPOSE: {State.DRAFT: (State.ACTIVE,), State.ACTIVE: (State.RETIRED,)},
    Layer.PRACTICE: {
        State.DRAFT: (State.ACTIVE,),
        State.ACTIVE: (State.PAUSED, State.ENDED),
        State.PAUSED: (State.ACTIVE,),
    },
}


class StepNotOpen(AimlineError):
    """The goal cannot go there from where it stands."""


class KeepsWhatWasTried(AimlineError):
    """A goal that was active is closed, never deleted (RF-04)."""


def next_states(state: State, layer: Layer = Layer.PROGRESS) -> tuple[State, ...]:
    """List where a goal may go from `state`; empty at the end of its life (domain.md 2.7)."""
    return _NEXT[layer].get(state, ())


def move(state: State, to: State, *, layer: Layer = Layer.PROGRESS) -> State:
    """Take a step; raises `StepNotOpen` naming the steps that are open (domain.md 2.7)."""
    open_steps = next_states(state, layer)
    if to in open_steps:
        return to
    words = ", ".join(step.replace("_", " ") for step in open_steps) or "nothing: this is its end"
    raise StepNotOpen(
        "step-not-open",
        say("A goal that is {state} cannot become {to}.", state=_spoken(state), to=_spoken(to)),
        say("From here it may become: {steps}.", steps=words),
    )


def check_deletable(state: State) -> None:
    """Let only goals that were never active be deleted; raises `KeepsWhatWasTried` (RF-04)."""
    if state in (State.DRAFT, State.IN_REVIEW, State.RETURNED):
        return
    raise KeepsWhatWasTried(
        "RF-04",
        say("We keep what we tried; it teaches next year's team."),
        say("Close it at its end as met or not met, and write what you learned."),
    )


def _spoken(state: State) -> str:
    return state.replace("_", " ")
