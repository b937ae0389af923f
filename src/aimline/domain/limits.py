"""How many goals one owner carries at a time (INV-30)."""

from aimline.domain.goal import Level
from aimline.domain.refusal import AimlineError
from aimline.domain.words import say

LIMITS = {
    Level.DISTRICT: 3,
    Level.SCHOOL: 4,
    Level.TEAM: 4,
    Level.CLASSROOM: 3,
    Level.TEACHER: 3,
    Level.STUDENT: 2,
}

REASON_LENGTH = 20


class TooManyGoals(AimlineError):
    """One more goal needs the unit's leader and a reason (RF-12)."""


def is_over_limit(level: Level, n_active: int) -> bool:
    """Tell whether one more goal beside `n_active` is too many; nested goals do not count (INV-30)."""
    return n_active >= LIMITS[level]


def check_limit(level: Level, n_active: int, *, reason: str = "", by_leader: bool = False) -> None:
    """Let one more goal begin, or raise `TooManyGoals`.

    A leader overrides the limit with a reason of 20 characters (INV-30).
    """
    if not is_over_limit(level, n_active):
        return
    if by_leader and len(reason.strip()) >= REASON_LENGTH:
        return
    raise TooManyGoals(
        "RF-12",
        say("{n} goals are active here. Which one could wait?", n=n_active),
        say(
            "Close or postpone one, or ask the leader to write a reason of at least {length} characters.",
            length=REASON_LENGTH,
        ),
    )
