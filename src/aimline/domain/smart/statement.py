"""What a goal sentence says: its slots, each with its place in the text, and the fields people filled."""

from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from aimline.domain.ambition import Judgement
from aimline.domain.goal import Level
from aimline.domain.measure import Direction, Metric
from aimline.domain.smart.hints import Hints
from aimline.domain.smart.languages import Language
from aimline.domain.smart.verbs import Actor, VerbClass

T = TypeVar("T")


@dataclass(slots=True)
class Slot(Generic[T]):
    """A value read from the text: `span` in characters (end excluded), `confidence` 0..1."""

    value: T
    span: tuple[int, int]
    confidence: float


# Slots, because rules ask for them hundreds of times: they are found sooner than the places of a tuple.
@dataclass(slots=True)
class Statement:
    """A text with its slots; a slot is None where the text says nothing."""

    text: str
    read_to: int
    student_group: Slot[str] | None
    result: Slot[str] | None
    measure: Slot[str] | None
    metric: Slot[Metric] | None
    baseline: Slot[float] | None
    target: Slot[float] | None
    change_amount: Slot[float] | None
    unit: Slot[str] | None
    direction: Slot[Direction] | None
    deadline_text: Slot[str] | None
    deadline: Slot[date] | None
    actor: Actor
    verb_class: VerbClass
    hints: Hints
    language: Language = Language.EN

    @property
    def cut(self) -> bool:
        """Tell whether the text was longer than what is read."""
        return self.read_to < len(self.text)


@dataclass(frozen=True)
class Fields:
    """What the studio already knows; every value given here wins over the sentence.

    Shares are percentages 0..100; `n_students` is the group's size, `n_stops` counts interim benchmarks.
    What is None is not known to the program, and no rule asks about it. `judgement` is how ambitious
    the target is by the team's own data; it stands before any rule of thumb.
    """

    language: Language | None = None
    group: str | None = None
    result: str | None = None
    measure: str | None = None
    metric: Metric | None = None
    baseline: float | None = None
    baseline_on: date | None = None
    target: float | None = None
    deadline: date | None = None
    deadline_words: str | None = None
    starts_on: date | None = None
    direction: Direction | None = None
    level: Level | None = None
    minimum: float | None = None
    maximum: float | None = None
    n_students: int | None = None
    n_stops: int = 0
    n_readings: int | None = None
    yearly: bool | None = None
    has_proxy: bool = False
    grades_aligned: bool = False
    private: bool = False
    horizon_annual: bool = False
    baseline_is_theirs: bool = True
    is_nested: bool = False
    is_top_quartile: bool = False
    is_aligned: bool | None = None
    is_supported: bool | None = None
    is_essential: bool | None = None
    last_data_on: date | None = None
    parent_deadline: date | None = None
    n_strategies: int | None = None
    n_new_strategies: int | None = None
    n_factors: int | None = None
    n_short_goals: int | None = None
    serves_goal: bool | None = None
    why_possible: str = ""
    judgement: Judgement | None = None
