"""What an aimline chart shows: plain values, worked out by others."""

from dataclasses import dataclass
from datetime import date

from aimline.domain.words import Message


@dataclass(frozen=True)
class Dot:
    """A reading: `value` is None where it may not be shown.

    `n` counts students; `was` is the value that stood here before a correction; `at_least` or `at_most` is told instead
    of a value near everybody or nobody. `is_counted_by_hand` marks one that somebody counted and typed in.
    """

    on: date
    value: float | None
    n: int | None = None
    was: float | None = None
    at_least: float | None = None
    at_most: float | None = None
    is_counted_by_hand: bool = False


@dataclass(frozen=True)
class Pause:
    """A break of the school calendar, both days included: time in which nobody is taught."""

    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Phase:
    """The day a strategy changed, and the strategy's short name."""

    on: date
    name: str


@dataclass(frozen=True)
class Fan:
    """The likely range on a day to come, from `low` to `high`."""

    on: date
    low: float
    high: float


@dataclass(frozen=True)
class Proxy:
    """Readings of another measure, taken between the goal's own; drawn apart, on a scale of its own."""

    name: str
    unit: str
    dots: tuple[Dot, ...]
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class AimlinePicture:
    """A goal on its way.

    `line` is the aimline as (day, value) points from baseline to target, already flat in breaks; `tolerance`
    is half the height of the band around it, in units of the measure. `low` and `high` are the measure's
    range, None where it is open. `direction` is "up" where more is better, else "down".
    """

    title: str
    unit: str
    baseline: Dot
    target: float
    deadline: date
    line: tuple[tuple[date, float], ...]
    readings: tuple[Dot, ...] = ()
    tolerance: float = 0.0
    direction: str = "up"
    low: float | None = None
    high: float | None = None
    stops: tuple[tuple[date, float], ...] = ()
    pauses: tuple[Pause, ...] = ()
    phases: tuple[Phase, ...] = ()
    fan: tuple[Fan, ...] = ()
    proxies: tuple[Proxy, ...] = ()
    today: date | None = None
    sentence: Message | None = None

    @property
    def shown(self) -> tuple[Dot, ...]:
        """Readings with a value, oldest first."""
        return tuple(sorted((dot for dot in self.readings if dot.value is not None), key=lambda dot: dot.on))

    @property
    def hidden(self) -> tuple[Dot, ...]:
        """Readings without a value: hidden, or told as the end of a range."""
        return tuple(sorted((dot for dot in self.readings if dot.value is None), key=lambda dot: dot.on))

    @property
    def span(self) -> tuple[date, date]:
        """The first and the last day to show."""
        days = [
            self.baseline.on,
            self.deadline,
            *(on for on, _ in self.line),
            *(dot.on for dot in self.readings),
        ]
        return min(days), max(days)

    def expected(self, on: date) -> float:
        """The aimline's value on a day; before its start and after its end it stays level."""
        before = max((point for point in self.line if point[0] <= on), default=self.line[0])
        after = min((point for point in self.line if point[0] > on), default=None)
        if after is None or before[0] > on:
            return before[1]
        share = (on - before[0]).days / (after[0] - before[0]).days
        return before[1] + share * (after[1] - before[1])
