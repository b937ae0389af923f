"""What a team's own data can put into the blanks of an offer, and what of it may be told without the start."""

from dataclasses import replace
from datetime import timedelta

from aimline.apps.goals.actions.drafts import group_words
from aimline.apps.goals.models import Goal
from aimline.apps.monitoring.actions.proposing import windows
from aimline.apps.monitoring.queries.ambition import Rated
from aimline.apps.organizations.policy import Viewer
from aimline.apps.results.models import Administration
from aimline.apps.results.queries import naming
from aimline.domain.calendar import Calendar, previous_school_day
from aimline.domain.goal import Draft, GroupRule
from aimline.domain.measure import gain
from aimline.domain.smart import Offers

_A_YEAR_AND_MORE = timedelta(days=400)


def offers_of(viewer: Viewer, goal: Goal, draft: Draft, known: Calendar) -> Offers:
    """Return what the studio knows already: start, coming dates, the place's students, measures with results."""
    start = draft.baseline
    return Offers(
        baseline=start.value if start else None,
        baseline_on=start.on if start else None,
        dates=tuple(
            previous_school_day(known, on)
            for _, on in sorted(windows(known, viewer.today, viewer.today + _A_YEAR_AND_MORE), key=lambda one: one[1])
            if on > viewer.today
        ),
        groups=groups(goal),
        measures=measures(viewer, goal, draft),
    )


def with_targets(offers: Offers, rated: Rated | None) -> Offers:
    """Put in the targets that the data offer: the highest a strong effort makes likely, then the highest stretch."""
    if rated is None:
        return offers
    better = (mark.value for mark in rated.marks[1:] if gain(rated.measure.direction, rated.start, mark.value) > 0)
    return replace(offers, targets=tuple(dict.fromkeys(better)))


def without_start(offers: Offers) -> Offers:
    """Take out what tells where the students start: the start itself, its day, and targets made from it."""
    return replace(offers, baseline=None, baseline_on=None, targets=())


def groups(goal: Goal) -> tuple[str, ...]:
    """Name the students of a place by its grades: all of them together, then each grade."""
    if not goal.unit.grades:
        return ()
    kinds = dict.fromkeys([frozenset(goal.unit.grades), *(frozenset({grade}) for grade in goal.unit.grades)])
    return tuple(group_words(GroupRule("", grades)) for grades in kinds)


def measures(viewer: Viewer, goal: Goal, draft: Draft) -> tuple[str, ...]:
    """Name the measures an offer may put in: the goal's own, beside a yearly test what is given more often.

    Those with the newest results go first; once everything is chosen nobody asks the database.
    """
    if goal.measure is not None and not goal.measure.is_yearly:
        return (goal.measure.name,)
    if draft.proxies:
        return tuple(proxy.measure for proxy in draft.proxies)
    given = Administration.objects.filter(measure__district=goal.district).order_by("-given_on", "-pk")
    newest = list(dict.fromkeys(given.values_list("measure_id", flat=True)))
    rows = [row for row in naming.measures(viewer, goal.district) if row.pk in newest]
    if goal.measure is not None:
        rows = [row for row in rows if row.subject == goal.measure.subject and not row.is_yearly]
    return tuple(row.name for row in sorted(rows, key=lambda row: newest.index(row.pk)))
