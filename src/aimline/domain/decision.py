"""Is it working? One verdict from the readings (domain.md 2.11, settled.md 13 and 15)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from aimline.domain.aimline import expected, line_of, tolerance
from aimline.domain.cadence import counted_days
from aimline.domain.calendar import Calendar, ending_of
from aimline.domain.goal import Locked
from aimline.domain.measure import at_least_as_good, gain, quantity
from aimline.domain.trend import Observed, Trend, trend
from aimline.domain.words import Message, say

RULE_VERSION = "1"

# A reading answers a deadline from two months before it, unless the plan names its last checkpoint.
_ANSWERS_BEFORE = timedelta(days=62)
_ANSWERS_AFTER = timedelta(days=31)
# Classes take a planned assessment up to two weeks before its day.
_GIVEN_EARLY = timedelta(days=14)
_DAYS_A_YEAR = 366
_ROUNDING = 1e-9
# From here on a chance is on track; from there on it can go either way (settled.md 13).
LIKELY, OPEN = 0.65, 0.35


class Status(StrEnum):
    """The one set of status words (settled.md 13)."""

    AHEAD = "ahead"
    ON_TRACK = "on_track"
    WATCH = "watch"
    OFF_TRACK = "off_track"
    NO_DATA = "no_data"
    MET = "met"
    NOT_MET = "not_met"


@dataclass(frozen=True)
class Verdict:
    """A status with its reason: the rule and its version, the readings that fired it, the comparison.

    `difference` is in the measure's unit, positive on the good side of the line; `expected`,
    `difference` and `tolerance` are none while there is no reading.
    """

    status: Status
    rule: str
    fired: tuple[Observed, ...]
    sentence: Message
    trend: Trend
    target_reached: bool
    expected: float | None = None
    difference: float | None = None
    tolerance: float | None = None
    rule_version: str = RULE_VERSION


@dataclass(frozen=True)
class Likely:
    """The chance (0 to 1) that the target is reached in time, from a model of all readings; below `alarm_below` it asks
    for a change."""

    chance: float
    alarm_below: float


@dataclass(frozen=True)
class Compared:
    """A reading against the line; `difference` is positive on the good side, both in the measure's unit."""

    reading: Observed
    expected: float
    difference: float
    tolerance: float

    @property
    def is_below(self) -> bool:
        """Below the line by more than chance may do."""
        return self.difference < -self.tolerance - _ROUNDING

    @property
    def is_above(self) -> bool:
        """Above the line by more than chance may do."""
        return self.difference > self.tolerance + _ROUNDING


def judge(
    goal: Locked,
    observations: Sequence[Observed],
    *,
    today: date,
    cadence_days: int,
    calendar: Calendar | None = None,
    last_checkpoint_on: date | None = None,
    likely: Likely | None = None,
) -> Verdict:
    """Say where a goal stands today, from its own measure's readings (settled.md 13).

    `likely` is what a model of just these readings says; without it, with too few points for one, the latest reading is
    compared with the line.

    Readings on or before the baseline and after today do not count. `cadence_days` is the longest
    time the plan allows between readings; a yearly test is allowed a year. After the deadline, and once
    the target is reached from `last_checkpoint_on` on (or on a yearly test), the reading that answers the
    deadline decides.
    """
    readings = seen(goal, observations, today=today)
    answer = answering(goal, readings, last_checkpoint_on=last_checkpoint_on)
    is_over = today > goal.deadline
    is_last = goal.measure.yearly or (last_checkpoint_on is not None and today >= last_checkpoint_on)
    if answer and (is_over or (is_last and _reaches(goal, answer))):
        return _final(goal, readings, answer, calendar)
    if is_over:
        sentence = say("The deadline has passed and no reading answers it yet.")
        return _silent(goal, readings, "no_answer", sentence, calendar)
    if not readings:
        return _silent(goal, readings, "no_reading", _nothing_yet(goal), calendar)
    longest = _DAYS_A_YEAR if goal.measure.yearly else cadence_days
    if counted_days(readings[-1].on, today, calendar=calendar) > longest:
        sentence = say("The last reading is from {on}. A new one is due.", on=readings[-1].on)
        return _silent(goal, readings, "reading_overdue", sentence, calendar)
    return _on_the_way(goal, readings, calendar, likely)


def is_answered(
    goal: Locked, observations: Sequence[Observed], *, today: date, last_checkpoint_on: date | None = None
) -> bool:
    """Tell whether the last result the plan waits for is in, so that no later one can change how a goal ends."""
    is_last = goal.measure.yearly or (last_checkpoint_on is not None and today >= last_checkpoint_on)
    readings = seen(goal, observations, today=today)
    return is_last and answering(goal, readings, last_checkpoint_on=last_checkpoint_on) is not None


def seen(goal: Locked, observations: Sequence[Observed], *, today: date) -> tuple[Observed, ...]:
    """Keep the readings between baseline and today, in date order."""
    counted = (reading for reading in observations if goal.baseline.on < reading.on <= today)
    return tuple(sorted(counted, key=lambda reading: reading.on))


def points(goal: Locked, readings: Sequence[Observed]) -> tuple[Observed, ...]:
    """Put the baseline before the readings: the points a trend is drawn through."""
    return (Observed(goal.baseline.on, goal.baseline.value, goal.baseline.n), *readings)


def compare(goal: Locked, reading: Observed, calendar: Calendar | None = None) -> Compared:
    """Compare a reading with the line on its day."""
    aim = expected(line_of(goal), reading.on, calendar)
    difference = gain(goal.measure.direction, aim, reading.value)
    return Compared(reading, aim, difference, tolerance(goal.measure, reading.value, reading.n, reading.sd))


def answering(goal: Locked, readings: Sequence[Observed], *, last_checkpoint_on: date | None = None) -> Observed | None:
    """Find the reading that answers the deadline: the last one up to it from the last checkpoint on,
    else the first within 31 days after it.

    Without a checkpoint two months before the deadline count, for a yearly test its school year.
    """
    up_to_it = [each for each in readings if each.on <= goal.deadline]
    if last_checkpoint_on is not None:
        in_time = [each for each in up_to_it if each.on >= last_checkpoint_on - _GIVEN_EARLY]
    elif goal.measure.yearly:
        in_time = [each for each in up_to_it if ending_of(each.on) == ending_of(goal.deadline)]
    else:
        in_time = [each for each in up_to_it if each.on >= goal.deadline - _ANSWERS_BEFORE]
    late = [each for each in readings if goal.deadline < each.on <= goal.deadline + _ANSWERS_AFTER]
    if in_time:
        return in_time[-1]
    return late[0] if late else None


def _on_the_way(
    goal: Locked, readings: Sequence[Observed], calendar: Calendar | None, likely: Likely | None
) -> Verdict:
    latest = compare(goal, readings[-1], calendar)
    previous = compare(goal, readings[-2], calendar) if len(readings) > 1 else None
    if _reaches(goal, latest.reading):
        sentence = say("Target reached before the deadline. Hold it.")
        return _verdict(goal, readings, latest, Status.AHEAD, "target_reached", sentence)
    if likely is not None:
        status, rule, sentence = _by_chance(latest, likely)
        return _verdict(goal, readings, latest, status, rule, sentence, n_fired=len(readings))
    if latest.is_above:
        sentence = say("The latest reading, {value}, is above the line ({aim}).", **_places(goal, latest))
        return _verdict(goal, readings, latest, Status.AHEAD, "above_line", sentence)
    if not latest.is_below:
        sentence = say("The latest reading, {value}, is on the line ({aim}).", **_places(goal, latest))
        return _verdict(goal, readings, latest, Status.ON_TRACK, "at_line", sentence)
    if previous and previous.is_below:
        sentence = say(
            "The last two readings are below the line; the latest is {value}, the line {aim}.",
            **_places(goal, latest),
        )
        return _verdict(goal, readings, latest, Status.OFF_TRACK, "two_below_line", sentence, n_fired=2)
    sentence = say(
        "The latest reading, {value}, is below the line ({aim}). One reading may be chance.",
        **_places(goal, latest),
    )
    return _verdict(goal, readings, latest, Status.WATCH, "below_line", sentence)


def _by_chance(latest: Compared, likely: Likely) -> tuple[Status, str, Message]:
    """Give the status word of a chance, the rule and its sentence (settled.md 13)."""
    if likely.chance >= LIKELY and latest.is_above:
        return Status.AHEAD, "model_ahead", say("Likely to reach the target, and above the line.")
    if likely.chance >= LIKELY:
        return Status.ON_TRACK, "model_on_track", say("Likely to reach the target in time.")
    if likely.chance >= OPEN:
        sentence = say("It can go either way. Look again after the next results.")
        return Status.WATCH, "model_uncertain", sentence
    if likely.chance >= likely.alarm_below:
        sentence = say("More likely than not short of the target. What would you change?")
        return Status.WATCH, "model_behind", sentence
    sentence = say("Unlikely to reach the target this way. Choose a change; goal and date stay.")
    return Status.OFF_TRACK, "model_alarm", sentence


def _final(goal: Locked, readings: Sequence[Observed], answer: Observed, calendar: Calendar | None) -> Verdict:
    latest = compare(goal, answer, calendar)
    if _reaches(goal, answer):
        sentence = say(
            "Met: {value}, the target was {target}.",
            value=quantity(goal.measure, answer.value),
            target=quantity(goal.measure, goal.target),
        )
        return _verdict(goal, readings, latest, Status.MET, "target_met", sentence)
    won = gain(goal.measure.direction, goal.baseline.value, answer.value)
    places = {
        "value": quantity(goal.measure, answer.value),
        "target": quantity(goal.measure, goal.target),
        "won": float(won),
        "aim": float(abs(goal.target - goal.baseline.value)),
    }
    if won > 0:
        sentence = say("Not met: {value}, the target was {target}. Gained: {won} of {aim} points.", **places)
    else:
        sentence = say("Not met: {value}, the target was {target}.", **places)
    return _verdict(goal, readings, latest, Status.NOT_MET, "target_not_met", sentence)


def _silent(
    goal: Locked, readings: Sequence[Observed], rule: str, sentence: Message, calendar: Calendar | None
) -> Verdict:
    if not readings:
        return Verdict(Status.NO_DATA, rule, (), sentence, Trend.TOO_FEW, target_reached=False)
    return _verdict(goal, readings, compare(goal, readings[-1], calendar), Status.NO_DATA, rule, sentence)


def _verdict(
    goal: Locked,
    readings: Sequence[Observed],
    compared: Compared,
    status: Status,
    rule: str,
    sentence: Message,
    *,
    n_fired: int = 1,
) -> Verdict:
    fired = tuple(readings[-n_fired:]) if n_fired > 1 else (compared.reading,)
    return Verdict(
        status=status,
        rule=rule,
        fired=fired,
        sentence=sentence,
        trend=trend(points(goal, readings), direction=goal.measure.direction, tolerance=compared.tolerance),
        target_reached=_reaches(goal, compared.reading),
        expected=compared.expected,
        difference=compared.difference,
        tolerance=compared.tolerance,
    )


def _nothing_yet(goal: Locked) -> Message:
    if goal.measure.yearly:
        return say("This test is given once a year. Until then the common assessments show movement.")
    return say("There is no reading yet.")


def _reaches(goal: Locked, reading: Observed) -> bool:
    return at_least_as_good(goal.measure.direction, reading.value, goal.target)


def _places(goal: Locked, compared: Compared) -> dict[str, object]:
    return {
        "value": quantity(goal.measure, compared.reading.value),
        "aim": quantity(goal.measure, round(compared.expected, 1)),
    }
