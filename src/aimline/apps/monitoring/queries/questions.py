"""Which question of growth a draft asks, with the group's own earlier years and those of groups like it."""

from collections.abc import Callable, Sequence
from datetime import date
from math import isfinite
from typing import TYPE_CHECKING

from aimline.apps.goals.actions.values import group_of
from aimline.apps.goals.models import Goal
from aimline.apps.organizations.policy import Viewer
from aimline.apps.results.queries import BY_SHARE, history
from aimline.apps.results.queries.changes import NEAR, Change, years_before
from aimline.apps.results.queries.reality import kept
from aimline.domain.goal import Baseline, Comparison, Draft
from aimline.domain.measure import Direction, Kind, Metric
from aimline.domain.words import say

if TYPE_CHECKING:
    from aimline.growth.ambition.asking import Question
    from aimline.growth.ambition.fluency import OwnGroup
    from aimline.growth.ambition.level import Year

DAYS_A_YEAR = 365.25
_YEARS_BACK = 8
_MOVING = frozenset({Kind.BENCHMARK, Kind.SCREENER})


def question_of(viewer: Viewer, goal: Goal, draft: Draft, known: Sequence[Change], *, made: int) -> "Question":
    """Ask the question that fits what is compared and counted. Raises NotRated where none fits."""
    from aimline.growth.ambition.refusal import NotRated

    assert draft.measure is not None
    assert draft.baseline is not None
    metric = draft.measure.metric
    if draft.comparison is Comparison.SUCCESSIVE_COHORTS:
        if metric in BY_SHARE:
            return cohorts_question(draft, known, own_years(viewer, goal, draft.baseline, made=made))
    elif metric in BY_SHARE:
        moves = metric is Metric.PERCENT_AT_BENCHMARK or draft.measure.kind in _MOVING
        return benchmark_question(draft, known) if moves else content_question(goal, draft, known)
    elif metric in _ASKED_OF_SAME:
        return _ASKED_OF_SAME[metric](goal, draft, known)
    raise NotRated(
        "no-comparison",
        say("There is no fair way yet to say how ambitious a target on this measure is, compared like this."),
        say("Follow the same students, or count the share of students who reach a standard."),
    )


def cohorts_question(draft: Draft, known: Sequence[Change], seen: "tuple[Year, ...]") -> "Question":
    from aimline.growth.ambition import cohorts

    assert draft.measure is not None
    assert draft.baseline is not None
    pairs = tuple(cohorts.Pair(c.before / 100, c.n_before, c.after / 100, c.n_after) for c in known)
    return cohorts.Question(
        seen=seen,
        target_share=aimed_at(draft) / 100,
        years=years_of(draft),
        # Own years of the group itself say more about its trend than those of others.
        pairs=pairs if len(seen) == 1 else (),
        direction=draft.measure.direction,
    )


def own_years(viewer: Viewer, goal: Goal, start: Baseline, *, made: int) -> "tuple[Year, ...]":
    """Return the group's own earlier years at the same time of year, the oldest first, with the start as the last."""
    from aimline.growth.ambition.level import Year

    group, measure = group_of(goal), goal.measure
    assert group is not None
    assert measure is not None
    key = f"own years {goal.unit_id} {group} {measure.pk} {made}"
    stood = kept(key, lambda: history(viewer, goal.unit, group, measure))
    found = [Year(start.on.year, start.value / 100, start.n)]
    for back in range(1, _YEARS_BACK):
        on = years_before(start.on, back)
        near = [(abs(each.given_on - on), each.given_on, each.value, each.n) for each in stood if each.n]
        apart, _, value, n = min(near, default=(NEAR, on, None, 0), key=lambda one: one[:2])
        if value is not None and apart <= NEAR:
            found.append(Year(on.year, value / 100, n))
    return tuple(reversed(found))


def content_question(goal: Goal, draft: Draft, known: Sequence[Change]) -> "Question":
    """Before and after on the same content: students who reach a standard, or a mean on a scale with an end."""
    from aimline.growth.ambition import same_content
    from aimline.growth.ambition.refusal import NotRated

    assert draft.measure is not None
    assert draft.baseline is not None
    measure = draft.measure
    if not isfinite(measure.minimum) or not isfinite(measure.maximum):
        raise NotRated(
            "no-scale-end",
            say("The highest score of this measure is not known, so the room for gains is not either."),
            say("Ask your data steward to add the ends of the scale to the measure."),
        )
    students = measure.metric in BY_SHARE
    unit = 100.0 if students else 1.0
    best = measure.maximum if measure.direction is Direction.UP else measure.minimum
    own = tuple((c.after - c.before) / (best - c.before) for c in known if c.before != best)
    return same_content.Question(
        before=draft.baseline.value / unit,
        target=aimed_at(draft) / unit,
        n=draft.baseline.n,
        students=students,
        bottom=measure.minimum / unit,
        top=measure.maximum / unit,
        own_gains=own,
        student_sd=goal.baseline_deviation or None,
        direction=measure.direction,
    )


def benchmark_question(draft: Draft, known: Sequence[Change]) -> "Question":
    from aimline.growth.ambition import benchmark

    assert draft.measure is not None
    assert draft.baseline is not None
    return benchmark.Question(
        before=draft.baseline.value / 100,
        target=aimed_at(draft) / 100,
        n=draft.baseline.n,
        years=years_of(draft),
        own_changes=tuple((c.after - c.before) / 100 for c in known),
        direction=draft.measure.direction,
    )


def words_question(goal: Goal, draft: Draft, known: Sequence[Change]) -> "Question":
    from aimline.growth.ambition import fluency

    assert draft.baseline is not None
    assert draft.deadline is not None
    first, last = season(draft.baseline.on), season(draft.deadline)
    return fluency.Question(
        before=draft.baseline.value,
        target=aimed_at(draft),
        grade=str(one_grade(draft)),
        from_season=first,
        to_season=last,
        n=draft.baseline.n,
        own=tuple(above_norms(each, first, last) for each in known if each.grade is not None and 1 <= each.grade <= 6),
    )


def above_norms(change: Change, first: str, last: str) -> "OwnGroup":
    """Say by how many words an earlier group ended above what the norms expected of it."""
    from aimline.growth.ambition import fluency
    from aimline.growth.references.shelf import shipped

    asked = fluency.Question(change.before, change.after, str(change.grade), first, last, n=change.n_before)
    fluency.check(asked)
    usual = fluency.expect(asked, shipped())[0].mean
    return fluency.OwnGroup(change.after - usual, change.n_after)


def scale_question(goal: Goal, draft: Draft, known: Sequence[Change]) -> "Question":
    from aimline.growth.ambition import scale
    from aimline.growth.ambition.refusal import NotRated

    assert draft.baseline is not None
    if not goal.baseline_deviation or goal.measure is None:
        raise NotRated(
            "no-spread",
            say("The spread of the single scores is not known."),
            say("Choose results with a score for every student as the start."),
        )
    return scale.Question(
        before=draft.baseline.value,
        target=aimed_at(draft),
        n=draft.baseline.n,
        student_sd=goal.baseline_deviation,
        grade=str(one_grade(draft)),
        subject="math" if "math" in goal.measure.subject.casefold() else "reading",
        years=years_of(draft),
        own=tuple(scale.OwnGain(each.after - each.before, each.n_after) for each in known),
    )


_ASKED_OF_SAME: "dict[Metric, Callable[[Goal, Draft, Sequence[Change]], Question]]" = {
    Metric.WCPM: words_question,
    Metric.SCALE_SCORE: scale_question,
    Metric.RUBRIC_MEAN: content_question,
    Metric.PERCENT_CORRECT: content_question,
    Metric.MEAN_SCORE: content_question,
    Metric.ACCURACY: content_question,
}


def aimed_at(draft: Draft) -> float:
    """Return the target; without one the start stands for it, and only the marks are asked for."""
    assert draft.baseline is not None
    return draft.baseline.value if draft.target is None else draft.target


def years_of(draft: Draft) -> float:
    assert draft.baseline is not None
    assert draft.deadline is not None
    return (draft.deadline - draft.baseline.on).days / DAYS_A_YEAR


def one_grade(draft: Draft) -> int:
    """Return the grade of a group; raises NotRated for several, since growth differs by grade."""
    from aimline.growth.ambition.refusal import NotRated

    grades = draft.group.grades if draft.group else frozenset()
    if len(grades) != 1:
        raise NotRated(
            "no-grade",
            say("Growth on this measure differs by grade, and this group has more than one, or none."),
            say("Choose one grade, and a target is rated here."),
        )
    return next(iter(grades))


def season(on: date) -> str:
    """Name the season of a day as norms of oral reading do."""
    if 8 <= on.month <= 11:
        return "fall"
    return "winter" if on.month in (12, 1, 2) else "spring"
