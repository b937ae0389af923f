"""What a team changes when the data ask for it; never the target (domain.md 2.12)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from aimline.domain.gap import Gap
from aimline.domain.words import Message, say


class Family(StrEnum):
    """More of it, something else, or help."""

    INTENSIFY = "intensify"
    CHANGE_APPROACH = "change_approach"
    SEEK_RESOURCES = "seek_resources"


@dataclass(frozen=True)
class Option:
    """One way to adjust; `code` is its stable name."""

    family: Family
    code: str
    label: Message


OPTIONS = (
    Option(Family.INTENSIFY, "more_time", say("More time on the content")),
    Option(Family.INTENSIFY, "more_checks", say("More frequent formative checks")),
    Option(Family.INTENSIFY, "more_intervention", say("Intervention for more students")),
    Option(Family.CHANGE_APPROACH, "other_strategy", say("A different instructional strategy")),
    Option(Family.CHANGE_APPROACH, "other_format", say("Another assessment format in class")),
    Option(Family.CHANGE_APPROACH, "specialist", say("Bring in a specialist")),
    Option(Family.SEEK_RESOURCES, "professional_learning", say("Professional learning")),
    Option(Family.SEEK_RESOURCES, "observe_colleague", say("Observe a colleague with strong results")),
    Option(Family.SEEK_RESOURCES, "study_practice", say("Study evidence-based practice")),
)


@dataclass(frozen=True)
class Adjustment:
    """A recorded change of strategies, time, people or support; it has no target and no deadline (INV-51)."""

    option: str
    text: str
    starts_on: date
    owner: str = ""
    strategy_before: str = ""
    strategy_after: str = ""
    expected_effect: str = ""
    review_on: date | None = None


@dataclass(frozen=True)
class PhaseLine:
    """A vertical line on the chart: what changed on this day (INV-52)."""

    on: date
    label: str


def options(family: Family) -> tuple[Option, ...]:
    """List the ways to adjust of one family (domain.md 2.12)."""
    return tuple(option for option in OPTIONS if option.family is family)


def family_of(adjustment: Adjustment) -> Family | None:
    """Name the family of an adjustment; none where its option is not on the list."""
    return next((option.family for option in OPTIONS if option.code == adjustment.option), None)


def missing_for_adjustment(adjustment: Adjustment) -> tuple[Gap, ...]:
    """List what an adjustment lacks: an option from the list, words, and a look after its start."""
    gaps = []
    if family_of(adjustment) is None:
        gaps.append(Gap("INV-51", say("Which change is it: more of it, something else, or help?"), "option"))
    if not adjustment.text.strip():
        gaps.append(Gap("INV-51", say("What will you do differently?"), "text"))
    if adjustment.review_on is not None and adjustment.review_on <= adjustment.starts_on:
        gaps.append(Gap("INV-51", say("When do you look whether it helped? A day after it starts."), "review_on"))
    return tuple(gaps)


def phase_line(adjustment: Adjustment) -> PhaseLine:
    """Draw an adjustment as a line, named by the strategy it brings (INV-52)."""
    return PhaseLine(adjustment.starts_on, adjustment.strategy_after or adjustment.text)
