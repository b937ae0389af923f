"""Three lines through a series: least squares, Theil-Sen and split-middle (growth.md 3.1)."""

from collections.abc import Sequence
from itertools import combinations
from math import sqrt
from statistics import median

from aimline.growth.monitoring.series import Point, Series


def scores(series: Series) -> tuple[Point, ...]:
    """Put the baseline before the points."""
    return (Point(0.0, series.baseline), *series.points)


def least_squares(points: Sequence[Point]) -> tuple[float, float, float]:
    """Give level at week 0, slope a week and the slope's standard error; at least three points, not all in one week."""
    n = len(points)
    middle, height = sum(point.week for point in points) / n, sum(point.value for point in points) / n
    across = sum((point.week - middle) ** 2 for point in points)
    slope = sum((point.week - middle) * (point.value - height) for point in points) / across
    left = sum((point.value - height - slope * (point.week - middle)) ** 2 for point in points)
    return height - slope * middle, slope, sqrt(left / (n - 2) / across)


def theil_sen(points: Sequence[Point]) -> tuple[float, float]:
    """Give level at week 0 and slope a week: medians of pairwise slopes and of what is left over."""
    slope = median(
        (later.value - earlier.value) / (later.week - earlier.week)
        for earlier, later in combinations(points, 2)
        if later.week > earlier.week
    )
    return median(point.value - slope * point.week for point in points), slope


def split_middle(points: Sequence[Point]) -> tuple[float, float]:
    """Give level at week 0 and slope a week: through the medians of both halves; a middle point is left out."""
    half = len(points) // 2
    ends = [
        (median(point.week for point in part), median(point.value for point in part))
        for part in (points[:half], points[-half:])
    ]
    (week, value), (later_week, later_value) = ends
    slope = (later_value - value) / (later_week - week)
    return value - slope * week, slope
