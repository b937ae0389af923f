"""Did the gap of a group grow? Judged free of the cut and beyond chance (growth.md 5.1 to 5.4).

A gap in percentage points moves when everybody improves, because of where the cut lies. So the rule looks at the gap in
student spreads and tells the points beside it.
"""

from dataclasses import dataclass
from math import sqrt
from typing import Final

from scipy.special import ndtr

from aimline.domain.words import say
from aimline.growth.monitoring.rules import Finding, Found
from aimline.growth.patterns.differences import Gap, gap, probit_error

FEWEST: Final = 20  # students on each side and day, below which no gap is flagged (growth.md 5.4)
SURE: Final = 0.90  # of its growth (growth.md 5.2)


@dataclass(frozen=True)
class Sides:
    """On one day: `reached` of `n` students of the group, and `other` of `n_other` of all others."""

    reached: int
    n: int
    other: int
    n_other: int

    @property
    def gap(self) -> Gap:
        """How far the group is behind the others: positive where it is."""
        return gap(self.other, self.n_other, self.reached, self.n)

    @property
    def error(self) -> float:
        """The spread that counting gives the gap, in student spreads."""
        return sqrt(probit_error(self.reached, self.n) ** 2 + probit_error(self.other, self.n_other) ** 2)


def gap_grew(before: Sides, now: Sides, *, most: float = 0.0) -> Finding:
    """Say whether the gap grew by more than `most` student spreads, and surely grew at all (nine chances in ten).

    With fewer than 20 students on a side on either day there is no finding. `value` is the growth in student spreads.
    The two days are taken to count different students; where they are the same ones, chance moves a gap less.
    """
    if min(before.n, before.n_other, now.n, now.n_other) < FEWEST:
        sentence = say("Fewer than {n} students on one side; this rule needs as many on both.", n=FEWEST)
        return Finding("subgroup_gap", Found.TOO_FEW, (), sentence, None, most)
    growth = now.gap.cut_free - before.gap.cut_free
    sure = float(ndtr(growth / sqrt(before.error**2 + now.error**2)))
    found = Found.BELOW if growth > most and sure >= SURE else Found.NEITHER
    told = {
        "before": before.gap.cut_free, "now": now.gap.cut_free, "most": most,
        "points_before": 100 * before.gap.points.value, "points_now": 100 * now.gap.points.value,
    }  # fmt: skip
    sentences = {
        Found.BELOW: say(
            "The gap grew from {before} to {now} student spreads ({points_before} to {points_now} points):"
            " more than {most}, and more than chance.",
            **told,
        ),
        Found.NEITHER: say(
            "The gap went from {before} to {now} student spreads ({points_before} to {points_now} points):"
            " no more than {most}, or no more than chance.",
            **told,
        ),
    }
    return Finding("subgroup_gap", found, (), sentences[found], growth, most)
