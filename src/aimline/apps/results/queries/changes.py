"""How the groups of a district changed over the same part of earlier years: what a target may be compared with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import cast

from aimline.apps.organizations.models import Unit, UnitKind
from aimline.apps.organizations.policy import Viewer
from aimline.apps.results.models import Administration, Measure
from aimline.apps.results.queries import (
    BY_SHARE,
    Counts,
    administrations,
    current_files,
    engine,
    value_of,
)
from aimline.apps.results.queries.reality import kept
from aimline.domain.calendar import ending_of
from aimline.domain.measure import Metric

# A test is given at the same time of year where its days lie this near to each other.
NEAR = timedelta(days=45)
LATE = timedelta(days=31)
_YEARS_BACK = 12


@dataclass(frozen=True)
class Change:
    """One grade of one school from one administration to a later one; values in the measure's unit.

    `ending` is the school year of the later one. Only groups that may be shown are among them, and they are told only
    as a share of many groups, never one by one.
    """

    school: int
    grade: int | None
    ending: int
    before: float
    n_before: int
    after: float
    n_after: int


Pair = tuple[Administration, Administration]


def changes(
    viewer: Viewer, measure: Measure, *, made: int, start: date, end: date, same_students: bool
) -> tuple[Change, ...]:
    """Return how groups changed in earlier years between the times of year of `start` and `end`.

    `same_students` follows students from the first day to the second; without it each day counts who was in the grade.
    Asked of the warehouse once for a measure, a stretch of time and a generation of results (`made`), and kept.
    """
    key = f"changes {measure.pk} {made} {start} {end} {same_students}"
    return kept(key, lambda: ask(viewer, measure, start=start, end=end, same_students=same_students))


def ask(viewer: Viewer, measure: Measure, *, start: date, end: date, same_students: bool) -> tuple[Change, ...]:
    from aimline.warehouse.engine import TooSlow

    pairs = earlier_pairs(list(administrations(viewer, measure)), start=start, end=end)
    if not pairs:
        return ()
    try:
        found = moved_together(viewer, measure, pairs) if same_students else one_after_another(viewer, measure, pairs)
    except TooSlow:
        # A page of typing is no place to wait for a whole state; the published numbers answer instead.
        return ()
    return tuple(each for each in found if min(each.n_before, each.n_after) >= measure.district.n_min)


def earlier_pairs(given: Sequence[Administration], *, start: date, end: date) -> list[Pair]:
    """Return one pair of administrations for each earlier year, at the times of `start` and `end`, the oldest first."""
    found = []
    for back in range(1, _YEARS_BACK + 1):
        first, last = nearest(given, years_before(start, back)), answering(given, years_before(end, back))
        if first and last and first.given_on < last.given_on <= start:
            found.append((first, last))
    return found[::-1]


def nearest(given: Iterable[Administration], on: date) -> Administration | None:
    """Return the administration nearest to a day, or none at that time of year."""
    near = [each for each in given if abs(each.given_on - on) <= NEAR]
    return min(near, key=lambda each: (abs(each.given_on - on), each.pk), default=None)


def answering(given: Iterable[Administration], on: date) -> Administration | None:
    """Return what answered a deadline on this day: the last administration of its school year, up to a month late."""
    year = [each for each in given if each.school_year == ending_of(on) and each.given_on <= on + LATE]
    return max(year, key=lambda each: (each.given_on, each.pk), default=None)


def years_before(on: date, n: int) -> date:
    """Return the same day some years earlier; a leap day becomes the one before it."""
    return on.replace(year=on.year - n, day=min(on.day, 28) if on.month == 2 else on.day)


def moved_together(viewer: Viewer, measure: Measure, pairs: Sequence[Pair]) -> list[Change]:
    """Ask how the same students moved."""
    from aimline.warehouse.engine import column

    table = {
        "earlier": column([first.pk for first, _ in pairs]),
        "later": column([last.pk for _, last in pairs]),
    }
    files = files_of(viewer, measure, pairs)
    rows = cast(list[Moved], engine().ask("moved_together", files, values={}, tables={"pairs": table}))
    endings, metric = {last.pk: last.school_year for _, last in pairs}, Metric(measure.metric)
    found = (
        change(row[2], row[3], endings[row[1]], metric,
               Counts(row[4], 0, row[5], row[6], row[8], median=row[10]),
               Counts(row[4], 0, row[5], row[7], row[9], median=row[11]))
        for row in rows
    )  # fmt: skip
    return [each for each in found if each]


def one_after_another(viewer: Viewer, measure: Measure, pairs: Sequence[Pair]) -> list[Change]:
    """Ask where each year's groups stood, and set them side by side."""
    from aimline.warehouse.engine import column

    schools = Unit.objects.filter(district=measure.district, kind=UnitKind.SCHOOL).values_list("pk", flat=True)
    tables = {"schools": {"school": column(list(schools))}, "measures": {"measure": column([measure.pk])}}
    files = files_of(viewer, measure, pairs)
    rows = cast(list[Stood], engine().ask("current_reality", files, values={"slot": 0}, tables=tables))
    stood = {(row[2], row[4], row[6]): Counts(*row[9:]) for row in rows if row[3] and row[5]}
    places = sorted({(school, grade) for _, school, grade in stood}, key=str)
    found = (
        change(school, grade, last.school_year, Metric(measure.metric),
               stood.get((first.pk, school, grade)), stood.get((last.pk, school, grade)))
        for first, last in pairs for school, grade in places
    )  # fmt: skip
    return [each for each in found if each]


Moved = tuple[int, int, int, int | None, int, int, int, int, float | None, float | None, float | None, float | None]
Stood = tuple[
    int, int, int, int, int, int, int | None, int, int | None,
    int, int, int, int, float | None, float | None, float | None,
]  # fmt: skip


def files_of(viewer: Viewer, measure: Measure, pairs: Sequence[Pair]) -> Sequence[Path]:
    years = {each.school_year for pair in pairs for each in pair}
    return current_files(viewer, measure.district, school_years=years)


def change(
    school: int, grade: int | None, ending: int, metric: Metric, first: Counts | None, last: Counts | None
) -> Change | None:
    """Return a change, or none where one of its ends has no value."""
    if first is None or last is None:
        return None
    before, after = value_of(first, metric), value_of(last, metric)
    if before is None or after is None:
        return None
    return Change(school, grade, ending, before, n_of(first, metric), after, n_of(last, metric))


def n_of(counts: Counts, metric: Metric) -> int:
    return counts.n_judged if metric in BY_SHARE else counts.n_scored
