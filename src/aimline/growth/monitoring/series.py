"""A series of scores on the way to a target, in school weeks, so that breaks are flat (growth.md 3.1)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import isfinite
from typing import Final

import numpy as np
from numpy.typing import NDArray

from aimline.domain.calendar import Calendar, school_weeks
from aimline.domain.measure import Direction
from aimline.domain.refusal import AimlineError
from aimline.domain.words import say

Floats = NDArray[np.float64]

MEDIAN_OF_3: Final = 0.4487  # variance of the median of three against that of one score


class NoSeries(AimlineError):
    """A series that cannot be followed; the message says why."""


@dataclass(frozen=True)
class Point:
    """A score `week` school weeks after the baseline: the mean of `n_probes` probes that day."""

    week: float
    value: float
    n_probes: int = 1


@dataclass(frozen=True)
class Series:
    """Baseline, later points in time order, and the target at `due_week`; all in the measure's unit.

    `baseline_noise` is the baseline's variance against that of one score: MEDIAN_OF_3, 1 for a single score, 1 / j for
    the mean of j. `phases` are the weeks at which the team changed what it does.
    """

    baseline: float
    points: tuple[Point, ...]
    target: float
    due_week: float
    direction: Direction = Direction.UP
    baseline_noise: float = MEDIAN_OF_3
    phases: tuple[float, ...] = ()

    @property
    def sign(self) -> float:
        """1 where more is better, -1 where less is."""
        return 1.0 if self.direction is Direction.UP else -1.0

    @property
    def needed_slope(self) -> float:
        """The aimline's slope in units a week."""
        return (self.target - self.baseline) / self.due_week

    def aim(self, week: float) -> float:
        """Read the aimline; after the due date it stays at the target."""
        return self.baseline + self.needed_slope * min(week, self.due_week)


@dataclass(frozen=True)
class Batch:
    """Many series as arrays, more is better in all.

    `weeks`, `values`, `probes` are (m, k) or, where all share one plan, `weeks` and `probes` are (1, k); absent values
    are NaN. `baseline`, `target`, `due`, `baseline_noise` are (m,) or (1,).
    """

    weeks: Floats
    values: Floats
    probes: Floats
    baseline: Floats
    target: Floats
    due: Floats
    baseline_noise: Floats
    changed: NDArray[np.bool_] | None = None

    @property
    def m(self) -> int:
        """How many series there are."""
        return len(self.values)

    def until(self, week: float) -> "Batch":
        """Forget what came after a week."""
        seen = np.where(self.weeks <= week, self.values, np.nan)
        return replace(self, values=seen)


def week_of(calendar: Calendar, baseline_on: date, on: date) -> float:
    """Count school weeks from the baseline to a day; in a break the count stands still (growth.md 3.1)."""
    return school_weeks(calendar, baseline_on, on)


def check(series: Series) -> None:
    """Refuse what cannot be followed. Raises NoSeries."""
    if series.due_week <= 0:
        raise NoSeries(
            "no-time",
            say("There is no school week between the baseline and the due date."),
            say("Choose a due date at least a school week after the baseline."),
        )
    weeks = [point.week for point in series.points]
    if weeks != sorted(weeks) or any(week < 0 for week in weeks):
        raise NoSeries(
            "no-order",
            say("The scores are not in the order of time, or one is before the baseline."),
            say("Sort them by day, and leave out what came before the baseline."),
        )
    if not all(
        isfinite(value) for value in (series.baseline, series.target, *(point.value for point in series.points))
    ):
        raise NoSeries(
            "no-number",
            say("A score, the baseline or the target is no number."),
            say("Leave out a week without a score."),
        )
    if any(point.n_probes < 1 for point in series.points):
        raise NoSeries(
            "no-probes",
            say("A score needs at least one probe."),
            say("Write 1 where a single probe was given."),
        )


def together(series: Sequence[Series]) -> Batch:
    """Lay series side by side, shorter ones padded with absent values. Raises NoSeries."""
    for one in series:
        check(one)
    k = max((len(one.points) for one in series), default=0)
    weeks, values, probes = np.zeros((len(series), k)), np.full((len(series), k), np.nan), np.ones((len(series), k))
    for row, one in enumerate(series):
        for column, point in enumerate(one.points):
            weeks[row, column], probes[row, column] = point.week, point.n_probes
            values[row, column] = one.sign * point.value
        weeks[row, len(one.points) :] = one.points[-1].week if one.points else 0.0
    signs = np.array([one.sign for one in series])
    changed = np.array([_changes(one, k) for one in series], dtype=bool).reshape(len(series), k)
    return Batch(
        weeks,
        values,
        probes,
        signs * np.array([one.baseline for one in series]),
        signs * np.array([one.target for one in series]),
        np.array([one.due_week for one in series]),
        np.array([one.baseline_noise for one in series]),
        changed if changed.any() else None,
    )


def _changes(series: Series, k: int) -> list[bool]:
    """Mark the first point after each phase line."""
    weeks = [point.week for point in series.points]
    firsts = {next((at for at, week in enumerate(weeks) if week > phase), None) for phase in series.phases}
    return [at in firsts for at in range(k)]
