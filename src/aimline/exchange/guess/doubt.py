"""How sure a whole guess is: what it leaves unexplained tells more than how well each head fits.

Measured on files nobody had seen: docs/explanation/how-well-unknown-files-are-guessed.md.
"""

from collections.abc import Collection, Sequence
from enum import StrEnum

from aimline.exchange.guess import kinds
from aimline.exchange.guess.column import Column
from aimline.exchange.mapping import Results

FEWEST_NUMBERS, CLEAR = 4, 0.7


class Sureness(StrEnum):
    """How sure a guess is as a whole."""

    SURE = "sure"
    FAIR = "fair"
    UNSURE = "unsure"


# What is left of the confidence of a result in each case.
FACTORS = {Sureness.SURE: 1.0, Sureness.FAIR: 0.85, Sureness.UNSURE: 0.6}


def of(
    left: Sequence[Column], results: Sequence[Results], *, of_results: Collection[float], of_people: Collection[float]
) -> Sureness:
    """Say how sure a guess is by the columns it leaves and the confidence, 0..1, of its results and people's columns.

    Numbers that nothing explains, and levels by themselves beside scores, show that something was not understood.
    """
    has_scores = any(each.score for each in results)
    lonely = has_scores and any(not each.score and not each.flags for each in results)
    if lonely or min(of_results, default=0.0) < CLEAR or any(map(is_unexplained, left)):
        return Sureness.UNSURE
    return Sureness.SURE if min(of_people, default=0.0) >= CLEAR else Sureness.FAIR


def is_unexplained(column: Column) -> bool:
    """Tell whether a column holds several numbers under a name nobody knows."""
    return kinds.of(column) == "unknown" and len(column.contents.words) >= FEWEST_NUMBERS
