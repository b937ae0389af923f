"""What a judgement says: two probabilities, a rating, how much is luck, and what it rests on (growth.md 2.1)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from aimline.domain.ambition import Ambition
from aimline.domain.words import Message

VERSION: Final = "ambition-1"
LEAST: Final = 0.001  # nothing about children is certain


class Evidence(StrEnum):
    """What a judgement rests on."""

    OWN = "own"
    MIXED = "mixed"
    BORROWED = "borrowed"


@dataclass(frozen=True)
class Limits:
    """Where the rating changes, as probabilities; `hold` is the margin that keeps a shown rating."""

    too_easy: float
    realistic: float
    stretch: float
    hold: float
    mostly_luck: float
    own_pairs: float
    hidden_below: float


@dataclass(frozen=True)
class Chances:
    """The answer about one target.

    `p_same` and `p_strong` are probabilities from .001 to .999; `mean`, `sd` and `band` (the middle 80 %) say in the
    measure's own unit what comes if nothing changes, noise included. `needed` of `n` students reach the target where
    students are counted. `sources` are the keys of the reference rows used; `unchecked` those of them that nobody has
    compared with their printed source yet. `team_only` forbids showing it outside the team.
    """

    p_same: float
    p_strong: float
    rating: Ambition
    luck_ratio: float
    mostly_luck: bool
    evidence: Evidence
    mean: float
    sd: float
    band: tuple[float, float]
    n: int
    needed: int | None = None
    n_own: int = 0
    notes: tuple[Message, ...] = ()
    sources: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()
    team_only: bool = False
    version: str = VERSION


def bounded(probability: float) -> float:
    """Keep a probability between .001 and .999 (growth.md 2.8)."""
    return float(min(max(probability, LEAST), 1 - LEAST))


def rate(p_same: float, p_strong: float, limits: Limits, *, shown: Ambition | None = None) -> Ambition:
    """Give the rating; one that is shown already stays unless a probability crosses its limit by more than the margin.

    Source: growth.md 2.1.
    """
    fresh = _rating(p_same, p_strong, limits)
    if shown is None or fresh is shown:
        return fresh
    near = (_rating(p_same + up * limits.hold, p_strong + up * limits.hold, limits) for up in (-1.0, 1.0))
    return shown if shown in near else fresh


def _rating(p_same: float, p_strong: float, limits: Limits) -> Ambition:
    if p_same >= limits.too_easy:
        return Ambition.TOO_EASY
    if p_strong >= limits.realistic:
        return Ambition.REALISTIC
    return Ambition.STRETCH if p_strong >= limits.stretch else Ambition.VERY_HARD


def grade_evidence(n_own: int, limits: Limits, *, far: bool = False) -> Evidence:
    """Grade what a judgement rests on from the number of own comparable changes; more than three years ahead it is
    borrowed whatever there is (growth.md 2.1, 2.8)."""
    if far or n_own == 0:
        return Evidence.BORROWED
    return Evidence.OWN if n_own >= limits.own_pairs else Evidence.MIXED
