"""How many comparable teams moved this much: own past changes first, public results second (growth.md 1.5, 2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from aimline.domain.words import Message, say
from aimline.growth.references.shelf import Shelf, shipped

MEASURE: Final = "change_percent_proficient"
FEWEST: Final = 8  # own changes, below which public results answer (domain.md 4.4)
STEPS: Final = (5, 10, 15, 20)
SIZES: Final = ("10-20", "20-40", "40-80", "80-160", "160-320", "320-700", "700-1500", "1500-")
_GRADES = (3, 8)


@dataclass(frozen=True)
class Precedents:
    """`share` (0 to 1) of `n` comparable changes were at least `gain`; `own` tells whether they are our own.

    `gain` is what was looked up: for public results the largest step of 5 points that the needed gain contains.
    """

    share: float
    n: int
    gain: float
    own: bool
    source: str

    @property
    def sentence(self) -> Message:
        """Say it in one sentence."""
        places = {"n": self.n, "share": f"{100 * self.share:.0f} %", "gain": self.gain}
        if self.own and self.share == 0:
            return say("None of {n} comparable teams here moved this much.", **places)
        if self.own:
            return say("Of {n} comparable teams here, {share} moved this much.", **places)
        return say("Of {n} comparable groups in public results, {share} rose by {gain} points or more.", **places)


def among_own(gains: Sequence[float], needed: float) -> Precedents | None:
    """Count own past gains, in the measure's unit, that were at least as large; none below eight of them."""
    if len(gains) < FEWEST:
        return None
    reached = sum(gain >= needed - 1e-9 for gain in gains)
    return Precedents(reached / len(gains), len(gains), needed, own=True, source="own")


def among_public(needed_share: float, *, n: int, grade: int, shelf: Shelf | None = None) -> Precedents | None:
    """Look up how often cohorts of this size rose that much in one year; none where the table is silent.

    `needed_share` is the gain as a share (0 to 1), `n` the cohort's size; the nearer of grades 3 and 8 answers.
    Source: growth.md 1.5.
    """
    shelf = shelf or shipped()
    step = max((each for each in STEPS if each <= 100 * needed_share + 1e-9), default=None)
    size = next((each for each in SIZES if _holds(each, n)), None)
    if step is None or size is None:
        return None
    nearest = str(min(_GRADES, key=lambda known: abs(known - grade)))
    row = shelf.row(MEASURE, f"share_{step}", grade=nearest, season=size)
    n_seen = int(shelf.value(MEASURE, "changes", grade=nearest, season=size))
    return Precedents(row.value, n_seen, float(step), own=False, source=row.key)


def _holds(size: str, n: int) -> bool:
    low, _, high = size.partition("-")
    return int(low) <= n and (not high or n < int(high))
