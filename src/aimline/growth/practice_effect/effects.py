"""A strategy's result against the growth that was to be expected, with an interval, hidden when few took part."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

from scipy.special import stdtr, stdtrit

from aimline.domain.refusal import AimlineError
from aimline.domain.words import Message, say

FEWEST: Final = 10  # students, below which nothing is shown outside the team (growth.md 5.4)
CONFIDENCE: Final = 0.80
SMALL, LARGE = 0.05, 0.20  # of a student spread: growth.md 1.4


class NoEffect(AimlineError):
    """An effect that cannot be worked out; the message says why."""


@dataclass(frozen=True)
class Growth:
    """One student's change beside the change expected of such a student, in the measure's unit."""

    seen: float
    expected: float


@dataclass(frozen=True)
class Effect:
    """Mean growth beyond the expected one, in student spreads, with an interval; `better` is the chance of above 0.

    Without other students who did not take part this is no proof of cause, and the sentence says so.
    """

    n: int
    size: float
    low: float
    high: float
    better: float
    sentence: Message


@dataclass(frozen=True)
class Difference:
    """How much more (or less) a group grew than another, both against what was expected, in student spreads."""

    size: float
    low: float
    high: float
    sentence: Message


def effect(
    growths: Sequence[Growth], *, student_sd: float, expected_sd: float = 0.0, fewest: int = FEWEST
) -> Effect | None:
    """Work out the effect of a strategy; none when fewer than `fewest` students took part.

    `student_sd` is the spread of students on the measure; `expected_sd` how far the expected growth of a whole class
    may be off, in the measure's unit (0.10 of a student spread for borrowed norms). Raises NoEffect.
    """
    if student_sd <= 0:
        raise NoEffect(
            "no-spread",
            say("The spread of students must be above zero."),
            say("Take the standard deviation of the baseline scores."),
        )
    n = len(growths)
    if n < max(fewest, 2):
        return None
    beyond = [growth.seen - growth.expected for growth in growths]
    mean = sum(beyond) / n
    spread = sqrt(sum((value - mean) ** 2 for value in beyond) / (n - 1) / n + expected_sd**2)
    size, error = mean / student_sd, spread / student_sd
    reach = error * float(stdtrit(n - 1, (1 + CONFIDENCE) / 2))
    better = float(stdtr(n - 1, size / error)) if error > 0 else float(size > 0)
    return Effect(n, size, size - reach, size + reach, better, _sentence(size, size - reach, size + reach))


def compare(taking: Effect, others: Effect) -> Difference:
    """Compare two groups' effects: students who took part against those who did not, each against what was expected."""
    reaches = [(each.high - each.low) / 2 for each in (taking, others)]
    reach = sqrt(reaches[0] ** 2 + reaches[1] ** 2)
    size = taking.size - others.size
    low, high = size - reach, size + reach
    places = {"size": f"{size:+.2f}", "low": f"{low:+.2f}", "high": f"{high:+.2f}"}
    if low > 0 or high < 0:
        sentence = say("Against those who did not take part: {size} spreads ({low} to {high}).", **places)
    else:
        sentence = say(
            "Against those who did not take part it may be chance: {size} spreads ({low} to {high}).", **places
        )
    return Difference(size, low, high, sentence)


def _sentence(size: float, low: float, high: float) -> Message:
    places = {"size": f"{size:+.2f}", "low": f"{low:+.2f}", "high": f"{high:+.2f}"}
    if low > 0:
        how = (
            say("a large effect")
            if size >= LARGE
            else say("a medium effect")
            if size >= SMALL
            else say("a small effect")
        )
        return say(
            "Students grew more than expected: {size} spreads ({low} to {high}), {how}. It may have other causes too.",
            how=how,
            **places,
        )
    if high < 0:
        return say("Students grew less than expected: {size} spreads ({low} to {high}).", **places)
    return say("This may be chance: {size} spreads ({low} to {high}) against what was expected.", **places)
