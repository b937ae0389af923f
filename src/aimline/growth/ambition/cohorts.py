"""Successive cohorts on the same test: this year's grade 5 beside last year's (growth.md 2.3, 2.4)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from aimline.domain.measure import Direction
from aimline.domain.words import Message, say
from aimline.growth.ambition import level, refusal
from aimline.growth.ambition.counting import Share, steadied
from aimline.growth.ambition.effort import broad_effect
from aimline.growth.ambition.level import CohortPrior, Level, Year
from aimline.growth.references.shelf import Shelf

MEASURE: Final = "percent_proficient"
SHORTEST: Final = 6 / 52
LONGEST: Final = 3.0


@dataclass(frozen=True)
class Pair:
    """The share of two successive cohorts elsewhere in the organization, a year apart; pairs do not overlap."""

    before: float
    n_before: int
    after: float
    n_after: int


@dataclass(frozen=True)
class Reference:
    """Comparable units: the mean of their shares and the lasting spread between them, both 0 to 1."""

    mean: float
    between_sd: float


@dataclass(frozen=True)
class Question:
    """Will `target_share` (0 to 1) be reached `years` after the last year seen?

    `seen` are the group's own years on this very test, oldest first; the last is the baseline. `n_result` is the size
    of the cohort to come, where it is known. Tests named differently are refused.
    """

    seen: tuple[Year, ...]
    target_share: float
    years: float = 1.0
    n_result: int | None = None
    pairs: tuple[Pair, ...] = ()
    reference: Reference | None = None
    direction: Direction = Direction.UP
    same_students: bool = False
    baseline_test: str = ""
    result_test: str = ""

    @property
    def baseline(self) -> Year:
        """The last year seen."""
        return self.seen[-1]

    @property
    def n(self) -> int:
        """How many students will be counted: the cohort to come, else as many as in the baseline."""
        return self.baseline.n if self.n_result is None else self.n_result

    @property
    def n_own(self) -> int:
        """How many own changes from one cohort to the next there are."""
        return len(self.seen) - 1 + len(self.pairs)


def check(question: Question) -> None:
    """Refuse what has no honest answer (growth.md 2.8). Raises NotRated."""
    refusal.demand_students(question.baseline.n)
    refusal.demand_students(question.n)
    refusal.demand_same_test(question.baseline_test, question.result_test)
    refusal.demand_years(question.years, shortest=SHORTEST, longest=LONGEST)
    refusal.demand_between(question.target_share, 0.0, 1.0, what=say("The target"))
    for year in question.seen:
        refusal.demand_between(year.share, 0.0, 1.0, what=say("The share of a year"))
    if question.same_students:
        raise refusal.NotRated(
            "same-students",
            say("The same students are counted before and after, so this is no comparison of successive cohorts."),
            say("Compare the same students: before and after a unit, or at a benchmark."),
        )


def expect(question: Question, shelf: Shelf) -> tuple[Share, Share]:
    """Give what is expected of the result if nothing changes, and with a strong effort.

    Both are in shares where more is better: a measure that should fall is mirrored. Source: growth.md 2.3, 2.4.
    """
    prior = shelf.prior(CohortPrior, MEASURE)
    asked = mirrored(question) if question.direction is Direction.DOWN else question
    state = standing(asked, prior)
    mean, variance = state.ahead(asked.years, prior.yearly_drift)
    same = result_of(mean, variance, asked, prior)
    return same, same.moved(broad_effect(asked.years, shelf))


def result_of(mean: float, variance: float, question: Question, prior: CohortPrior) -> Share:
    """Add to the level ahead what one cohort differs from the next: the true share of those who will be tested."""
    held = min(max(mean, 0.01), 0.99)
    shock = prior.cohort_shock**2 + (prior.design_factor - 1) * held * (1 - held) / question.n
    return Share(held, variance + shock, question.n)


def mirrored(question: Question) -> Question:
    """Count the students who are not absent instead of those who are (growth.md 2.8)."""
    reference = question.reference
    return replace(
        question,
        seen=tuple(Year(year.ending, 1 - year.share, year.n) for year in question.seen),
        target_share=1 - question.target_share,
        pairs=tuple(Pair(1 - pair.before, pair.n_before, 1 - pair.after, pair.n_after) for pair in question.pairs),
        reference=Reference(1 - reference.mean, reference.between_sd) if reference else None,
        direction=Direction.UP,
    )


def remarks(question: Question, shelf: Shelf, *, p_strong: float) -> tuple[Message, ...]:
    """Say what is particular to cohorts: a decline that must be stopped first."""
    prior = shelf.prior(CohortPrior, MEASURE)
    asked = mirrored(question) if question.direction is Direction.DOWN else question
    if asked.n_own and p_strong < shelf.value("rating", "stretch") and standing(asked, prior).trend < 0:
        return (say("Results have been going down. First stop the decline."),)
    return ()


def standing(question: Question, prior: CohortPrior) -> Level:
    """Say where the group stands in its last year, and its trend; more is better (growth.md 2.3, 2.4)."""
    error = level.noise(level.steady(question.seen), question.seen[0].n, prior)
    first = _begin(question.seen[0], question.reference, error, prior)
    if len(question.seen) > 1:
        return level.follow(question.seen, prior, begin=first)
    trend, variance = _trend(question.pairs, prior)
    return replace(first, trend=trend, trend_variance=variance)


def _begin(year: Year, reference: Reference | None, error: float, prior: CohortPrior) -> Level:
    if reference is None:
        return Level(steadied(year.share * year.n, year.n), prior.trend_mean, error, prior.trend_sd**2, 0.0)
    kept = reference.between_sd**2 / (reference.between_sd**2 + error)
    standing = reference.mean + kept * (year.share - reference.mean)
    return Level(standing, prior.trend_mean, kept * error, prior.trend_sd**2, 0.0)


def _trend(pairs: Sequence[Pair], prior: CohortPrior) -> tuple[float, float]:
    weight, total = 1 / prior.trend_sd**2, prior.trend_mean / prior.trend_sd**2
    for pair in pairs:
        counting = pair.before * (1 - pair.before) / pair.n_before + pair.after * (1 - pair.after) / pair.n_after
        variance = prior.design_factor * counting + 2 * prior.cohort_shock**2 + prior.yearly_drift**2
        weight += 1 / variance
        total += (pair.after - pair.before) / variance
    return total / weight, 1 / weight
