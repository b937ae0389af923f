"""Where do all goals of a district stand? The rules of the latest readings, for many goals in one pass (settled.md 13).

The same answers as `aimline.domain.decision.judge` for goals on the way, without a calendar and without benchmarks
between; a test compares them goal by goal. Days are day numbers
(`date.toordinal`), 32 bits wide: most of the time goes into fetching them.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Days = NDArray[np.int32]
Places = NDArray[np.int64]

_ROUNDING = 1e-9
_AT_ONCE = 16_384


class Code(IntEnum):
    """Which rule spoke; the status word belongs to it. Where several hold, the first of them speaks."""

    NO_READING = 0
    READING_OVERDUE = 1
    TARGET_REACHED = 2
    ABOVE_LINE = 3
    AT_LINE = 4
    BELOW_LINE = 5
    TWO_BELOW_LINE = 6


@dataclass(frozen=True)
class Goals:
    """Goals on the way, arrays (m,): values in the measure's unit, `sign` 1 where more is better and -1 where less is.

    `cadence` is the longest time in days between readings; `min_change` the smallest change that means something;
    `counts` tells percentages (0 to 100) from other values.
    """

    baseline: Floats
    baseline_day: Days
    target: Floats
    deadline_day: Days
    sign: Floats
    cadence: Days
    min_change: Floats
    counts: NDArray[np.bool_]


@dataclass(frozen=True)
class Readings:
    """Readings of all goals, after the baseline and up to today, sorted by goal and day.

    Those of goal i lie from `first[i]` to `first[i + 1]`; `n` are students.
    """

    values: Floats
    days: Days
    n: Days
    first: Places


@dataclass(frozen=True)
class Standing:
    """By goal (m,): the rule that spoke, and the latest reading against the line, positive on the good side.

    `difference` and `tolerance` are NaN where there is no reading.
    """

    code: NDArray[np.int8]
    difference: Floats
    tolerance: Floats


def stand(goals: Goals, readings: Readings, *, today: int) -> Standing:
    """Say where every goal stands. Source: settled.md 13, domain.md 2.11."""
    m = len(goals.target)
    found = Standing(np.zeros(m, np.int8), np.full(m, np.nan), np.full(m, np.nan))
    if len(readings.values):
        for first in range(0, m, _AT_ONCE):
            _stand(goals, readings, found, slice(first, first + _AT_ONCE), today)
    return found


def _stand(goals: Goals, readings: Readings, found: Standing, part: slice, today: int) -> None:
    """Judge some goals, few enough that all arrays stay in the processor's cache."""
    some = Goals(*(each[part] for each in vars(goals).values()))
    last, begin = readings.first[1:][part] - 1, readings.first[:-1][part]
    latest = np.maximum(last, 0)
    value, day = readings.values.take(latest), readings.days.take(latest)
    difference, tolerance = _against_line(some, value, day, readings.n.take(latest))
    chance = tolerance + _ROUNDING
    below, above = difference < -chance, difference > chance
    code = np.int8(Code.AT_LINE) + below.view(np.int8) - above.view(np.int8)
    twice = np.flatnonzero(below & (last > begin))
    code[twice[_was_below(some, readings, twice, last.take(twice) - 1)]] = Code.TWO_BELOW_LINE
    code = np.minimum(code, _said(Code.TARGET_REACHED, some.sign * (value - some.target) >= 0))
    code = np.minimum(code, _said(Code.READING_OVERDUE, today - day > some.cadence))
    silent = last < begin
    if silent.any():
        code[silent] = Code.NO_READING
        difference[silent] = tolerance[silent] = np.nan
    found.code[part], found.difference[part], found.tolerance[part] = code, difference, tolerance


def _said(code: Code, holds: NDArray[np.bool_]) -> NDArray[np.int8]:
    """Give a code where it holds, elsewhere the last one, which gives way to all: of several the first one speaks."""
    return np.int8(Code.TWO_BELOW_LINE) - np.int8(Code.TWO_BELOW_LINE - code) * holds.view(np.int8)


def _was_below(goals: Goals, readings: Readings, chosen: Places, at: Places) -> NDArray[np.bool_]:
    """Tell whether an earlier reading of the chosen goals was below the line by more than chance."""
    picked = Goals(*(each.take(chosen) for each in vars(goals).values()))
    before, allowed = _against_line(picked, readings.values.take(at), readings.days.take(at), readings.n.take(at))
    return np.asarray(before < -allowed - _ROUNDING)


def _against_line(goals: Goals, value: Floats, day: Days, n: Days) -> tuple[Floats, Floats]:
    """Compare one reading of each goal with its line; give the distance and what chance may do."""
    passed = (day - goals.baseline_day) / (goals.deadline_day - goals.baseline_day)
    line = goals.baseline + (goals.target - goals.baseline) * passed
    spread = np.maximum(value * (100.0 - value), 0.0)
    error = np.sqrt(spread / np.maximum(n, 1)) * goals.counts
    return goals.sign * (value - line), np.maximum(goals.min_change, error)
