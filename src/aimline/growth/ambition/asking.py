"""Brings the five ways of comparing into one form, so that they are judged alike (growth.md 2.2)."""

from dataclasses import dataclass
from math import inf

from aimline.domain.measure import Direction
from aimline.domain.words import Message
from aimline.growth.ambition import benchmark, cohorts, fluency, same_content, scale
from aimline.growth.ambition.bell import Bell
from aimline.growth.ambition.counting import Share, needed_of
from aimline.growth.references.pack import Row
from aimline.growth.references.shelf import Shelf

Question = cohorts.Question | scale.Question | fluency.Question | same_content.Question | benchmark.Question
Law = Share | Bell


@dataclass(frozen=True)
class Asked:
    """A question in one form; in `same`, `strong`, `start` and `target` more is always better.

    `counts` tells that values are shares of `n` students. `turn` brings a value back to a measure that should fall:
    turn - value; none where more is better anyway. `best` is the top of the scale, infinite where it has none.
    """

    same: Law
    strong: Law
    start: float
    target: float
    n: int
    n_own: int
    years: float
    counts: bool
    turn: float | None
    best: float
    rows: tuple[Row, ...]
    remarks: tuple[Message, ...] = ()

    def back(self, value: float) -> float:
        """Give a value in the measure's own direction."""
        return value if self.turn is None else self.turn - value

    def chances(self, target: float) -> tuple[float, float]:
        """Give the chances of a target if nothing changes and with a strong effort, which never lowers them.

        With the spread held, a law near the end of the scale could have less beyond a far target once it has moved.
        """
        same = self._reach(self.same, target)
        return same, max(same, self._reach(self.strong, target))

    def _reach(self, law: Law, target: float) -> float:
        return law.reach(needed_of(self.n, target)) if isinstance(law, Share) else law.reach(target)


def ask(question: Question, shelf: Shelf) -> Asked:
    """Check a question and work out what is to be expected. Raises NotRated, NoReference."""
    match question:
        case cohorts.Question():
            return _cohorts(question, shelf)
        case scale.Question():
            return _scale(question, shelf)
        case fluency.Question():
            return _fluency(question, shelf)
        case same_content.Question():
            return _same_content(question, shelf)
        case benchmark.Question():
            return _benchmark(question, shelf)


def _cohorts(question: cohorts.Question, shelf: Shelf) -> Asked:
    cohorts.check(question)
    same, strong = cohorts.expect(question, shelf)
    upward = cohorts.mirrored(question) if question.direction is Direction.DOWN else question
    p_strong = strong.reach(needed_of(question.n, upward.target_share))
    return Asked(
        same=same,
        strong=strong,
        start=upward.baseline.share,
        target=upward.target_share,
        n=question.n,
        n_own=question.n_own,
        years=question.years,
        counts=True,
        turn=1.0 if question.direction is Direction.DOWN else None,
        best=1.0,
        rows=_rows(shelf, cohorts.MEASURE, ("design_factor", "cohort_shock", "yearly_drift", "trend_mean", "trend_sd")),
        remarks=cohorts.remarks(question, shelf, p_strong=p_strong),
    )


def _scale(question: scale.Question, shelf: Shelf) -> Asked:
    scale.check(question)
    same, strong = scale.expect(question, shelf)
    usual = scale.usual_gain(question, shelf)[1]
    rows = (usual, *_rows(shelf, scale.MEASURE, ("retest", "class_effect", "lasting_share")))
    return Asked(
        same, strong, question.before, question.target, question.n, question.n_own, question.years,
        counts=False, turn=None, best=inf, rows=rows,
    )  # fmt: skip


def _fluency(question: fluency.Question, shelf: Shelf) -> Asked:
    fluency.check(question)
    same, strong = fluency.expect(question, shelf)
    norms = fluency.rows(shelf, question.grade, question.from_season) + fluency.rows(
        shelf, question.grade, question.to_season
    )
    rows = (*norms, *_rows(shelf, fluency.MEASURE, ("retest", "class_effect", "lasting_share")))
    return Asked(
        same, strong, question.before, question.target, question.n, question.n_own, 1.0,
        counts=False, turn=None, best=inf, rows=rows,
    )  # fmt: skip


def _same_content(question: same_content.Question, shelf: Shelf) -> Asked:
    same_content.check(question)
    same, strong = same_content.expect(question, shelf)
    upward = same_content.mirrored(question)
    falls = question.direction is Direction.DOWN
    return Asked(
        same, strong, upward.before, upward.target, question.n, question.n_own, 1.0,
        counts=question.students,
        turn=question.bottom + question.top if falls else None,
        best=question.top,
        rows=_rows(shelf, same_content.MEASURE, ("gain_mean", "gain_mean_sd", "gain_sd", "gain_weight")),
    )  # fmt: skip


def _benchmark(question: benchmark.Question, shelf: Shelf) -> Asked:
    benchmark.check(question)
    same, strong = benchmark.expect(question, shelf)
    upward = benchmark.mirrored(question)
    return Asked(
        same, strong, upward.before, upward.target, question.n, question.n_own, question.years,
        counts=True,
        turn=1.0 if question.direction is Direction.DOWN else None,
        best=1.0,
        rows=_rows(shelf, benchmark.MEASURE, ("change_mean", "change_mean_sd", "change_sd")),
    )  # fmt: skip


def _rows(shelf: Shelf, measure: str, statistics: tuple[str, ...]) -> tuple[Row, ...]:
    effort = "aligned" if measure == same_content.MEASURE else "broad"
    return (*(shelf.row(measure, statistic) for statistic in statistics), shelf.row("effort", effort))
