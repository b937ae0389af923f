"""The same students before and after a unit on the same content: the share of the possible gain (growth.md 2.5)."""

from dataclasses import dataclass, replace
from math import sqrt

from scipy.special import ndtr, ndtri

from aimline.domain.measure import Direction
from aimline.domain.words import say
from aimline.growth.ambition import refusal
from aimline.growth.ambition.bell import Bell, pooled_variance
from aimline.growth.ambition.effort import aligned_effect
from aimline.growth.references.shelf import Shelf

MEASURE = "same_content"


@dataclass(frozen=True)
class GainPrior:
    """Gains as shares of what was possible: mean, its own spread, spread between units and its weight; students'."""

    gain_mean: float
    gain_mean_sd: float
    gain_sd: float
    gain_weight: float
    student_sd: float
    change_sd_share: float


@dataclass(frozen=True)
class Question:
    """Will the group of `n` come from `before` to `target`, on a scale from `bottom` to `top`?

    `students` tells a share of students (0 to 1), which counts whole students, from a mean of points. `own_gains` are
    earlier units' gains as shares of what was possible: (after - before) / (top - before). `student_sd` is the spread
    of students in points, where known.
    """

    before: float
    target: float
    n: int
    students: bool = True
    bottom: float = 0.0
    top: float = 1.0
    own_gains: tuple[float, ...] = ()
    student_sd: float | None = None
    direction: Direction = Direction.UP
    baseline_test: str = ""
    result_test: str = ""

    @property
    def n_own(self) -> int:
        """How many own units there are."""
        return len(self.own_gains)


def check(question: Question) -> None:
    """Refuse what has no honest answer (growth.md 2.8). Raises NotRated."""
    refusal.demand_students(question.n)
    refusal.demand_same_test(question.baseline_test, question.result_test)
    refusal.demand_between(question.before, question.bottom, question.top, what=say("The baseline"))
    refusal.demand_between(question.target, question.bottom, question.top, what=say("The target"))
    best = question.top if question.direction is Direction.UP else question.bottom
    if question.before == best:
        raise refusal.NotRated(
            "nothing-to-gain",
            say("Everyone is at the top of the scale already, so no gain can be seen."),
            say("Use a harder task, or hold what was reached."),
        )


def expect(question: Question, shelf: Shelf) -> tuple[Bell, Bell]:
    """Give what is expected after the unit if nothing changes, and with a strong effort, in the measure's unit.

    More is better in both: a measure that should fall is mirrored. Source: growth.md 2.5.
    """
    asked = mirrored(question)
    prior = shelf.prior(GainPrior, MEASURE)
    room = asked.top - asked.before
    spread = pooled_variance(asked.own_gains, prior.gain_sd, prior.gain_weight)
    weight = 1 / prior.gain_mean_sd**2 + asked.n_own / spread
    usual = (prior.gain_mean / prior.gain_mean_sd**2 + sum(asked.own_gains) / spread) / weight
    student_sd = prior.student_sd if asked.student_sd is None else asked.student_sd
    after = (asked.before - asked.bottom + usual * room) / (asked.top - asked.bottom)
    if asked.students:
        share = min(max(after, 0.01), 0.99)
        noise = sqrt(share * (1 - share) / asked.n) * (asked.top - asked.bottom) / room
        extra = (float(ndtr(ndtri(share) + aligned_effect(shelf))) - share) * (asked.top - asked.bottom)
    else:
        noise = prior.change_sd_share * student_sd / sqrt(asked.n) / room
        extra = aligned_effect(shelf) * student_sd
    sd = sqrt(spread + 1 / weight + noise**2)
    df = prior.gain_weight + max(asked.n_own - 1, 0)
    same = Bell(asked.before + usual * room, sd * room, df)
    return same, same.moved(extra)


def mirrored(question: Question) -> Question:
    """Turn a measure that should fall into one that should rise, on the same scale."""
    if question.direction is Direction.UP:
        return question
    turn = question.bottom + question.top
    return replace(question, before=turn - question.before, target=turn - question.target, direction=Direction.UP)
