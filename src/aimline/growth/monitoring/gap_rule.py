"""Did the gap of a group grow? Judged free of the cut and beyond chance (growth.md 5.1 to 5.4).

A gap in percentage points moves when everybody improves, because of where the cut lies. So the rule looks at the gap in
student spreads and tells the points beside it.
"""

from dataclasses import dataclass
from math import sqrt
from typing import Final

from scipy.special import ndtr

from aimline.domain.words import Message, say
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

    With fewer than 20 students on a side on either day there is no finding. `value` is the growth in student spreads; a
    group that was ahead starts from no gap. The two days are taken to count different students; where they are the same
    ones, chance moves a gap less.
    """
    if min(before.n, before.n_other, now.n, now.n_other) < FEWEST:
        sentence = say("Fewer than {n} students on one side; this rule needs as many on both.", n=FEWEST)
        return Finding("subgroup_gap", Found.TOO_FEW, (), sentence, None, most)
    # A group that was ahead has nothing to catch up: losing a lead is no gap until the group is behind.
    growth = now.gap.cut_free - max(0.0, before.gap.cut_free)
    sure = float(ndtr(growth / sqrt(before.error**2 + now.error**2)))
    found = Found.BELOW if growth > most and sure >= SURE else Found.NEITHER
    sentence = say("{moved} {verdict}", moved=moved(before.gap, now.gap), verdict=verdict(found, most))
    return Finding("subgroup_gap", found, (), sentence, growth, most)


def moved(before: Gap, now: Gap) -> Message:
    """Say which side the group was on, and is on; a size of a gap is never told with a sign."""
    told = {
        "before": abs(before.cut_free), "now": abs(now.cut_free),
        "points_before": abs(100 * before.points.value), "points_now": abs(100 * now.points.value),
    }  # fmt: skip
    was_behind, is_behind = before.cut_free >= 0, now.cut_free >= 0
    if was_behind and is_behind:
        return say(
            "The group is behind the others: by {before} student spreads ({points_before} points) at the start,"
            " by {now} ({points_now} points) now.",
            **told,
        )
    if was_behind:
        return say(
            "The group was behind the others by {before} student spreads ({points_before} points) and is now ahead"
            " by {now} ({points_now} points).",
            **told,
        )
    if is_behind:
        return say(
            "The group was ahead of the others by {before} student spreads ({points_before} points) and is now behind"
            " by {now} ({points_now} points).",
            **told,
        )
    return say(
        "The group is ahead of the others: by {before} student spreads ({points_before} points) at the start,"
        " by {now} ({points_now} points) now.",
        **told,
    )


def verdict(found: Found, most: float) -> Message:
    """Say whether the group fell further behind than was agreed, and than chance does."""
    if found is Found.BELOW:
        if most:
            return say("It fell further behind: by more than chance and the {most} that was agreed.", most=most)
        return say("It fell further behind, by more than chance.")
    if most:
        return say("It did not fall further behind by more than chance and the {most} that was agreed.", most=most)
    return say("It did not fall further behind by more than chance.")
