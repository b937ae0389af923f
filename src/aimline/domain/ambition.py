"""How ambitious a target is without own data: norm tables and rule-of-thumb bands (domain.md 4.4)."""

import tomllib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources

from aimline.domain.calendar import Calendar, school_weeks
from aimline.domain.measure import Direction, Metric, gain
from aimline.domain.words import Message, say

_LONGEST_DAYS = 400


class Ambition(StrEnum):
    """The one set of words for ambition (settled.md 14)."""

    TOO_EASY = "too_easy"
    REALISTIC = "realistic"
    STRETCH = "stretch"
    VERY_HARD = "very_hard"


class Band(StrEnum):
    """The five bands of the rules of thumb, from below to above (domain.md 4.4)."""

    TOO_EASY = "too_easy"
    MODEST = "modest"
    STRETCH = "stretch"
    VERY_AMBITIOUS = "very_ambitious"
    BEYOND = "beyond"


_WORDS = {
    Band.TOO_EASY: Ambition.TOO_EASY,
    Band.MODEST: Ambition.REALISTIC,
    Band.STRETCH: Ambition.STRETCH,
    Band.VERY_AMBITIOUS: Ambition.VERY_HARD,
    Band.BEYOND: Ambition.VERY_HARD,
}


_BANDS = {
    Ambition.TOO_EASY: Band.TOO_EASY,
    Ambition.REALISTIC: Band.MODEST,
    Ambition.STRETCH: Band.STRETCH,
    Ambition.VERY_HARD: Band.VERY_AMBITIOUS,
}


@dataclass(frozen=True)
class Judgement:
    """The needed gain: `growth` in the measure's unit, `ratio` to typical weekly growth where known."""

    ambition: Ambition
    band: Band
    growth: float
    basis: Message
    ratio: float | None = None


def judgement_of(rating: Ambition, growth: float, basis: Message) -> Judgement:
    """Put a rating that rests on data in the place of a rule of thumb (settled.md 14)."""
    return Judgement(rating, _BANDS[rating], growth, basis)


@dataclass(frozen=True)
class Norm:
    """Typical words correct per minute of one grade: by season, highest percentile first."""

    percentiles: tuple[int, ...]
    seasons: dict[str, tuple[int, ...]]
    weeks: int

    def typical(self, value: float, season: str) -> tuple[float, int]:
        """Give typical growth a week and the percentile of the norm row nearest to a value."""
        start = self.seasons.get(season) or self.seasons["winter"]
        row = min(range(len(start)), key=lambda at: abs(start[at] - value))
        first = self.seasons.get("fall") or self.seasons["winter"]
        # One decimal, as the table prints it: more would promise more than it knows.
        return round((self.seasons["spring"][row] - first[row]) / self.weeks, 1), self.percentiles[row]


@cache
def norms() -> dict[int, Norm]:
    """Read the oral reading norms by grade, 1 to 6."""
    pack = tomllib.loads(_text("oral_reading_2017.toml"))
    found = {}
    for grade, seasons in pack["grade"].items():
        weeks = pack["weeks_fall_to_spring"] if "fall" in seasons else pack["weeks_winter_to_spring"]
        found[int(grade)] = Norm(tuple(pack["percentiles"]), {name: tuple(row) for name, row in seasons.items()}, weeks)
    return found


@cache
def bands() -> dict[Metric, tuple[float, ...]]:
    """Read the four limits between the five bands of every metric that has bands."""
    pack = tomllib.loads(_text("bands.toml"))
    return {Metric(metric): tuple(one["limits"]) for one in pack.values() for metric in one["metrics"]}


def _text(name: str) -> str:
    return (resources.files("aimline.domain.norms") / name).read_text(encoding="utf-8")


def band_of(growth: float, limits: tuple[float, ...]) -> Band:
    """Place a gain among four limits; limits three and four are inclusive: 30 points is still a stretch."""
    size = round(growth, 6)
    if size < limits[0]:
        return Band.TOO_EASY
    if size < limits[1]:
        return Band.MODEST
    if size <= limits[2]:
        return Band.STRETCH
    return Band.VERY_AMBITIOUS if size <= limits[3] else Band.BEYOND


def judge(
    metric: Metric,
    *,
    baseline: float,
    target: float,
    direction: Direction,
    starts_on: date,
    deadline: date | None,
    grade: int | None = None,
    scale_top: float | None = None,
    calendar: Calendar | None = None,
) -> Judgement | None:  # fmt: skip
    """Judge a target without own data; None where neither norm nor band fits or the target is no gain.

    Percentages are 0..100, `grade` 1 to 6 is for words per minute, `scale_top` the highest rubric point.
    """
    growth = gain(direction, baseline, target)
    if growth <= 0:
        return None
    if metric is Metric.WCPM:
        return _by_norm(growth, baseline, grade, starts_on, deadline, calendar)
    limits = bands().get(metric)
    too_long = deadline is not None and (deadline - starts_on).days > _LONGEST_DAYS
    if limits is None or too_long or (metric is Metric.RUBRIC_MEAN and scale_top != 4):
        return None
    band = band_of(growth, limits)
    return Judgement(_WORDS[band], band, growth, say("no local history yet"))


def _by_norm(
    growth: float,
    baseline: float,
    grade: int | None,
    starts_on: date,
    deadline: date | None,
    calendar: Calendar | None,
) -> Judgement | None:
    norm = norms().get(grade) if grade is not None else None
    if norm is None or deadline is None or deadline <= starts_on:
        return None
    season = "fall" if 8 <= starts_on.month <= 11 else "winter" if starts_on.month in (12, 1, 2) else "spring"
    typical, percentile = norm.typical(baseline, season)
    weeks = school_weeks(calendar, starts_on, deadline) if calendar else (deadline - starts_on).days / 7
    if weeks <= 0 or typical <= 0:
        return None
    ratio = growth / weeks / typical
    basis = say("typical growth is {typical} words a minute each week", typical=f"{typical:.1f}")
    ambition, band = _by_ratio(ratio, below_norm=percentile < 50)
    return Judgement(ambition, band, growth, basis, ratio)


def _by_ratio(ratio: float, *, below_norm: bool) -> tuple[Ambition, Band]:
    if ratio < 0.8 or (ratio < 1.0 and below_norm):
        return Ambition.TOO_EASY, Band.TOO_EASY
    if ratio <= 1.5:
        return Ambition.REALISTIC, Band.MODEST
    if ratio <= 2.0:
        return Ambition.STRETCH, Band.STRETCH
    return Ambition.VERY_HARD, Band.VERY_AMBITIOUS
