"""The same students on a growth scale: the mean gain of a group (growth.md 2.6)."""

from dataclasses import dataclass
from math import sqrt

from aimline.domain.words import say
from aimline.growth.ambition import refusal
from aimline.growth.ambition.bell import Bell, learn
from aimline.growth.ambition.effort import broad_effect
from aimline.growth.references.pack import Row
from aimline.growth.references.shelf import Shelf

MEASURE = "scale_score"
GAINS = "annual_gain"
_FARTHEST = 1e9  # no scale reaches this far; it keeps out what is no number


@dataclass(frozen=True)
class ScalePrior:
    """Correlation of two tests of one student; spread between classes, in student spreads, and its lasting part."""

    retest: float
    class_effect: float
    lasting_share: float


@dataclass(frozen=True)
class OwnGain:
    """The mean gain of an own earlier group of `n` students over the same time, in scale points."""

    gain: float
    n: int


@dataclass(frozen=True)
class Question:
    """Will the mean of `n` students gain `target` - `before` scale points in `years`?

    `student_sd` is the spread of students on the scale. `grade` is the grade they reach, `subject` is reading or math:
    they name the row of usual gains; imported norms have one for each pair of seasons. `own` are earlier groups.
    """

    before: float
    target: float
    n: int
    student_sd: float
    grade: str
    subject: str
    years: float = 1.0
    season: str = "fall-spring"
    own: tuple[OwnGain, ...] = ()
    baseline_test: str = ""
    result_test: str = ""

    @property
    def n_own(self) -> int:
        """How many own earlier groups there are."""
        return len(self.own)


def check(question: Question) -> None:
    """Refuse what has no honest answer (growth.md 2.8). Raises NotRated."""
    refusal.demand_students(question.n)
    refusal.demand_same_test(question.baseline_test, question.result_test)
    for value in (question.before, question.target):
        refusal.demand_between(value, -_FARTHEST, _FARTHEST, what=say("A score"))
    if question.student_sd <= 0 or question.years <= 0:
        raise refusal.NotRated(
            "no-spread",
            say("The spread of students and the time to the result must be above zero."),
            say("Take the standard deviation of the baseline scores, and a day after the baseline."),
        )


def usual_gain(question: Question, shelf: Shelf) -> tuple[float, Row]:
    """Give the usual mean gain in scale points and the row it comes from: imported norms, else published gains.

    Raises NoReference when neither knows the grade and subject.
    """
    norms = shelf.find(question.subject, "mean_growth", grade=question.grade, season=question.season)
    if norms is not None:
        return norms.value, norms
    row = shelf.row(GAINS, question.subject, grade=question.grade)
    return row.value * question.student_sd * question.years, row


def expect(question: Question, shelf: Shelf) -> tuple[Bell, Bell]:
    """Give the mean score expected if nothing changes, and with a strong effort. Source: growth.md 2.6."""
    prior = shelf.prior(ScalePrior, MEASURE)
    between = (prior.class_effect * question.student_sd) ** 2
    lasting, passing = prior.lasting_share * between, (1 - prior.lasting_share) * between
    one = question.student_sd**2 * 2 * (1 - prior.retest)
    usual, _ = usual_gain(question, shelf)
    known = learn(usual, lasting, [own.gain for own in question.own], [one / own.n + passing for own in question.own])
    same = Bell(question.before + known.mean, sqrt(known.variance + passing + one / question.n))
    return same, same.moved(broad_effect(question.years, shelf) * question.student_sd)
