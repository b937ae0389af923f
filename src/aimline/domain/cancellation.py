"""How an active goal may be cancelled: by its leader, for one of four reasons (INV-38)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from aimline.domain.refusal import AimlineError
from aimline.domain.words import say


class CancelCode(StrEnum):
    """The closed list of reasons for which an active goal may be cancelled (INV-38)."""

    UNIT_CLOSED = "unit_closed"
    MEASURE_WITHDRAWN = "measure_withdrawn"
    MERGED = "merged"
    CREATED_IN_ERROR = "created_in_error"


@dataclass(frozen=True)
class Cancellation:
    """Why an active goal was cancelled, and by which leader."""

    code: CancelCode
    explanation: str
    leader: str
    on: date


class NoReasonToCancel(AimlineError):
    """Only the listed reasons cancel an active goal, and only through its leader (INV-38)."""


def cancel(*, code: str, explanation: str, leader: str, on: date) -> Cancellation:
    """Cancel an active goal for one of four reasons; raises `NoReasonToCancel` otherwise (INV-38)."""
    if code not in tuple(CancelCode) or not leader.strip() or not explanation.strip():
        raise NoReasonToCancel(
            "INV-38",
            say("A goal in use is cancelled only by its leader, with a reason from the list."),
            say("Reasons are: {codes}. A goal that is hard stays.", codes=", ".join(CancelCode)),
        )
    return Cancellation(CancelCode(code), explanation, leader, on)
