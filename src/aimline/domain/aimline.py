"""The expected line from baseline to target, and what chance alone may do (domain.md 2.11)."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import ceil, floor, sqrt

from aimline.domain.calendar import Calendar, school_days
from aimline.domain.goal import Baseline, Locked, Stop
from aimline.domain.measure import Direction, Measure, Metric, Quantity, is_percent
from aimline.domain.words import Message, say

# A share such as 85 % of 60 is 51 students, also when the machine computes 51.00000000000001.
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Aimline:
    """Straight segments through `knots`, which are in date order, each day once."""

    knots: tuple[Stop, ...]


def aimline(baseline: Baseline, stops: tuple[Stop, ...], target: Stop) -> Aimline:
    """Draw the line from the baseline through interim benchmarks to the target at the deadline."""
    return Aimline((Stop(baseline.on, baseline.value), *sorted(stops, key=lambda stop: stop.on), target))


def line_of(goal: Locked) -> Aimline:
    """Draw the line of a locked goal."""
    return aimline(goal.baseline, goal.stops, Stop(goal.deadline, goal.target))


def expected(line: Aimline, on: date, calendar: Calendar | None = None) -> float:
    """Read the value expected on a day; before the line its first value, after it its last.

    With a calendar the line rises on school days only, so that it is flat over breaks.
    """
    if on <= line.knots[0].on:
        return line.knots[0].value
    for start, end in pairwise(line.knots):
        if on <= end.on:
            return start.value + (end.value - start.value) * _share_passed(start.on, end.on, on, calendar)
    return line.knots[-1].value


def _share_passed(start: date, end: date, on: date, calendar: Calendar | None) -> float:
    n_school_days = school_days(calendar, start, end) if calendar else 0
    if calendar and n_school_days:
        return school_days(calendar, start, on) / n_school_days
    return (on - start).days / (end - start).days


def standard_error(metric: Metric, value: float, n: int, sd: float | None = None) -> float:
    """Give the standard error of a group value: 100 * sqrt(p(1-p)/n) for percentages, sd / sqrt(n) for means.

    0 where nobody was counted or the spread is unknown (domain.md 2.11).
    """
    if n <= 0:
        return 0.0
    if is_percent(metric):
        share = min(max(value / 100, 0.0), 1.0)
        return 100 * sqrt(share * (1 - share) / n)
    return (sd or 0.0) / sqrt(n)


def tolerance(measure: Measure, value: float, n: int, sd: float | None = None) -> float:
    """Give the change that may be chance: the measure's smallest meaningful change or one standard error."""
    return max(measure.min_meaningful_change, standard_error(measure.metric, value, n, sd))


def explain_chance(n: int, amount: float) -> Message:
    """Say the tolerance in words (domain.md 2.11)."""
    return say(
        "With {n} students, a change of less than about {amount} points may be chance.",
        n=n,
        amount=round(amount) if amount >= 1 else amount,
    )


def whole_students(share_percent: float, n: int) -> int:
    """Count a percentage of `n` students in whole people, to the nearest."""
    return floor(share_percent * n / 100 + 0.5 + _ROUNDING)


def students_to_reach(direction: Direction, target_percent: float, n: int) -> int:
    """Count the whole students at which a target is reached: the fewest, or the most where down is better."""
    exact = target_percent * n / 100
    return ceil(exact - _ROUNDING) if direction is Direction.UP else floor(exact + _ROUNDING)


def in_students(direction: Direction, baseline_percent: float, target_percent: float, n: int) -> Message:
    """Say a percentage goal in whole students, "26 more" or "9 fewer" (domain.md 2.11)."""
    start = whole_students(baseline_percent, n)
    end = students_to_reach(direction, target_percent, n)
    places = {
        "baseline": Quantity(baseline_percent, "%"),
        "target": Quantity(target_percent, "%"),
        "n": n,
        "start": start,
        "end": end,
        "difference": abs(end - start),
    }
    if direction is Direction.UP:
        return say("{baseline} → {target} of {n} students is {start} → {end} students, {difference} more.", **places)
    return say("{baseline} → {target} of {n} students is {start} → {end} students, {difference} fewer.", **places)
