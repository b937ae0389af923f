"""What is counted: the measure, its metric and which way is better."""

from dataclasses import dataclass
from enum import StrEnum

from aimline.domain.words import write


class Direction(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"


class Kind(StrEnum):
    """Kinds of assessment (domain.md 2.5.2)."""

    CFA = "cfa"
    UNIT = "unit"
    BENCHMARK = "benchmark"
    SCREENER = "screener"
    PROBE = "probe"
    DIAGNOSTIC = "diagnostic"
    STATE = "state"
    GRADES = "grades"
    TASK = "task"
    EVIDENCE = "evidence"
    ATTENDANCE = "attendance"
    REFERRALS = "referrals"
    SURVEY = "survey"


class Metric(StrEnum):
    """What a group's number means (domain.md 2.5.3)."""

    PERCENT_PROFICIENT = "percent_proficient"
    PERCENT_MEETING_STANDARD = "percent_meeting_standard"
    PERCENT_AT_BENCHMARK = "percent_at_benchmark"
    PERCENT_GRADE_AT_LEAST = "percent_grade_at_least"
    RUBRIC_MEAN = "rubric_mean"
    MEAN_SCORE = "mean_score"
    PERCENT_CORRECT = "percent_correct"
    WCPM = "wcpm"
    SCALE_SCORE = "scale_score"
    GROWTH_MET = "growth_met"
    PERCENTILE_MEDIAN = "percentile_median"
    ACCURACY = "accuracy"
    READING_LEVEL = "reading_level"
    ATTENDANCE_RATE = "attendance_rate"
    CHRONIC_ABSENCE = "chronic_absence"
    ODR_RATE = "odr_rate"
    PERCENT_FAVOURABLE = "percent_favourable"
    GAP = "gap"
    COUNT_DONE = "count_done"
    PERCENT_DONE = "percent_done"


_DOWN = frozenset({Metric.CHRONIC_ABSENCE, Metric.ODR_RATE, Metric.GAP})

_PERCENT = frozenset(
    {
        Metric.PERCENT_PROFICIENT,
        Metric.PERCENT_MEETING_STANDARD,
        Metric.PERCENT_AT_BENCHMARK,
        Metric.PERCENT_GRADE_AT_LEAST,
        Metric.PERCENT_CORRECT,
        Metric.GROWTH_MET,
        Metric.ACCURACY,
        Metric.READING_LEVEL,
        Metric.ATTENDANCE_RATE,
        Metric.CHRONIC_ABSENCE,
        Metric.PERCENT_FAVOURABLE,
        Metric.PERCENT_DONE,
    }
)

_UNITS = {
    Metric.WCPM: "words/min",
    Metric.PERCENTILE_MEDIAN: "percentile",
    Metric.ODR_RATE: "per 100 students a day",
    Metric.COUNT_DONE: "times",
}


@dataclass(frozen=True)
class Level:
    """A step of performance; `lower` is its lowest score, none where only the word is known."""

    order: int
    label: str
    lower: float | None
    proficient: bool


@dataclass(frozen=True)
class Measure:
    """What is counted, by which instrument; values lie in `minimum..maximum` of `unit`.

    `instrument_version` changes with every new form or cut score (INV-15, INV-17);
    `yearly` means that the answer comes only once a year.
    """

    name: str
    kind: Kind
    metric: Metric
    direction: Direction
    unit: str
    minimum: float
    maximum: float
    instrument_version: str = ""
    min_meaningful_change: float = 0.0
    yearly: bool = False


@dataclass(frozen=True)
class Quantity:
    """A value with its unit, written as people read it: "62 %", "45 words/min"."""

    value: float
    unit: str

    def __str__(self) -> str:
        value = round(self.value, 1) if self.unit == "%" else self.value
        return f"{write(float(value))} {self.unit}".strip()


def is_percent(metric: Metric) -> bool:
    """Tell whether values of this metric are percentages from 0 to 100 (domain.md 2.5.3)."""
    return metric in _PERCENT


def unit_of(metric: Metric) -> str:
    """Name the unit of a metric: "%", "words/min", "points" ... (domain.md 2.5.3)."""
    if is_percent(metric):
        return "%"
    return _UNITS.get(metric, "points")


def default_direction(metric: Metric) -> Direction:
    """Say which way is better unless the measure says otherwise (domain.md 2.5.3)."""
    return Direction.DOWN if metric in _DOWN else Direction.UP


def gain(direction: Direction, start: float, end: float) -> float:
    """Measure the improvement from `start` to `end`; positive is better in both directions (INV-16)."""
    return end - start if direction is Direction.UP else start - end


def better(direction: Direction, a: float, b: float) -> bool:
    """Tell whether `a` is strictly better than `b` (INV-16)."""
    return gain(direction, b, a) > 0


def at_least_as_good(direction: Direction, a: float, b: float) -> bool:
    """Tell whether `a` is as good as `b` or better (INV-16)."""
    return gain(direction, b, a) >= 0


def in_range(measure: Measure, value: float) -> bool:
    """Tell whether a value is possible on this measure (INV-16)."""
    return measure.minimum <= value <= measure.maximum


def quantity(measure: Measure, value: float) -> Quantity:
    """Put the measure's unit to a value; a percent sign for percentages, nothing for plain points."""
    return Quantity(value, "" if measure.unit == "points" else measure.unit)
