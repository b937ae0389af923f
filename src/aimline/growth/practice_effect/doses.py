"""Practice dose beside the outcome: was it not tried enough, or tried and not working?"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from aimline.domain.words import Message, say

LEAST_SHARE: Final = 0.80  # of the planned times: below, a practice was not yet tried (domain.md 2.10, fidelity)
LEAST_TIMES: Final = 6  # fewer planned times say nothing
GOOD, POOR = 0.65, 0.35  # chance of the target: settled.md 13


class Reading(StrEnum):
    """What dose and outcome say together."""

    WORKING = "working"
    NOT_TRIED_ENOUGH = "not_tried_enough"
    NOT_WORKING = "not_working"
    WORKING_WITHOUT = "working_without"
    TOO_EARLY = "too_early"


@dataclass(frozen=True)
class Dose:
    """`done` of `planned` times took place, as totals of a team."""

    done: int
    planned: int

    @property
    def share(self) -> float:
        """The share that took place; more than planned counts as all."""
        return min(self.done / self.planned, 1.0) if self.planned else 0.0


@dataclass(frozen=True)
class Told:
    """The answer with its sentence and the question that follows."""

    reading: Reading
    share: float
    sentence: Message
    question: Message


_WORDS = {
    Reading.WORKING: (
        say("The practice took place and the goal is on track."),
        say("What made it possible, and who else could use it?"),
    ),
    Reading.NOT_TRIED_ENOUGH: (
        say(
            "Not tried enough: {done} of {planned} planned times took place, "
            "so nothing is known about the strategy yet."
        ),
        say("What stood in the way, and what would make room for it?"),
    ),
    Reading.NOT_WORKING: (
        say("Tried, not working: {done} of {planned} planned times took place and the goal is unlikely to be reached."),
        say("Which part of the strategy should change?"),
    ),
    Reading.WORKING_WITHOUT: (
        say("The goal is on track although {done} of {planned} planned times took place."),
        say("What else is helping, and should the plan follow it?"),
    ),
    Reading.TOO_EARLY: (
        say("Too early to say: {done} of {planned} planned times took place."),
        say("When will there be enough to look at?"),
    ),
}


def read(dose: Dose, chance: float | None, *, least_share: float = LEAST_SHARE) -> Told:
    """Read dose and outcome together; `chance` of the target comes from the goal's verdict, none while it is silent.

    A chance between the limits says nothing yet, unless the practice did not take place either.
    """
    reading = _reading(dose, chance, least_share)
    sentence, question = _WORDS[reading]
    return Told(reading, dose.share, say(sentence.text, done=dose.done, planned=dose.planned), question)


def _reading(dose: Dose, chance: float | None, least_share: float) -> Reading:
    if dose.planned < LEAST_TIMES or chance is None:
        return Reading.TOO_EARLY
    tried = dose.share >= least_share
    if chance >= GOOD:
        return Reading.WORKING if tried else Reading.WORKING_WITHOUT
    if not tried:
        return Reading.NOT_TRIED_ENOUGH
    return Reading.NOT_WORKING if chance < POOR else Reading.TOO_EARLY
