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
_AT_ONCE = 4096


class Code(IntEnum):
    """Which rule spoke; the status word belongs to it."""

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
    last, begin = readings.first[1:][part] - 1, readings.first[:-1][part]
    latest = np.maximum(last, 0)
    chosen = np.arange(part.start, part.start + len(last))
    value, day, difference, tolerance = _against_line(goals, readings, chosen, latest)
    code = np.full(len(last), Code.AT_LINE, np.int8)
    below = np.flatnonzero(difference < -tolerance - _ROUNDING)
    code[below] = Code.BELOW_LINE
    twice = below[last[below] > begin[below]]
    _, _, before, allowed = _against_line(goals, readings, chosen[twice], last[twice] - 1)
    code[twice[before < -allowed - _ROUNDING]] = Code.TWO_BELOW_LINE
    code[difference > tolerance + _ROUNDING] = Code.ABOVE_LINE
    code[goals.sign[part] * (value - goals.target[part]) >= 0] = Code.TARGET_REACHED
    code[today - day > goals.cadence[part]] = Code.READING_OVERDUE
    silent = last < begin
    if silent.any():
        code[silent] = Code.NO_READING
        difference[silent] = tolerance[silent] = np.nan
    found.code[part], found.difference[part], found.tolerance[part] = code, difference, tolerance


def _against_line(goals: Goals, readings: Readings, chosen: Places, at: Places) -> tuple[Floats, Days, Floats, Floats]:
    """Compare one reading of each chosen goal with its line; give the reading, the distance and what chance may do."""
    value, day = readings.values[at], readings.days[at]
    baseline, start = goals.baseline[chosen], goals.baseline_day[chosen]
    passed = (day - start) / (goals.deadline_day[chosen] - start)
    line = baseline + (goals.target[chosen] - baseline) * passed
    held = np.minimum(np.maximum(value, 0.0), 100.0)
    error = np.sqrt(held * (100.0 - held) / np.maximum(readings.n[at], 1)) * goals.counts[chosen]
    return value, day, goals.sign[chosen] * (value - line), np.maximum(goals.min_change[chosen], error)
