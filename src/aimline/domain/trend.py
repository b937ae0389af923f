"""Which way the readings go (domain.md 2.11, INV-47)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations
from statistics import median

from aimline.domain.measure import Direction, gain

POINTS_FOR_A_SLOPE = 4
_WEEK = 7


class Trend(StrEnum):
    """Words for the way the readings go."""

    IMPROVING = "improving"
    DECLINING = "declining"
    FLAT = "flat"
    TOO_FEW = "too few points"


@dataclass(frozen=True)
class Observed:
    """A reading: the group's value on a day, from `n` students; `sd` where the spread is known."""

    on: date
    value: float
    n: int
    sd: float | None = None


def slope_per_week(points: Sequence[Observed]) -> float | None:
    """Give the median of all pairwise slopes, in units a week; none below four points (INV-47).

    Source: Theil-Sen, growth.md 3.1. Points are in date order, each day once.
    """
    if len(points) < POINTS_FOR_A_SLOPE:
        return None
    return median(
        _WEEK * (later.value - earlier.value) / (later.on - earlier.on).days
        for earlier, later in combinations(points, 2)
    )


def projected(points: Sequence[Observed], on: date) -> float | None:
    """Carry the robust line on to a day; none below four points (INV-47).

    The line has the median slope and passes through the median of what is left over.
    """
    slope = slope_per_week(points)
    if slope is None:
        return None
    return median(point.value + slope * (on - point.on).days / _WEEK for point in points)


def trend(points: Sequence[Observed], *, direction: Direction, tolerance: float) -> Trend:
    """Name the way from the baseline on: `points` begin with it, in date order (domain.md 2.11).

    With four points or more the robust slope over their span is judged, with two or three the last
    step; a change within `tolerance` is flat.
    """
    if len(points) < 2:
        return Trend.TOO_FEW
    slope = slope_per_week(points)
    if slope is None:
        change = points[-1].value - points[-2].value
    else:
        change = slope * (points[-1].on - points[0].on).days / _WEEK
    improvement = gain(direction, 0.0, change)
    if abs(improvement) <= tolerance:
        return Trend.FLAT
    return Trend.IMPROVING if improvement > 0 else Trend.DECLINING
