"""From current reality to the few areas worth a goal (domain.md 2.6, growth.md 5.5)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from aimline.domain.gap import Gap
from aimline.domain.measure import Direction, Kind, gain
from aimline.domain.words import say

NO_EARLIER_DATA = "no earlier data"


class Control(StrEnum):
    """Whether the team itself can change it."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


@dataclass(frozen=True)
class Statement:
    """One thing seen in the data, where, and whether it is a fact within the team's control."""

    text: str
    source: str = ""
    is_fact: bool = True
    within_control: Control = Control.YES


@dataclass(frozen=True)
class Analysis:
    """An honest picture of where students are now; what we cannot change stands under `set_aside`."""

    sources: tuple[Kind, ...] = ()
    strengths: tuple[Statement, ...] = ()
    gaps: tuple[Statement, ...] = ()
    groups: tuple[str, ...] = ()
    trends: tuple[str, ...] = ()
    hard_truths: tuple[Statement, ...] = ()
    set_aside: tuple[Statement, ...] = ()


@dataclass(frozen=True)
class Rating:
    """A candidate area, six questions rated 0 to 3 (domain.md 2.6)."""

    essential: int
    gap_size: int
    readiness: int
    strategy: int
    resources: int
    timeline: int


@dataclass(frozen=True)
class Shortfall:
    """How far `n` students stand behind a reference share, 0..1, with the confidence that they do."""

    n: int
    share: float
    reference_share: float
    confidence: float = 1.0


def missing_for_analysis(analysis: Analysis) -> tuple[Gap, ...]:
    """List what an analysis lacks before it counts as done (INV-21)."""
    return tuple(_missing(analysis))


def _missing(analysis: Analysis) -> Iterable[Gap]:
    if len(set(analysis.sources)) < 2:
        yield Gap("INV-21", say("Look at two kinds of results at least; three is better."), "sources")
    if not analysis.strengths:
        yield Gap("INV-21", say("What is going well? Name one strength."), "strengths")
    if not analysis.gaps:
        yield Gap("INV-21", say("Where is the largest gap?"), "gaps")
    if not analysis.groups:
        yield Gap("INV-21", say("Which group of students did you look at?"), "groups")
    if not analysis.trends:
        yield Gap("INV-21", say('What changed over time? Or write "no earlier data".'), "trends")


def rating_share(rating: Rating) -> float:
    """Sum a rating as a share of the highest possible, 0..1."""
    parts = (
        rating.essential, rating.gap_size, rating.readiness,
        rating.strategy, rating.resources, rating.timeline,
    )  # fmt: skip
    return sum(parts) / (3 * len(parts))


def reach(shortfall: Shortfall) -> float:
    """Count the students' worth of a shortfall: n times the missing share (growth.md 5.5)."""
    return shortfall.n * depth(shortfall)


def depth(shortfall: Shortfall) -> float:
    """Give the missing share itself, 0 where there is none: here small groups are seen (growth.md 5.5)."""
    return max(gain(Direction.UP, shortfall.share, shortfall.reference_share), 0.0)


def weight(rating: Rating, *, actionable_share: float = 1.0) -> float:
    """Weigh an area by essential standard (1, 1.5, 2), readiness (1, 1.25) and how far it is in our hands.

    `actionable_share` is 0..1 (growth.md 5.5).
    """
    essential = {0: 1.0, 1: 1.0, 2: 1.5}.get(rating.essential, 2.0)
    readiness = 1.25 if rating.readiness >= 2 else 1.0
    return essential * readiness * actionable_share


def score(shortfall: Shortfall, *, weighted: float = 1.0) -> float:
    """Score a candidate: reach x confidence x weight (growth.md 5.5)."""
    return reach(shortfall) * shortfall.confidence * weighted


def shortlist(candidates: Sequence[tuple[str, Shortfall]], *, n: int = 3) -> tuple[str, ...]:
    """Choose `n` areas by score, always with the deepest gap among them (growth.md 5.5)."""
    by_score = [name for name, each in sorted(candidates, key=lambda pair: -score(pair[1]))]
    chosen = by_score[:n]
    deepest = max(candidates, key=lambda pair: depth(pair[1]), default=None)
    if deepest and deepest[0] not in chosen:
        chosen[-1:] = [deepest[0]]
    return tuple(chosen)
