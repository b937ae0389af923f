"""Where the students of one school stand: levels over years, student groups, and the largest gaps."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar, cast

from django.core.cache import cache

from aimline.apps.organizations.models import Attribute, Unit
from aimline.apps.organizations.policy import NotAllowed, NotVisible, Viewer
from aimline.apps.organizations.queries import schools
from aimline.apps.publication import actions as publication
from aimline.apps.results import policy
from aimline.apps.results.models import Administration, Measure
from aimline.apps.results.queries import (
    BY_SHARE,
    Counts,
    administrations,
    current_files,
    engine,
    measure_value,
    spread,
    value_of,
)
from aimline.domain.measure import Metric
from aimline.domain.reality import Gap, Reference, largest_gaps
from aimline.domain.suppression import Cell, SafeBreakdown, SafeCell, Shown

KEPT_SECONDS = 3600
Kept = TypeVar("Kept")
LevelRow = tuple[
    int, int, int, int | None, int, int | None, int, int, int, int, float | None, float | None, float | None
]
GroupRow = tuple[int, int, int, int | None, int, int, int, int, float | None, float | None, float | None]


@dataclass(frozen=True)
class Question:
    """What is asked: one school, one measure, one grade or (none) all of them, in one generation of results."""

    school: Unit
    measure: Measure
    grade: int | None
    generation: int


@dataclass(frozen=True)
class Time:
    """One administration as the viewer may see it; `levels` only where every one of them may be shown."""

    given: Administration
    everyone: SafeCell
    levels: tuple[SafeCell, ...]
    n_not_tested: int | None


@dataclass(frozen=True)
class Grouping:
    """An attribute's groups on the newest administration; `values` are their own words, cell by cell."""

    attribute: str
    values: tuple[str, ...]
    safe: SafeBreakdown


@dataclass(frozen=True)
class NamedGap:
    """A gap with the group it belongs to, so that a goal can be begun from it."""

    gap: Gap
    attribute: str
    value: str


@dataclass(frozen=True)
class Reality:
    """The answer: administrations (newest last), groups on the newest, and gaps to all students, largest first.

    `sd` is the spread of single scores on the newest administration, for those who teach these students.
    """

    question: Question
    times: tuple[Time, ...]
    groupings: tuple[Grouping, ...]
    gaps: tuple[NamedGap, ...]
    is_exact: bool
    sd: float | None


def readable_schools(viewer: Viewer) -> list[Unit]:
    """Return the schools whose results the viewer may look at, in order of name."""
    return [
        school for school in schools(viewer).select_related("district") if policy.may_see_results(viewer, school)
    ]


def school_of(viewer: Viewer, school_uuid: uuid.UUID, readable: Sequence[Unit]) -> Unit:
    """Return one school of the readable ones; `NotAllowed` when only its name is visible, else `NotVisible`."""
    for school in readable:
        if school.uuid == school_uuid:
            return school
    if schools(viewer).filter(uuid=school_uuid).exists():
        raise NotAllowed("Results are shown to its staff. Families find them on the pages their school publishes.")
    raise NotVisible


def level_rows(viewer: Viewer, school: Unit, made: int) -> list[LevelRow]:
    """Return the warehouse's counts of one school by measure, administration, grade and level."""
    rows = kept(f"levels {school.pk} {made}", lambda: ask(viewer, school, "school_levels", {}))
    return cast(list[LevelRow], rows)  # the columns of the question


def group_rows(viewer: Viewer, question: Question, given: Administration) -> list[GroupRow]:
    """Return the warehouse's counts of one school's groups on one administration."""
    values = {"administration": given.pk, "grade": question.grade}
    rows = ask(viewer, question.school, "group_levels", values, school_years=(given.school_year,))
    return cast(list[GroupRow], rows)  # the columns of the question


def ask(
    viewer: Viewer,
    school: Unit,
    question: str,
    values: dict[str, int | None],
    *,
    school_years: tuple[int, ...] | None = None,
) -> list[tuple[object, ...]]:
    """Ask the warehouse about one school, in all its years or some."""
    from aimline.warehouse.engine import column

    files = current_files(viewer, school.district or school, school_years=school_years)
    tables = {"schools": {"school": column([school.pk])}}
    return list(engine().ask(question, files, values=values, tables=tables)) if files else []


def kept(key: str, make: Callable[[], Kept]) -> Kept:
    """Return what was made before for this key, or make it; keys name a generation, so nothing grows stale."""
    safe_key = uuid.uuid5(uuid.NAMESPACE_URL, key).hex
    found: Kept | None = cache.get(safe_key)
    if found is None:
        found = make()
        cache.set(safe_key, found, KEPT_SECONDS)
    return found


def measures_and_grades(rows: Sequence[LevelRow]) -> tuple[set[int], set[int]]:
    """Return the measures and the grades that a school has results of."""
    return {row[0] for row in rows}, {row[3] for row in rows if row[2] and row[3] is not None}


def reality(viewer: Viewer, question: Question, rows: Sequence[LevelRow]) -> Reality | None:
    """Return where the students stand, as this viewer may see it; none when nobody was ever scored."""
    exact = policy.sees_exactly(viewer, question.school, question.grade)
    given = {each.pk: each for each in administrations(viewer, question.measure)}
    own = [row for row in rows if row[0] == question.measure.pk and row[1] in given and fits(row, question.grade)]
    counted = [(given[row[1]], Counts(*row[6:])) for row in own if not row[4]]
    counted = sorted((pair for pair in counted if value(question, pair[1]) is not None), key=lambda p: p[0].given_on)
    if not counted:
        return None
    times = times_of(viewer, question, counted, own, exact=exact)
    newest, total = counted[-1]
    groupings = groupings_of(viewer, question, newest, total, exact=exact)
    sd = spread(total) if exact else None
    gaps = gaps_of(question, times[-1].everyone, groupings, sd)
    return Reality(question, times, groupings, gaps, exact, sd)


def fits(row: LevelRow, grade: int | None) -> bool:
    """Tell whether a row counts all grades (none) or the grade that is asked for."""
    return not row[2] if grade is None else bool(row[2]) and row[3] == grade


def times_of(
    viewer: Viewer,
    question: Question,
    counted: Sequence[tuple[Administration, Counts]],
    rows: Sequence[LevelRow],
    *,
    exact: bool,
) -> tuple[Time, ...]:
    """Return every administration through the door; levels one by one only for the staff who teach them."""
    district = question.school.district or question.school
    cells = [cell(str(each.given_on), question, counts) for each, counts in counted]
    series = publication.Series(name_of(question), cells, district, exact)
    everyone = publication.release_series(viewer, [series])[0]
    levels = [level_cells(question, each, rows) if exact else () for each, _ in counted]
    safe = publication.release_breakdowns(
        viewer,
        [publication.Breakdown(name_of(question), each, None, district, to_their_teachers=exact) for each in levels],
    )
    return tuple(
        Time(each, shown, parts.cells, counts.n_not_tested if exact else None)
        for (each, counts), shown, parts in zip(counted, everyone, safe, strict=True)
    )


def level_cells(question: Question, given: Administration, rows: Sequence[LevelRow]) -> tuple[Cell, ...]:
    """Return the share of each level on one administration, lowest first, in percent of those with a level."""
    found = {row[5]: row[6] for row in rows if row[1] == given.pk and row[4] and row[5] is not None}
    n = sum(found.values())
    levels = levels_of(question.measure, question.grade)
    return tuple(
        Cell(label, n, found.get(order, 0), 100 * found.get(order, 0) / n) for order, label, _ in levels if n
    )


def levels_of(measure: Measure, grade: int | None) -> list[tuple[int, str, bool]]:
    """Return a measure's levels (order, label, proficient): those of the grade, else those of every grade."""
    levels = sorted(measure.levels.all(), key=lambda level: level.order)
    own = [level for level in levels if level.grade == grade] or [level for level in levels if level.grade is None]
    return [(level.order, level.label, level.is_proficient) for level in own]


def groupings_of(
    viewer: Viewer, question: Question, newest: Administration, total: Counts, *, exact: bool
) -> tuple[Grouping, ...]:
    """Return the student groups of the newest administration, attribute by attribute, through the door."""
    district = question.school.district or question.school
    attributes = Attribute.objects.filter(district=district).prefetch_related("groups").order_by("slot")
    rows = [row for row in group_rows(viewer, question, newest) if not row[2]]
    found, asked = [], []
    for attribute in attributes:
        names = {group.code: group.value for group in attribute.groups.all()}
        own = [(names[row[1]], Counts(*row[4:])) for row in rows if row[0] == attribute.slot and row[1] in names]
        own = [(name, counts) for name, counts in own if value(question, counts) is not None]
        if len(own) < 2:
            continue
        cells = [cell(f"{attribute.name}: {name}", question, counts) for name, counts in own]
        name = f"{name_of(question)} {newest.given_on} by {attribute.name}"
        asked.append(
            publication.Breakdown(
                name, cells, cell("all students", question, total), district, to_their_teachers=exact
            )
        )
        found.append((attribute.name, tuple(name for name, _ in own)))
    safe = publication.release_breakdowns(viewer, asked)
    return tuple(Grouping(name, values, each) for (name, values), each in zip(found, safe, strict=True))


def gaps_of(
    question: Question, everyone: SafeCell, groupings: Sequence[Grouping], sd: float | None
) -> tuple[NamedGap, ...]:
    """Return the groups that stand behind all students, the largest gap first."""
    if not isinstance(everyone.content, Shown):
        return ()
    owners = {
        shown.label: (grouping.attribute, value)
        for grouping in groupings
        for shown, value in zip(grouping.safe.cells, grouping.values, strict=True)
    }
    reference = Reference("all students", everyone.content.value, everyone.content.n)
    cells = [shown for grouping in groupings for shown in grouping.safe.cells]
    gaps = largest_gaps(cells, reference=reference, measure=measure_value(question.measure), sd=sd)
    return tuple(NamedGap(gap, *owners[gap.label]) for gap in gaps)


def cell(label: str, question: Question, counts: Counts) -> Cell:
    """Return counts as a number on its way to the door."""
    shares = counts.n_judged if Metric(question.measure.metric) in BY_SHARE else 0
    n = shares or counts.n_scored
    return Cell(label, n, counts.n_proficient if shares else None, value(question, counts) or 0.0)


def value(question: Question, counts: Counts) -> float | None:
    """Return what counts mean on the measure that is asked for."""
    return value_of(counts, Metric(question.measure.metric))


def name_of(question: Question) -> str:
    """Return the question's name in the ledger."""
    grade = "all grades" if question.grade is None else f"grade {question.grade}"
    return f"reality {question.school.pk} {question.measure.pk} {grade}"
