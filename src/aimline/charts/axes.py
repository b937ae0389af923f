"""Scales: a measure's axis that is never stretched to fit, and a time axis that follows the calendar."""

import math
from dataclasses import dataclass
from datetime import date

LEAST_SHARE_OF_RANGE = 0.4
"""An axis shows at least this share of what the measure can reach, so that small changes look small."""


@dataclass(frozen=True)
class Scale:
    """An axis from `bottom` to `top`, a tick every `step`; `is_cut` where it leaves out the lowest values."""

    bottom: float
    top: float
    step: float
    is_cut: bool

    @property
    def ticks(self) -> tuple[float, ...]:
        """The values to print, lowest first."""
        n = round((self.top - self.bottom) / self.step)
        return tuple(self.bottom + i * self.step for i in range(n + 1))


def scale(values: list[float], *, low: float | None, high: float | None, n_ticks: int) -> Scale:
    """Choose the axis for some values of a measure whose range is `low` to `high` (None where it is open).

    The axis covers every value and at least 40 % of the range. It starts at the lowest value
    the measure can take unless that would waste more than a fifth of it; then it is marked as cut.
    """
    least, most = min(values), max(values)
    low = min(low, least) if low is not None else min(0.0, least)
    high = max(high, most) if high is not None else _round_up(max(most, low + 1))
    grain = _nice((high - low) / 10)
    bottom = max(low, low + math.floor((least - low) / grain - 0.3) * grain)
    top = min(high, low + math.ceil((most - low) / grain + 0.3) * grain)
    while top - bottom < LEAST_SHARE_OF_RANGE * (high - low):
        top = min(high, top + grain)
        bottom = max(low, bottom - grain)
    if bottom - low <= 0.2 * (high - low):
        bottom = low
    step = _step(top - bottom, grain, n_ticks)
    bottom = low + math.floor((bottom - low) / step + 1e-9) * step
    return Scale(bottom, bottom + math.ceil((top - bottom) / step - 1e-9) * step, step, is_cut=bottom > low)


def months(start: date, end: date, *, every: int) -> tuple[date, ...]:
    """First days of months between two dates; with `every` 3 those of January, April, July and October."""
    n_start = start.year * 12 + start.month - (1 if start.day == 1 else 0)
    n_end = end.year * 12 + end.month - 1
    return tuple(date(n // 12, n % 12 + 1, 1) for n in range(n_start, n_end + 1) if n % 12 % every == 0)


def _step(room: float, grain: float, n_ticks: int) -> float:
    for times in (1, 2, 5, 10):
        if room / (grain * times) <= n_ticks:
            return grain * times
    return room


def _nice(value: float) -> float:
    power = 10.0 ** math.floor(math.log10(value))
    return next(power * m for m in (1, 2, 5, 10) if power * m >= value * 0.999)


def _round_up(value: float) -> float:
    grain = _nice(abs(value) / 5)
    return math.ceil(value / grain) * grain
