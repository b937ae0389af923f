"""How ambitious a target is: the team's own history first, published numbers second (growth.md 2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor, isfinite
from typing import TYPE_CHECKING

from aimline.apps.goals.models import Goal
from aimline.apps.monitoring.queries.questions import DAYS_A_YEAR, question_of
from aimline.apps.organizations.policy import Viewer, may_see_place
from aimline.apps.results.queries import BY_SHARE, generation
from aimline.apps.results.queries.changes import Change, changes
from aimline.domain.ambition import Ambition, Judgement, judgement_of
from aimline.domain.goal import Baseline, Comparison, Draft
from aimline.domain.measure import Direction, Measure, Metric, gain
from aimline.domain.refusal import AimlineError
from aimline.domain.words import Message, say

if TYPE_CHECKING:
    from aimline.growth.ambition.asking import Question
    from aimline.growth.ambition.chances import Chances
    from aimline.growth.ambition.judging import Suggestion
    from aimline.growth.ambition.precedents import Precedents

_ABOUT_A_YEAR = (0.75, 1.5)
FEWEST_FOR_SHARE = 8


@dataclass(frozen=True)
class Mark:
    """A target at which the rating changes, in the measure's unit, and the whole students it means where counted."""

    value: float
    needed: int | None


@dataclass(frozen=True)
class Rated:
    """What is known about a target: `chances` where one is named, the marks of the band, and who moved as much.

    `ends` are where comparable groups would have come out from this start. All in the measure's unit. It tells where
    the students start, so it is for those alone who may see the start.
    """

    measure: Measure
    start: float
    target: float | None
    n: int
    marks: tuple[Mark, Mark, Mark]
    chances: "Chances | None"
    precedents: "Precedents | None"
    ends: tuple[float, ...]
    n_earlier: int

    @property
    def judgement(self) -> Judgement | None:
        """The rating as the SMART tests read it, with what it rests on; none without a target that is a gain."""
        if self.chances is None or self.target is None:
            return None
        from aimline.growth.ambition import wording

        growth = gain(self.measure.direction, self.start, self.target)
        basis = self.precedents.sentence if self.precedents else wording.chances(self.chances)
        return judgement_of(self.chances.rating, growth, basis) if growth > 0 else None


@dataclass(frozen=True)
class Unrated:
    """Why a target is not rated, and what would help."""

    reason: Message
    hint: Message


def rate(viewer: Viewer, goal: Goal, draft: Draft, *, shown: Ambition | None = None) -> Rated | Unrated | None:
    """Say how ambitious a draft's target is; none while group, measure or start are missing, or for other places.

    What the warehouse knows is asked once for a measure and a stretch of time, not for every key.
    """
    if draft.measure is None or draft.baseline is None or draft.group is None or goal.measure is None:
        return None
    if not may_see_place(viewer, goal.unit):
        return None
    if draft.deadline is None:
        return Unrated(say("How ambitious a target is depends on the time."), say("Say by when, and it is shown here."))
    # SciPy comes with the first target, not with the first page.
    from aimline.growth.ambition.refusal import NotRated
    from aimline.growth.references.shelf import NoReference

    made = generation(goal.district)
    known = earlier(viewer, goal, draft, draft.baseline, draft.deadline, made=made)
    try:
        question = question_of(viewer, goal, draft, known, made=made)
        return rated(question, draft, draft.measure, draft.baseline, known, shown=shown)
    except (NotRated, NoReference) as refusal:
        return unrated(refusal)


def unrated(refusal: AimlineError) -> Unrated:
    return Unrated(refusal.message, refusal.hint)


def earlier(
    viewer: Viewer, goal: Goal, draft: Draft, start: Baseline, deadline: date, *, made: int
) -> tuple[Change, ...]:
    """Return how groups of the district changed over the same part of earlier years, those like this one."""
    assert goal.measure is not None
    follows = draft.comparison is Comparison.SAME_STUDENTS
    found = changes(viewer, goal.measure, made=made, start=start.on, end=deadline, same_students=follows)
    grades = draft.group.grades if draft.group else frozenset()
    return comparable(found, grades=sorted(grades), n=start.n)


def comparable(found: Sequence[Change], *, grades: Sequence[int], n: int) -> tuple[Change, ...]:
    """Keep groups of a similar size: those of the same grades, with fewer than eight also the next ones, then all."""
    sized = [each for each in found if n / 2 <= each.n_before <= 2 * n]
    for reach in (0, 1):
        near = [each for each in sized if any(abs((each.grade or 0) - grade) <= reach for grade in grades)]
        if len(near) >= FEWEST_FOR_SHARE:
            return tuple(near)
    return tuple(sized)


def rated(
    question: "Question",
    draft: Draft,
    measure: Measure,
    start: Baseline,
    known: Sequence[Change],
    *,
    shown: Ambition | None,
) -> Rated:
    from aimline.growth.ambition import judging

    unit = 100.0 if measure.metric in BY_SHARE else 1.0
    marks = judging.suggest(question, step=0.1 if measure.metric is Metric.RUBRIC_MEAN else 1.0)
    chances = judging.judge(question, shown=shown) if draft.target is not None else None
    gains = [gain(measure.direction, each.before, each.after) for each in known]
    sign = 1.0 if measure.direction is Direction.UP else -1.0
    return Rated(
        measure=measure,
        start=start.value,
        target=draft.target,
        n=chances.n if chances else start.n,
        marks=in_order(measure, start.value, (marks.floor, marks.realistic, marks.stretch), unit),
        chances=chances,
        precedents=precedents(draft, measure, start, gains),
        ends=tuple(start.value + sign * each for each in gains) if len(gains) >= FEWEST_FOR_SHARE else (),
        n_earlier=len(gains),
    )


def in_order(
    measure: Measure, start: float, found: "tuple[Suggestion | None, ...]", unit: float
) -> tuple[Mark, Mark, Mark]:
    """Put the marks on the scale, each at or beyond the one before; one that lies beyond the scale is its end."""
    falls = measure.direction is Direction.DOWN
    best = measure.minimum if falls else measure.maximum
    last = start if not isfinite(best) else best
    marks = [
        Mark(last, None) if each is None else Mark(fitting(unit * each.target, falls=falls), each.needed)
        for each in found
    ]
    for at in (1, 2):
        if gain(measure.direction, marks[at - 1].value, marks[at].value) < 0:
            marks[at] = marks[at - 1]
    return marks[0], marks[1], marks[2]


def fitting(value: float, *, falls: bool) -> float:
    """Round to a tenth so that the same whole students still reach it."""
    return (ceil(10 * value - 1e-6) if falls else floor(10 * value + 1e-6)) / 10


def precedents(draft: Draft, measure: Measure, start: Baseline, gains: Sequence[float]) -> "Precedents | None":
    """Say how many comparable groups moved as much: our own, else those of public results where they fit."""
    from aimline.growth.ambition.precedents import among_own, among_public

    if draft.target is None or draft.deadline is None or draft.group is None:
        return None
    needed = gain(measure.direction, start.value, draft.target)
    if needed <= 0:
        return None
    own = among_own(gains, needed)
    years = (draft.deadline - start.on).days / DAYS_A_YEAR
    fits = measure.metric in {Metric.PERCENT_PROFICIENT, Metric.PERCENT_MEETING_STANDARD}
    fits = fits and draft.comparison is Comparison.SUCCESSIVE_COHORTS and measure.direction is Direction.UP
    if own or not fits or not draft.group.grades or not _ABOUT_A_YEAR[0] <= years <= _ABOUT_A_YEAR[1]:
        return own
    return among_public(needed / 100, n=start.n, grade=min(draft.group.grades))
