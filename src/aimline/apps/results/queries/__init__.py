"""Measures, administrations and results as a viewer may ask for them."""

import os
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import product
from math import sqrt
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar, cast

from django.conf import settings
from django.db.models import QuerySet

from aimline.apps.organizations.models import StudentGroup, Unit, UnitKind
from aimline.apps.organizations.policy import NotVisible, Viewer, may_see_place
from aimline.apps.results.models import Administration, Head, Measure, Segment, SegmentKind
from aimline.domain import measure as domain
from aimline.domain.goal import GroupRule

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from aimline.warehouse.engine import DuckEngine

MEMORY_MB = 256
SLOTS = range(1, 13)
Number = TypeVar("Number", float, "NDArray[np.float64]")
BY_MEDIAN = frozenset({domain.Metric.WCPM, domain.Metric.PERCENTILE_MEDIAN})
BY_SHARE = frozenset(
    {
        domain.Metric.PERCENT_PROFICIENT,
        domain.Metric.PERCENT_MEETING_STANDARD,
        domain.Metric.PERCENT_AT_BENCHMARK,
        domain.Metric.PERCENT_GRADE_AT_LEAST,
        domain.Metric.GROWTH_MET,
        domain.Metric.READING_LEVEL,
        domain.Metric.CHRONIC_ABSENCE,
    }
)


class Counts(NamedTuple):
    """What the warehouse counted of a group at one administration: whole numbers and sums, no shares."""

    n_scored: int
    n_not_tested: int
    n_judged: int
    n_proficient: int
    total: float | None
    total_of_squares: float | None = None
    median: float | None = None


@dataclass(frozen=True)
class Standing:
    """Where a group stood at one administration, exactly: for the staff who teach them, or for the door.

    `value` is in the measure's unit and none where nobody has a result; `numerator` only for shares; `n`
    students stand behind the value and `n_not_tested` behind none.
    """

    administration: int
    administration_uuid: uuid.UUID
    school_year: int
    window: str
    given_on: date
    n: int
    n_not_tested: int
    numerator: int | None
    value: float | None
    sd: float | None


def administrations(viewer: Viewer, measure: Measure) -> QuerySet[Administration]:
    """Return the administrations of a measure, the newest last."""
    if not may_see_place(viewer, measure.district):
        raise NotVisible
    return Administration.objects.filter(measure=measure).order_by("given_on", "pk")


def measure_value(row: Measure) -> domain.Measure:
    """Return a stored measure as the method knows it; an open end of its range becomes 0 or 100 for percentages."""
    metric = domain.Metric(row.metric)
    percent = domain.is_percent(metric)
    return domain.Measure(
        name=row.name,
        kind=domain.Kind(row.kind),
        metric=metric,
        direction=domain.Direction(row.direction),
        unit=domain.unit_of(metric) if percent else row.unit or domain.unit_of(metric),
        minimum=0.0 if percent else (row.minimum if row.minimum is not None else float("-inf")),
        maximum=100.0 if percent else (row.maximum if row.maximum is not None else float("inf")),
        instrument_version=row.instrument_version,
        min_meaningful_change=row.min_meaningful_change,
        yearly=row.is_yearly,
    )


def generation(district: Unit) -> int:
    """Return the number of the district's newest generation of results; 0 before the first import."""
    return Head.objects.filter(district=district).values_list("generation", flat=True).first() or 0


def current_files(viewer: Viewer, district: Unit, *, school_years: Collection[int] | None = None) -> tuple[Path, ...]:
    """Return the live files of a district's current results, oldest school year first."""
    dated = files_by_year(viewer, district)
    return tuple(path for year, path in dated if school_years is None or year in school_years)


def files_by_year(viewer: Viewer, district: Unit) -> tuple[tuple[int, Path], ...]:
    """Return the live files of a district's current results with their school years, the oldest first."""
    if not may_see_place(viewer, district):
        raise NotVisible
    live = Segment.objects.filter(district=district, kind=SegmentKind.CURRENT, made_in__isnull=False, retired_in=None)
    dated = live.order_by("school_year", "pk").values_list("school_year", "path")
    return tuple((year, settings.DATA / path) for year, path in dated)


@cache
def engine() -> "DuckEngine":
    """Return the warehouse engine of this web process, opened at its first question (architecture decision 6)."""
    from aimline.warehouse.engine import DuckEngine
    from aimline.warehouse.workspace import Workspace

    folder = settings.DATA / "warehouse"
    folder.mkdir(parents=True, exist_ok=True)
    temporary = settings.DATA / "spill" / f"web-{os.getpid()}"
    return DuckEngine(Workspace(folder=folder, temporary=temporary, memory_mb=MEMORY_MB, n_threads=1), seconds=5.0)


def history(viewer: Viewer, unit: Unit, rule: GroupRule, measure: Measure) -> tuple[Standing, ...]:
    """Return where the students who fit a rule stood, each time a measure was given; the newest last.

    A district counts all its schools, a team or classroom the students of its school in its grades. Students
    are counted as they were on the test day. The numbers are exact: outside the staff who teach these students
    they may be shown only as `publication.actions.release` returns them.
    """
    if not may_see_place(viewer, unit):
        raise NotVisible
    rules = rule_rows(unit, rule, measure)
    given = {row.pk: row for row in administrations(viewer, measure)}
    if not rules or not given:
        return ()
    years = {row.school_year for row in given.values()}
    metric = domain.Metric(measure.metric)
    by_median = [measure.pk] if metric in BY_MEDIAN else []
    files = current_files(viewer, unit.district or unit, school_years=years)
    answers = ask_readings(files, rules, list(given), by_median)
    standings = [standing(given[number], counts, metric) for number, counts in answers if number in given]
    return tuple(sorted(standings, key=lambda each: (each.given_on, each.administration)))


def ask_readings(
    files: Sequence[Path], rules: Mapping[str, list[int | None]], administrations: list[int], by_median: list[int]
) -> list[tuple[int, Counts]]:
    """Ask what one group's rule rows read at some administrations: (administration, counts)."""
    from aimline.warehouse.engine import column

    tables = {
        "goals": {name: column(values) for name, values in rules.items()},
        "administrations": {"administration": column(administrations)},
        "by_median": {"measure": column(by_median)},
    }
    rows = cast(list[Answer], engine().ask("readings", files, values={}, tables=tables))  # the question's columns
    return [(row[1], Counts(*row[4:])) for row in rows]


Answer = tuple[int, int, int, int, int, int, int, int, float | None, float | None, float | None]


def standing(given: Administration, counts: Counts, metric: domain.Metric) -> Standing:
    """Turn counts into the value of a metric: a share of those judged, a median, or a mean."""
    by_share = metric in BY_SHARE
    return Standing(
        administration=given.pk,
        administration_uuid=given.uuid,
        school_year=given.school_year,
        window=given.window,
        given_on=given.given_on,
        n=counts.n_judged if by_share else counts.n_scored,
        n_not_tested=counts.n_not_tested,
        numerator=counts.n_proficient if by_share else None,
        value=value_of(counts, metric),
        sd=None if by_share else spread(counts),
    )


def value_of(counts: Counts, metric: domain.Metric) -> float | None:
    """Return a metric's value: percent of those judged, median, or mean; none where nobody has a result."""
    if metric in BY_SHARE:
        return share(counts.n_proficient, counts.n_judged) if counts.n_judged else None
    if metric in BY_MEDIAN:
        return counts.median
    return counts.total / counts.n_scored if counts.n_scored and counts.total is not None else None


def share(n_proficient: Number, n_judged: Number) -> Number:
    """Return the percent of those judged, of one group or of each group of an array."""
    return 100 * n_proficient / n_judged


def spread(counts: Counts) -> float | None:
    """Return the standard deviation of single scores; none below two of them."""
    if counts.n_scored < 2 or counts.total is None or counts.total_of_squares is None:
        return None
    squares = counts.total_of_squares - counts.total**2 / counts.n_scored
    return sqrt(max(0.0, squares) / (counts.n_scored - 1))


class Ways(NamedTuple):
    """The ways to fit a group's rule: `slots` are the group columns it names; a way is a grade and a code for each.

    A grade is none where any fits. The ways exclude each other, so nobody is counted twice.
    """

    slots: tuple[int, ...]
    ways: tuple[tuple[int | None, ...], ...]


def ways_of(unit: Unit, rule: GroupRule) -> Ways:
    """Return how a student can fit a rule: in no way where a named group or grade has no students at all."""
    grades = grades_of(unit, rule)
    slots = slots_of(unit, rule)
    if grades == ():
        return Ways((), ())
    return Ways(tuple(slots), tuple(product(grades or (None,), *slots.values())))


def rule_rows(unit: Unit, rule: GroupRule, measure: Measure, *, goal: int = 0) -> dict[str, list[int | None]]:
    """Write a group's rule as the warehouse reads it: columns of a table with one row for each way to fit.

    Returns an empty mapping where there is none.
    """
    slots, ways = ways_of(unit, rule)
    if not ways:
        return {}
    n = len(ways)
    rows: dict[str, list[int | None]] = {
        "goal": [goal] * n,
        "cohort": [None] * n,
        "district": [unit.district_id or unit.pk] * n,
        "measure": [measure.pk] * n,
        "school": [school_id(unit)] * n,
        "grade": [way[0] for way in ways],
    }
    for slot in SLOTS:
        rows[f"group_{slot}"] = [way[slots.index(slot) + 1] for way in ways] if slot in slots else [None] * n
    return rows


def grades_of(unit: Unit, rule: GroupRule) -> tuple[int, ...] | None:
    """Return the grades that count, none for every grade; empty when the rule's grades are not the unit's."""
    own = set(unit.grades) if unit.kind in {UnitKind.TEAM, UnitKind.CLASSROOM} else set()
    if not own:
        return tuple(sorted(rule.grades)) or None
    return tuple(sorted(own & rule.grades if rule.grades else own))


def slots_of(unit: Unit, rule: GroupRule) -> dict[int, list[int]]:
    """Return the warehouse column of each condition and the codes that fit it; no code where nothing is known."""
    if not rule.conditions:
        return {}
    names = [condition.attribute for condition in rule.conditions]
    groups = StudentGroup.objects.filter(
        attribute__district_id=unit.district_id or unit.pk, attribute__name__in=names
    ).select_related("attribute")
    slots: dict[int, list[int]] = {}
    for condition in rule.conditions:
        own = [group for group in groups if group.attribute.name == condition.attribute]
        slot = own[0].attribute.slot if own else 0
        codes = {group.code for group in own if group.value in condition.values}
        slots[slot] = sorted(codes & set(slots[slot]) if slot in slots else codes)
    return slots


def school_id(unit: Unit) -> int | None:
    """Return the id of the school a place lies in, from its path; none for a district."""
    return school_in(unit.path)


def school_in(path: str) -> int | None:
    """Return the id of the school in the path of a place."""
    steps = path.strip("/").split("/")
    return int(steps[1]) if len(steps) > 1 else None
