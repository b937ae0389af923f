"""The same students at a benchmark that moves with the season, fall to spring (growth.md 2.2, comparison E)."""

from dataclasses import dataclass, replace
from math import sqrt

from aimline.domain.measure import Direction
from aimline.domain.words import say
from aimline.growth.ambition import refusal
from aimline.growth.ambition.bell import Bell, pooled_variance
from aimline.growth.ambition.counting import Share, steadied
from aimline.growth.ambition.effort import broad_effect
from aimline.growth.references.shelf import Shelf

MEASURE = "at_benchmark"


@dataclass(frozen=True)
class BenchmarkPrior:
    """The change of the share at benchmark: mean, how well it is known, spread from year to year and its weight."""

    change_mean: float
    change_mean_sd: float
    change_sd: float
    change_weight: float


@dataclass(frozen=True)
class Question:
    """Will the share of `n` students at benchmark come from `before` to `target` (0 to 1)?

    `own_changes` are the changes of earlier years between the same two seasons.
    """

    before: float
    target: float
    n: int
    years: float
    own_changes: tuple[float, ...] = ()
    direction: Direction = Direction.UP
    baseline_test: str = ""
    result_test: str = ""

    @property
    def n_own(self) -> int:
        """How many own years there are."""
        return len(self.own_changes)


def check(question: Question) -> None:
    """Refuse what has no honest answer (growth.md 2.8). Raises NotRated."""
    refusal.demand_students(question.n)
    refusal.demand_same_test(question.baseline_test, question.result_test)
    refusal.demand_between(question.before, 0.0, 1.0, what=say("The baseline"))
    refusal.demand_between(question.target, 0.0, 1.0, what=say("The target"))


def expect(question: Question, shelf: Shelf) -> tuple[Bell, Bell]:
    """Give the share expected if nothing changes, and with a strong effort; more is better in both.

    The spread holds what the benchmark's own movement and counting add, since it was seen in counted shares.
    """
    asked = mirrored(question)
    prior = shelf.prior(BenchmarkPrior, MEASURE)
    spread = pooled_variance(asked.own_changes, prior.change_sd, prior.change_weight)
    weight = 1 / prior.change_mean_sd**2 + asked.n_own / spread
    change = (prior.change_mean / prior.change_mean_sd**2 + sum(asked.own_changes) / spread) / weight
    mean = min(max(asked.before + change, 0.01), 0.99)
    same = Bell(mean, sqrt(spread + 1 / weight))
    steady = Share(steadied(mean * asked.n, asked.n), 0.0, asked.n)
    return same, same.moved(steady.moved(broad_effect(asked.years, shelf)).mean - steady.mean)


def mirrored(question: Question) -> Question:
    """Count the students who are not absent instead of those who are (growth.md 2.8)."""
    if question.direction is Direction.UP:
        return question
    changes = tuple(-change for change in question.own_changes)
    return replace(
        question,
        before=1 - question.before,
        target=1 - question.target,
        own_changes=changes,
        direction=Direction.UP,
    )
