"""What a plan looks like before anybody has touched it: dates, stops and rules, from what is known (settled 30)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from aimline.apps.goals.actions import values
from aimline.apps.goals.models import Goal
from aimline.apps.organizations.policy import Viewer
from aimline.apps.results import queries as results
from aimline.apps.results.models import Measure
from aimline.apps.results.queries import naming
from aimline.domain.aimline import aimline, expected
from aimline.domain.calendar import (
    Calendar,
    ending_of,
    ends_semester_or_year,
    next_school_day,
    previous_school_day,
    year_ending,
)
from aimline.domain.goal import Baseline, Stop, needs_stop
from aimline.domain.measure import Kind

CADENCE_DAYS = 28
_MONTH = timedelta(days=CADENCE_DAYS)
_APART = timedelta(days=10)
_SHORT = timedelta(days=8 * 7)
_MOST = 8
WINDOWS = {"BOY": "Start of year (BOY)", "MOY": "Middle of year (MOY)", "EOY": "End of year (EOY)"}


@dataclass(frozen=True)
class Look:
    """A date to look; `by_proxy` says that the common assessment is looked at, not the goal's own measure."""

    on: date
    name: str
    by_proxy: bool = False


@dataclass(frozen=True)
class Proposal:
    """A plan nobody has touched yet."""

    looks: tuple[Look, ...] = ()
    stops: tuple[Stop, ...] = ()
    proxy: Measure | None = None


def propose(viewer: Viewer, goal: Goal, known: Calendar) -> Proposal:
    """Propose dates from the assessment calendar, and stops on the aimline where the goal is long."""
    if goal.measure is None or goal.deadline is None or goal.deadline <= viewer.today:
        return Proposal()
    return Proposal(
        looks=looks(viewer, goal, known),
        stops=stops(goal, known, today=viewer.today),
        proxy=proxy(viewer, goal) if goal.measure.is_yearly else None,
    )


def looks(viewer: Viewer, goal: Goal, known: Calendar) -> tuple[Look, ...]:
    assert goal.measure is not None
    assert goal.deadline is not None
    yearly = goal.measure.is_yearly
    first, last = viewer.today + timedelta(days=1), previous_school_day(known, goal.deadline)
    planned = [Look(on, name, by_proxy=yearly) for name, on in windows(known, first, last)]
    if yearly:
        planned += expected_again(viewer, goal, last)
    else:
        planned.append(Look(last, "Before the deadline"))
    n_needed = 2 if yearly or last - first <= _SHORT else 3
    if len({look.on for look in planned if look.by_proxy == yearly}) < n_needed:
        planned += [Look(on, "Monthly check", by_proxy=yearly) for on in monthly(known, first, last)]
    return thinned(planned)


def windows(known: Calendar, first: date, last: date) -> list[tuple[str, date]]:
    """List the testing windows that close between two days."""
    years = (year_ending(known, ending) for ending in range(ending_of(first), ending_of(last) + 1))
    closing = ((WINDOWS.get(window.kind, window.kind), window.closes_on) for year in years for window in year.windows)
    return [(kind, on) for kind, on in closing if first <= on <= last]


def monthly(known: Calendar, first: date, last: date) -> list[date]:
    """List a school day every four weeks, at most eight."""
    days = (next_school_day(known, first + n * _MONTH) for n in range(1, _MOST + 1))
    return [day for day in days if day <= last]


def expected_again(viewer: Viewer, goal: Goal, last: date) -> list[Look]:
    """Expect a yearly test a year after its newest administration."""
    assert goal.measure is not None
    newest = results.administrations(viewer, goal.measure).last()
    if newest is None:
        return []
    on = newest.given_on + timedelta(days=364)
    return [Look(on, newest.window)] if viewer.today < on <= last else []


def thinned(planned: Iterable[Look]) -> tuple[Look, ...]:
    """Keep looks at least ten days apart, in order of date; named windows win over monthly checks."""
    kept: list[Look] = []
    for look in sorted(planned, key=lambda look: (look.name == "Monthly check", look.on)):
        if all(abs(look.on - other.on) >= _APART for other in kept):
            kept.append(look)
    return tuple(sorted(kept, key=lambda look: look.on))


def stops(goal: Goal, known: Calendar, *, today: date) -> tuple[Stop, ...]:
    """Put interim benchmarks on the aimline at testing windows, else half way, where the goal needs them."""
    baseline = values.baseline_of(goal)
    if baseline is None or goal.target is None or goal.deadline is None or goal.measure is None:
        return ()
    closes = ends_semester_or_year(known, goal.deadline)
    starts_on = goal.starts_on or today
    if not needs_stop(starts_on, goal.deadline, deadline_is_semester_or_year_end=closes):
        return ()
    first, last = max(today, baseline.on) + _MONTH / 2, goal.deadline - _MONTH / 2
    days = [on for _, on in windows(known, first, last)] if first < last else []
    days = days or [half_way(known, max(today, baseline.on), goal.deadline)]
    return tuple(Stop(on, on_the_line(goal, baseline, on)) for on in days if baseline.on < on < goal.deadline)


def half_way(known: Calendar, start: date, end: date) -> date:
    return previous_school_day(known, start + (end - start) / 2)


def on_the_line(goal: Goal, baseline: Baseline, on: date) -> float:
    assert goal.target is not None
    assert goal.deadline is not None
    line = aimline(baseline, (), Stop(goal.deadline, goal.target))
    exact = expected(line, on)
    low, high = sorted((baseline.value, goal.target))
    return round(exact, 1) if low <= round(exact, 1) <= high else exact


def proxy(viewer: Viewer, goal: Goal) -> Measure | None:
    """Choose a common assessment of the same subject that is given more often than once a year."""
    if goal.measure is None or goal.district is None:
        return None
    usual = {Kind.BENCHMARK: 0, Kind.CFA: 1, Kind.SCREENER: 2, Kind.UNIT: 3}
    beside = [
        row
        for row in naming.measures(viewer, goal.district)
        if row.subject == goal.measure.subject and not row.is_yearly and Kind(row.kind) in usual
    ]
    return min(beside, key=lambda row: usual[Kind(row.kind)], default=None)
