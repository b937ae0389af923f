"""When a goal in use may be closed: once it has run, not because progress is slow (domain.md 2.8)."""

from collections.abc import Sequence
from datetime import date

from aimline.domain.decision import is_answered
from aimline.domain.goal import Locked
from aimline.domain.refusal import AimlineError
from aimline.domain.trend import Observed
from aimline.domain.words import say


class StillRunning(AimlineError):
    """Closing a goal before its end would be a way of lowering it (INV-34)."""


def check_has_run(
    goal: Locked, observations: Sequence[Observed], *, today: date, last_checkpoint_on: date | None = None
) -> None:
    """Let a goal be closed from its deadline on, or once the last result its plan waits for is in.

    Raises `StillRunning` before: a goal that was reached early is held, and one that is slow gets other strategies
    (domain.md 2.8 and 2.11, INV-34, INV-35).
    """
    if today >= goal.deadline or is_answered(goal, observations, today=today, last_checkpoint_on=last_checkpoint_on):
        return
    raise StillRunning(
        "INV-34",
        say(
            "This goal runs until {deadline}. Slow progress is a reason to change what we do, not what we aim for.",
            deadline=goal.deadline,
        ),
        say(
            "Change a strategy now, and close the goal when its last result is in. Where the goal itself lost its"
            " ground, its leader can cancel it for a listed reason."
        ),
    )
