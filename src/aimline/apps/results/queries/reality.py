"""Where the students of one school stand: levels over years, student groups, and the largest gaps."""

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TypeVar

from django.core.cache import cache

from aimline.apps.organizations.models import StudentGroup, Unit
from aimline.apps.organizations.policy import NotAllowed, NotVisible, Viewer
from aimline.apps.organizations.queries import schools
from aimline.apps.publication import actions as publication
from aimline.apps.results import policy
from aimline.apps.results.models import Administration, Measure
from aimline.apps.results.queries import (
    BY_MEDIAN,
    Counts,
    administrations,
    engine,
    files_by_year,
    measure_value,
    spread,
)
from aimline.apps.results.queries.tables import Counted, Question, by_grades, by_groups, scope, value
from aimline.apps.results.queries.tallies import (
    GroupTally,
    ResultTally,
    add_up,
    group_tallies,
    result_tallies,
)
from aimline.domain.measure import Metric
from aimline.domain.reality import Gap, Reference, largest_gaps
from aimline.domain.suppression import Cell, SafeBreakdown, SafeCell, Shown, gather

KEPT_SECONDS = 3600
Kept = TypeVar("Kept")


@dataclass(frozen=True)
class Sight:
    """What a viewer sees exactly: `is_exact` all that is asked for, `grades` these single grades."""

    is_exact: bool
    grades: frozenset[int]


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
    return [school for school in schools(viewer).select_related("district") if policy.may_see_results(viewer, school)]


def school_of(viewer: Viewer, school_uuid: uuid.UUID, readable: Sequence[Unit]) -> Unit:
    """Return one school of the readable ones; `NotAllowed` when only its name is visible, else `NotVisible`."""
    for school in readable:
        if school.uuid == school_uuid:
            return school
    if schools(viewer).filter(uuid=school_uuid).exists():
        raise NotAllowed("Results are shown to its staff. Families find them on the pages their school publishes.")
    raise NotVisible


def results_of(viewer: Viewer, school: Unit, made: int) -> list[ResultTally]:
    """Return what the warehouse counted of one school, in all its measures and years."""
    return kept(f"results {school.pk} {made}", lambda: ask_results(viewer, school, made))


def ask_results(viewer: Viewer, school: Unit, made: int) -> list[ResultTally]:
    from aimline.warehouse.engine import column

    files = files_of(viewer, school, made)
    by_median = Measure.objects.filter(district=school.district or school, metric__in=BY_MEDIAN)
    tables = {"by_median": {"measure": column(list(by_median.values_list("pk", flat=True)))}}
    values = {"school": school.pk}
    return result_tallies(engine().ask("school_results", files, values=values, tables=tables)) if files else []


def groups_of(viewer: Viewer, question: Question, given: Administration) -> list[GroupTally]:
    """Return what the warehouse counted of one school's groups on one administration, grade by grade."""
    values = {
        "school": question.school.pk,
        "administration": given.pk,
        "by_score": int(Metric(question.measure.metric) in BY_MEDIAN),
    }
    files = files_of(viewer, question.school, question.generation, school_year=given.school_year)
    return group_tallies(engine().ask("school_groups", files, values=values, tables={}))


def files_of(viewer: Viewer, school: Unit, made: int, *, school_year: int | None = None) -> tuple[Path, ...]:
    """Return the files of a generation of results of a school's district, of all its school years or of one."""
    district = school.district or school
    dated = kept(f"files {district.pk} {made}", lambda: files_by_year(viewer, district))
    return tuple(path for year, path in dated if school_year in (None, year))


def kept(key: str, make: Callable[[], Kept]) -> Kept:
    """Return what was made before for this key, or make it; keys name a generation, so nothing grows stale."""
    safe_key = uuid.uuid5(uuid.NAMESPACE_URL, key).hex
    found: Kept | None = cache.get(safe_key)
    if found is None:
        found = make()
        cache.set(safe_key, found, KEPT_SECONDS)
    return found


def measures_and_grades(rows: Iterable[ResultTally]) -> tuple[set[int], set[int]]:
    """Return the measures and the grades that a school has results of."""
    found = [(row.measure, row.grade) for row in rows]
    return {measure for measure, _ in found}, {grade for _, grade in found if grade is not None}


def sight(viewer: Viewer, school: Unit, grade: int | None, grades: Iterable[int]) -> Sight:
    """Return what a viewer sees exactly of one school's results."""
    known = frozenset(each for each in grades if policy.sees_exactly(viewer, school, each))
    return Sight(policy.sees_exactly(viewer, school, grade), known)


def reality(viewer: Viewer, question: Question, rows: Sequence[ResultTally], seen: Sight) -> Reality | None:
    """Return where the students stand, as this viewer may see it; none when nobody was ever scored."""
    given = {each.pk: each for each in administrations(viewer, question.measure)}
    by_time: dict[int, list[ResultTally]] = {}
    for row in rows:
        if row.measure == question.measure.pk and row.administration in given:
            by_time.setdefault(row.administration, []).append(row)
    looks = [look(question, given[number], own) for number, own in by_time.items()]
    looks = sorted(
        (each for each in looks if value(question, each.counts) is not None), key=lambda each: each.given.given_on
    )
    if not looks:
        return None
    times = times_of(viewer, question, looks, seen)
    groupings = groupings_of(viewer, question, looks[-1], seen)
    sd = spread(looks[-1].counts) if seen.is_exact else None
    gaps = gaps_of(question, times[-1].everyone, groupings, sd)
    return Reality(question, times, groupings, gaps, seen.is_exact, sd)


@dataclass(frozen=True)
class Look:
    """One administration as counted: the students asked about, and everybody who can be asked about beside them."""

    given: Administration
    asked: tuple[ResultTally, ...]
    counts: Counts
    everyone: tuple[ResultTally, ...]


def look(question: Question, given: Administration, rows: Sequence[ResultTally]) -> Look:
    """Add up one administration."""
    asked = tuple(row for row in rows if question.grade in (None, row.grade))
    return Look(given, asked, add_up(row.tally for row in asked), tuple(rows))


def times_of(viewer: Viewer, question: Question, looks: Sequence[Look], seen: Sight) -> tuple[Time, ...]:
    """Return every administration through the door; levels one by one only for the staff who teach them."""
    counted = [by_grades(question, each.everyone, is_exact=seen.is_exact) for each in looks]
    asked = [door(question, seen, table, each.given) for each, table in zip(looks, counted, strict=True)]
    own = scope(question, question.grade).label
    safe = publication.release(viewer, asked)
    levels = [publication.open_cells(level_cells(question, each)) if seen.is_exact else () for each in looks]
    return tuple(
        Time(each.given, answers[own], parts, each.counts.n_not_tested if seen.is_exact else None)
        for each, answers, parts in zip(looks, safe, levels, strict=True)
    )


def door(question: Question, seen: Sight, counted: Counted, given: Administration) -> publication.Question:
    """Return numbers about one administration on their way to the door."""
    school = question.school
    population = publication.population(question.measure.pk, school.pk, given.given_on)
    numbers = publication.Numbers(population, school.district or school, counted.table, counted.atoms)
    known = frozenset(place for place, grade in enumerate(counted.grades) if grade in seen.grades)
    return publication.Question(numbers, seen.is_exact, known)


def day_of(given: Administration) -> str:
    """Return an administration's label in the ledger."""
    return f"{given.given_on} {given.window}".strip()


def level_cells(question: Question, look: Look) -> tuple[Cell, ...]:
    """Return the share of each level on one administration, lowest first, in percent of those with a level."""
    found: dict[int, int] = {}
    for row in look.asked:
        if row.level is not None:
            found[row.level] = found.get(row.level, 0) + row.tally.n_scored + row.tally.n_not_tested
    n = sum(found.values())
    levels = levels_of(question.measure, question.grade)
    return tuple(Cell(label, n, found.get(order, 0), 100 * found.get(order, 0) / n) for order, label, _ in levels if n)


def levels_of(measure: Measure, grade: int | None) -> list[tuple[int, str, bool]]:
    """Return a measure's levels (order, label, proficient): those of the grade, else those of every grade."""
    levels = sorted(measure.levels.all(), key=lambda level: level.order)
    own = [level for level in levels if level.grade == grade] or [level for level in levels if level.grade is None]
    return [(level.order, level.label, level.is_proficient) for level in own]


def groupings_of(viewer: Viewer, question: Question, newest: Look, seen: Sight) -> tuple[Grouping, ...]:
    """Return the student groups of the newest administration, attribute by attribute, through the door."""
    district = question.school.district or question.school
    named = StudentGroup.objects.filter(attribute__district=district).select_related("attribute")
    rows = groups_of(viewer, question, newest.given)
    found, asked = [], []
    for attribute, groups in groupby(named.order_by("attribute__slot", "code"), lambda group: group.attribute):
        words = {group.code: group.value for group in groups}
        counted = by_groups(question, attribute, words, rows, is_exact=seen.is_exact)
        # Who does not teach them sees no difference between a group of nobody and one that is too small.
        own = [word for word in counted.words if not seen.is_exact or counted.has(question.grade, attribute.name, word)]
        if len(own) > 1:
            asked.append(door(question, seen, counted, newest.given))
            found.append((attribute.name, tuple(own)))
    answers = publication.release(viewer, asked)
    return tuple(
        Grouping(name, own, gather([safe[scope(question, question.grade, {name: word}).label] for word in own]))
        for (name, own), safe in zip(found, answers, strict=True)
    )


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


def name_of(question: Question) -> str:
    """Return the question's name in the ledger."""
    grade = "all grades" if question.grade is None else f"grade {question.grade}"
    return f"reality {question.school.pk} {question.measure.pk} {grade}"
