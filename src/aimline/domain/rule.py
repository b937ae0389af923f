"""Decision rules: what a team agreed to do before it saw the results (domain.md 2.10)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from aimline.domain.calendar import Calendar
from aimline.domain.decision import LIKELY, OPEN, Compared, Likely, compare, points, seen
from aimline.domain.goal import Locked
from aimline.domain.measure import at_least_as_good, better, gain
from aimline.domain.trend import Observed, projected, slope_per_week
from aimline.domain.words import Message, say

_WEEK = 7


class RuleKind(StrEnum):
    """What a team decided beforehand: go on, adjust, or intensify."""

    ON_TRACK = "on_track"
    ADJUST = "adjust"
    INTENSIFY = "intensify"


class Sign(StrEnum):
    """What a condition looks at."""

    AT_LINE = "at_line"
    BELOW_TOLERANCE = "below_tolerance"
    BELOW_LINE = "below_line"
    NOT_ALL_BELOW = "not_all_below"
    BELOW_AND_SLOW = "below_and_slow"
    STOP_MISSED = "stop_missed"
    PROJECTION_REACHES = "projection_reaches"
    PROJECTION_SHORT = "projection_short"
    PROJECTION_BELOW_MIDPOINT = "projection_below_midpoint"
    WORSENING = "worsening"
    CHANCE_GOOD = "chance_good"
    CHANCE_LOW = "chance_low"
    CHANCE_ALARM = "chance_alarm"
    GAP_HELD = "gap_held"
    GAP_GREW = "gap_grew"
    GAP_GREW_AND_BELOW = "gap_grew_and_below"


@dataclass(frozen=True)
class Condition:
    """A sign in the last `count` readings."""

    sign: Sign
    count: int = 1


@dataclass(frozen=True)
class DecisionRule:
    """If the data do this, we do that; holds for readings from `agreed_on` on (INV-45, RF-26)."""

    kind: RuleKind
    condition: Condition
    then: str
    agreed_on: date | None = None


class Way(StrEnum):
    """The ways to tell that a change is needed, one for each template (domain.md 2.10, growth.md 3)."""

    CHECKS = "checks"
    FOUR_BELOW = "four_below"
    TREND = "trend"
    TWO_BELOW = "two_below"
    CHANCE = "chance"
    GAP = "gap"


@dataclass(frozen=True)
class Template:
    """A set of rules to start from, and the way of telling that it stands for."""

    way: Way
    name: Message
    rules: tuple[DecisionRule, ...]


def fired(
    rules: Sequence[DecisionRule],
    goal: Locked,
    observations: Sequence[Observed],
    *,
    today: date,
    calendar: Calendar | None = None,
    likely: Likely | None = None,
    gap_grew: bool | None = None,
) -> tuple[DecisionRule, ...]:
    """List the rules that the readings up to today fulfil, the strongest first (INV-46, INV-47).

    A rule agreed after the latest reading waits for the next one, a rule about the chance (`likely`) for as many
    readings as a chance needs, one about the gap between two groups (`gap_grew`) for enough students on both sides.
    The engine proposes, people decide.
    """
    readings = seen(goal, observations, today=today)
    if not readings:
        return ()
    held = [
        rule
        for rule in rules
        if (rule.agreed_on is None or rule.agreed_on <= readings[-1].on)
        and (
            _gap_holds(rule.condition.sign, goal, readings[-1], calendar, gap_grew=gap_grew)
            if rule.condition.sign in ABOUT_THE_GAP
            else _holds(rule.condition, goal, readings, calendar, likely)
        )
    ]
    return tuple(sorted(held, key=lambda rule: _STRONGEST_FIRST.index(rule.kind)))


_STRONGEST_FIRST = (RuleKind.INTENSIFY, RuleKind.ADJUST, RuleKind.ON_TRACK)


def templates(*, translate: Callable[[Message], str] = str) -> tuple[Template, ...]:
    """Give the sets of rules a team can start from, one for each way, in its own language (domain.md 2.10)."""
    go_on = translate(say("We keep our strategies and say what went well."))
    adjust = translate(say("We change one strategy before the next check."))
    intensify = translate(say("We add time or support for the students who are not there yet."))
    return (
        Template(
            Way.CHECKS,
            say("Monthly common assessment, team"),
            (
                DecisionRule(RuleKind.ON_TRACK, Condition(Sign.AT_LINE), go_on),
                DecisionRule(RuleKind.ADJUST, Condition(Sign.BELOW_TOLERANCE), adjust),
                DecisionRule(RuleKind.INTENSIFY, Condition(Sign.BELOW_TOLERANCE, 2), intensify),
                DecisionRule(RuleKind.INTENSIFY, Condition(Sign.STOP_MISSED), intensify),
            ),
        ),
        Template(
            Way.FOUR_BELOW,
            say("Weekly probe, student"),
            (
                DecisionRule(RuleKind.ON_TRACK, Condition(Sign.NOT_ALL_BELOW, 4), go_on),
                DecisionRule(RuleKind.ADJUST, Condition(Sign.BELOW_LINE, 4), adjust),
                DecisionRule(RuleKind.INTENSIFY, Condition(Sign.BELOW_AND_SLOW, 4), intensify),
            ),
        ),
        Template(
            Way.TREND,
            say("Quarterly benchmark, school"),
            (
                DecisionRule(RuleKind.ON_TRACK, Condition(Sign.PROJECTION_REACHES), go_on),
                DecisionRule(RuleKind.ADJUST, Condition(Sign.PROJECTION_SHORT), adjust),
                DecisionRule(RuleKind.INTENSIFY, Condition(Sign.PROJECTION_BELOW_MIDPOINT), intensify),
            ),
        ),
        Template(
            Way.TWO_BELOW,
            say("Attendance"),
            (
                DecisionRule(RuleKind.ON_TRACK, Condition(Sign.NOT_ALL_BELOW), go_on),
                DecisionRule(RuleKind.ADJUST, Condition(Sign.BELOW_LINE, 2), adjust),
                DecisionRule(RuleKind.INTENSIFY, Condition(Sign.WORSENING, 2), intensify),
            ),
        ),
        _by_chance(go_on, adjust, intensify),
        _by_gap(go_on, adjust, intensify),
    )


def _by_chance(go_on: str, adjust: str, intensify: str) -> Template:
    rules = (
        DecisionRule(RuleKind.ON_TRACK, Condition(Sign.CHANCE_GOOD), go_on),
        DecisionRule(RuleKind.ADJUST, Condition(Sign.CHANCE_LOW), adjust),
        DecisionRule(RuleKind.INTENSIFY, Condition(Sign.CHANCE_ALARM), intensify),
    )
    return Template(Way.CHANCE, say("All readings together"), rules)


def _by_gap(go_on: str, adjust: str, intensify: str) -> Template:
    rules = (
        DecisionRule(RuleKind.ON_TRACK, Condition(Sign.GAP_HELD), go_on),
        DecisionRule(RuleKind.ADJUST, Condition(Sign.GAP_GREW), adjust),
        DecisionRule(RuleKind.INTENSIFY, Condition(Sign.GAP_GREW_AND_BELOW), intensify),
    )
    return Template(Way.GAP, say("Two groups of students"), rules)


def template_of(way: Way, *, translate: Callable[[Message], str] = str) -> Template:
    """Give the set of rules for a way of telling."""
    return next(each for each in templates(translate=translate) if each.way is way)


def way_of(rules: Sequence[DecisionRule]) -> Way | None:
    """Tell by which way a team's rules work; none where they are of its own making."""
    held = {(rule.kind, rule.condition) for rule in rules}
    return next((t.way for t in templates() if {(rule.kind, rule.condition) for rule in t.rules} == held), None)


def _holds(
    condition: Condition,
    goal: Locked,
    readings: Sequence[Observed],
    calendar: Calendar | None,
    likely: Likely | None,
) -> bool:
    if condition.sign in ABOUT_THE_CHANCE:
        return likely is not None and _chance_holds(condition.sign, likely)
    if condition.sign in _ABOUT_THE_END:
        return _projection_holds(condition.sign, goal, readings)
    if condition.sign is Sign.STOP_MISSED:
        return _stop_missed(goal, readings, calendar)
    if condition.sign is Sign.WORSENING:
        return _worsening(condition.count, goal, readings)
    if len(readings) < condition.count:
        return False
    last = [compare(goal, reading, calendar) for reading in readings[-condition.count :]]
    return _line_holds(condition.sign, last, goal, readings)


_ABOUT_THE_END = (Sign.PROJECTION_REACHES, Sign.PROJECTION_SHORT, Sign.PROJECTION_BELOW_MIDPOINT)


ABOUT_THE_CHANCE = (Sign.CHANCE_GOOD, Sign.CHANCE_LOW, Sign.CHANCE_ALARM)
ABOUT_THE_GAP = (Sign.GAP_HELD, Sign.GAP_GREW, Sign.GAP_GREW_AND_BELOW)


def _gap_holds(sign: Sign, goal: Locked, latest: Observed, calendar: Calendar | None, *, gap_grew: bool | None) -> bool:
    """Whether a sign about the gap holds; none does where nothing can be said of the gap."""
    if gap_grew is None or sign is Sign.GAP_HELD:
        return gap_grew is False
    return gap_grew and (sign is Sign.GAP_GREW or compare(goal, latest, calendar).is_below)


def _chance_holds(sign: Sign, likely: Likely) -> bool:
    if sign is Sign.CHANCE_GOOD:
        return likely.chance >= LIKELY
    return likely.chance < (OPEN if sign is Sign.CHANCE_LOW else likely.alarm_below)


def _line_holds(sign: Sign, last: Sequence[Compared], goal: Locked, readings: Sequence[Observed]) -> bool:
    all_below = all(each.difference < 0 for each in last)
    if sign is Sign.AT_LINE:
        return not last[-1].is_below
    if sign is Sign.BELOW_TOLERANCE:
        return all(each.is_below for each in last)
    if sign is Sign.NOT_ALL_BELOW:
        return not all_below
    if sign is Sign.BELOW_LINE:
        return all_below
    return all_below and _slow(goal, readings)


def _slow(goal: Locked, readings: Sequence[Observed]) -> bool:
    """Less than half of the slope that leads from baseline to target (domain.md 2.10)."""
    slope = slope_per_week(points(goal, readings))
    n_weeks = (goal.deadline - goal.baseline.on).days / _WEEK
    needed = gain(goal.measure.direction, goal.baseline.value, goal.target) / n_weeks
    return slope is not None and gain(goal.measure.direction, 0.0, slope) < needed / 2


def _projection_holds(sign: Sign, goal: Locked, readings: Sequence[Observed]) -> bool:
    end = projected(points(goal, readings), goal.deadline)
    if end is None:
        return False
    direction = goal.measure.direction
    if sign is Sign.PROJECTION_REACHES:
        return at_least_as_good(direction, end, goal.target)
    midpoint = (goal.baseline.value + goal.target) / 2
    return better(direction, goal.target if sign is Sign.PROJECTION_SHORT else midpoint, end)


def _stop_missed(goal: Locked, readings: Sequence[Observed], calendar: Calendar | None) -> bool:
    """The latest stop with a reading on or after its day: was the first such reading short of it,
    by more than chance?"""
    for stop in reversed(goal.stops):
        after = [reading for reading in readings if reading.on >= stop.on]
        if after:
            first = compare(goal, after[0], calendar)
            return gain(goal.measure.direction, stop.value, after[0].value) < -first.tolerance
    return False


def _worsening(count: int, goal: Locked, readings: Sequence[Observed]) -> bool:
    steps = points(goal, readings)[-count - 1 :]
    pairs = list(pairwise(steps))
    return len(pairs) == count and all(
        better(goal.measure.direction, earlier.value, later.value) for earlier, later in pairs
    )
