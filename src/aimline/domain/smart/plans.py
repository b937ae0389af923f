"""What a plan is to the rules: strategies, steps, days to look, and what has happened since."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from aimline.domain.calendar import Calendar
from aimline.domain.rule import RuleKind
from aimline.domain.strategy import Strategy, StrategyKind, StrategyState
from aimline.domain.trend import Trend


@dataclass(frozen=True)
class ActionStep:
    """A piece of adult work: who does it, by when."""

    text: str
    owner: str = ""
    due_on: date | None = None


@dataclass(frozen=True)
class Checkpoint:
    """A day on which the team looks, the assessment behind it, and whether its data are there."""

    on: date
    assessment: str = ""
    has_data: bool = False


@dataclass(frozen=True)
class Look:
    """A finished review: its day and which way the readings went."""

    on: date
    trend: Trend = Trend.TOO_FEW


@dataclass(frozen=True)
class Plan:
    """A goal's plan and what has happened since; what is None is not known or has not happened.

    `reasons` say why an intervention or extension is left out; `borrows_strategies` and `borrows_schedule`
    point to the plan of the goal above (INV-25a); `rose_on` is the latest reading above the line.
    """

    strategies: tuple[Strategy, ...] = ()
    reasons: Mapping[StrategyKind, str] = field(default_factory=dict)
    steps: tuple[ActionStep, ...] = ()
    checkpoints: tuple[Checkpoint, ...] = ()
    cadence_days: int | None = None
    rule_kinds: frozenset[RuleKind] = frozenset()
    borrows_strategies: bool = False
    borrows_schedule: bool = False
    activated_on: date | None = None
    deadline: date | None = None
    looks: tuple[Look, ...] = ()
    touched_on: date | None = None
    rule_fired_on: date | None = None
    decided_on: date | None = None
    adjusted_on: date | None = None
    celebrated_on: date | None = None
    rose_on: date | None = None
    on_agenda: bool | None = None

    @property
    def alive(self) -> tuple[Strategy, ...]:
        """The strategies that are not retired."""
        return tuple(each for each in self.strategies if each.state is not StrategyState.RETIRED)


@dataclass(frozen=True)
class Watched:
    """A plan as it stands today."""

    plan: Plan
    today: date
    calendar: Calendar | None = None
