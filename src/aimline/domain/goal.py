"""A goal: for whom, what, from where, to where, by when (domain.md 2.7)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from aimline.domain.measure import Measure

SHORT_TERM_DAYS = 12 * 7
LONG_TERM_DAYS = 18 * 7


class Layer(StrEnum):
    """Why (purpose), how far (progress), what we do (practice)."""

    PURPOSE = "purpose"
    PROGRESS = "progress"
    PRACTICE = "practice"


class Level(StrEnum):
    """Whose goal it is."""

    DISTRICT = "district"
    SCHOOL = "school"
    TEAM = "team"
    CLASSROOM = "classroom"
    TEACHER = "teacher"
    STUDENT = "student"


class Comparison(StrEnum):
    """The same students over time, or each year those who fit the rule (settled.md 11)."""

    SAME_STUDENTS = "same_students"
    SUCCESSIVE_COHORTS = "successive_cohorts"


class Denominator(StrEnum):
    """Who is counted: students with both results, or all who were tested (INV-10)."""

    MATCHED = "matched"
    TESTED = "tested"


class Horizon(StrEnum):
    """How long a goal runs (domain.md T6)."""

    SHORT_TERM = "short_term"
    MEDIUM = "medium"
    LONG_TERM = "long_term"


class StatementMode(StrEnum):
    """Whether the sentence is made from the fields or typed."""

    FORMULA = "formula"
    OWN_WORDS = "own_words"


@dataclass(frozen=True)
class Condition:
    """A student fits when the value of `attribute` on the test day is one of `values`."""

    attribute: str
    values: frozenset[str]


@dataclass(frozen=True)
class GroupRule:
    """For whom: `grades` (K is 0; empty means every grade) and all of `conditions`; `n` students."""

    label: str
    grades: frozenset[int] = frozenset()
    conditions: tuple[Condition, ...] = ()
    n: int | None = None


@dataclass(frozen=True)
class Baseline:
    """Where students stood: value, day, number of students (1 or more) and where it is written."""

    value: float
    on: date
    n: int
    source: str


@dataclass(frozen=True)
class Stop:
    """A value expected on a day on the way: an interim benchmark."""

    on: date
    value: float


@dataclass(frozen=True)
class Proxy:
    """A common assessment that shows movement sooner than a yearly test, and when it is given."""

    measure: str
    dates: tuple[date, ...]


@dataclass(frozen=True)
class Draft:
    """A goal being written: every field may still be missing or wrong (INV-33)."""

    level: Level = Level.TEAM
    layer: Layer = Layer.PROGRESS
    group: GroupRule | None = None
    result: str = ""
    measure: Measure | None = None
    baseline: Baseline | None = None
    target: float | None = None
    starts_on: date | None = None
    deadline: date | None = None
    deadline_words: str = ""
    stops: tuple[Stop, ...] = ()
    comparison: Comparison | None = None
    denominator: Denominator | None = None
    proxies: tuple[Proxy, ...] = ()
    statement_mode: StatementMode = StatementMode.FORMULA
    own_words: str = ""
    is_nested: bool = False


@dataclass(frozen=True)
class Locked:
    """A goal that passed the gate; from here on it never becomes easier (domain.md 2.8)."""

    level: Level
    group: GroupRule
    result: str
    measure: Measure
    baseline: Baseline
    target: float
    starts_on: date
    deadline: date
    deadline_words: str
    stops: tuple[Stop, ...]
    comparison: Comparison
    denominator: Denominator
    proxies: tuple[Proxy, ...]
    locked_on: date


def narrows(new: GroupRule, old: GroupRule) -> bool:
    """Tell whether `new` leaves out students whom `old` counts, by swapping or by narrowing (INV-13).

    A condition that `old` does not have leaves students out; one that it drops or widens does not.
    """
    if new.grades and (not old.grades or not new.grades >= old.grades):
        return True
    return any(not _covers(condition, old.conditions) for condition in new.conditions)


def _covers(condition: Condition, old: tuple[Condition, ...]) -> bool:
    same = (before for before in old if before.attribute == condition.attribute)
    return any(condition.values >= before.values for before in same)


def horizon(start: date, deadline: date) -> Horizon:
    """Name the length of a goal: up to 12 weeks, 13 to 17, or 18 and more (domain.md T6)."""
    n_days = (deadline - start).days
    if n_days <= SHORT_TERM_DAYS:
        return Horizon.SHORT_TERM
    return Horizon.MEDIUM if n_days < LONG_TERM_DAYS else Horizon.LONG_TERM


def needs_stop(start: date, deadline: date, *, deadline_is_semester_or_year_end: bool) -> bool:
    """Tell whether a goal needs an interim benchmark: from 18 weeks on, and at a semester's or year's
    end whatever its length (settled.md 33)."""
    return deadline_is_semester_or_year_end or horizon(start, deadline) is Horizon.LONG_TERM
