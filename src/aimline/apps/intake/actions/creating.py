"""The rows an import brings with it: places, years, students, enrolments, groups, measures, administrations.

Ids are reserved while the files are being written; the rows themselves are added inside the commit.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aimline.apps.accounts.models import plain
from aimline.apps.intake.actions.matching import Known
from aimline.apps.organizations.actions import reserve_ids
from aimline.apps.organizations.models import Attribute, SchoolYear, Student, StudentGroup, Unit, UnitKind
from aimline.apps.results.models import Administration, Measure, MeasureLevel
from aimline.domain import calendar
from aimline.domain.measure import Metric, unit_of
from aimline.domain.refusal import AimlineError
from aimline.domain.words import say
from aimline.exchange import mapping as mappings
from aimline.exchange.grades import parse_grade
from aimline.exchange.mapping import Mapping
from aimline.warehouse.resolution import Ids
from aimline.warehouse.staged import Staged

N_SLOTS = 12


class TooManyGroups(AimlineError):
    """A district has twelve columns for student groups and the file needs more."""


class Year(NamedTuple):
    """A district's school year and its dates."""

    district: int
    ending: int
    starts_on: date
    ends_on: date


@dataclass
class Additions:
    """What the commit will add, and the ids by which the result files name it."""

    ids: Ids
    units: list[Unit] = field(default_factory=list)
    years: list[SchoolYear] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    levels: list[MeasureLevel] = field(default_factory=list)
    administrations: list[Administration] = field(default_factory=list)
    attributes: list[Attribute] = field(default_factory=list)
    groups: list[StudentGroup] = field(default_factory=list)
    elsewhere: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    group_ids: NDArray[np.int64] = field(default_factory=lambda: np.zeros((0, 0), dtype=np.int64))
    is_new_student: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=bool))
    dates: dict[tuple[int, int], Year] = field(default_factory=dict)


def plan(staged: Staged, mapping: Mapping, known: Known) -> Additions:
    """Reserve an id for everything a staged file names and the installation does not know."""
    nothing = np.zeros(0, dtype=np.int64)
    ids = Ids(nothing, nothing, nothing, nothing, nothing, nothing, nothing, nothing)
    added = Additions(ids=ids)
    districts = plan_districts(added, staged, known)
    schools = plan_schools(added, staged, known, districts)
    students = known.students.copy()
    added.is_new_student, added.elsewhere = students == 0, known.elsewhere
    students[added.is_new_student] = reserve_ids(Student, int(added.is_new_student.sum()))
    plan_years(added, staged, districts)
    administrations, measures = plan_administrations(added, staged, mapping, districts)
    slots, codes = plan_groups(added, staged, mapping, districts)
    added.ids = Ids(
        districts=districts,
        batches=np.zeros(len(districts), dtype=np.int64),
        schools=schools,
        students=students,
        administrations=administrations,
        measures=measures,
        slots=slots,
        group_codes=codes,
    )
    return added


def plan_districts(added: Additions, staged: Staged, known: Known) -> NDArray[np.int64]:
    found = known.districts.copy()
    missing = np.flatnonzero(found == 0)
    for place, pk in zip(missing.tolist(), reserve_ids(Unit, len(missing)), strict=True):
        entry = staged.districts[place]
        name = entry.name or entry.code
        added.units.append(
            Unit(
                pk=pk,
                district_id=pk,
                path=f"/{pk}/",
                kind=UnitKind.DISTRICT,
                name=name,
                name_sort=plain(name),
                code=entry.code,
            )
        )
        found[place] = pk
    return found


def plan_schools(added: Additions, staged: Staged, known: Known, districts: NDArray[np.int64]) -> NDArray[np.int64]:
    district_of = dict(zip((d.code for d in staged.districts), districts.tolist(), strict=True))
    found = known.schools.copy()
    missing = np.flatnonzero(found == 0)
    for place, pk in zip(missing.tolist(), reserve_ids(Unit, len(missing)), strict=True):
        entry = staged.schools[place]
        district, name = district_of[entry.district], entry.name or entry.code
        added.units.append(
            Unit(
                pk=pk,
                district_id=district,
                parent_id=district,
                path=f"/{district}/{pk}/",
                kind=UnitKind.SCHOOL,
                name=name,
                name_sort=plain(name),
                code=entry.code,
            )
        )
        found[place] = pk
    return found


def plan_years(added: Additions, staged: Staged, districts: NDArray[np.int64]) -> None:
    """Propose the school years nobody has described, with default dates (settled 2)."""
    endings = sorted({given.school_year for given in staged.administrations})
    stored = SchoolYear.objects.filter(district__in=districts.tolist(), ending__in=endings)
    described = {(y.district_id, y.ending): Year(y.district_id, y.ending, y.starts_on, y.ends_on) for y in stored}
    for district in districts.tolist():
        for ending in endings:
            if (district, ending) not in described:
                usual = calendar.default_year(ending)
                year = Year(district, ending, usual.starts_on, usual.ends_on)
                described[(district, ending)] = year
                added.years.append(
                    SchoolYear(
                        district_id=district,
                        ending=ending,
                        starts_on=year.starts_on,
                        ends_on=year.ends_on,
                        is_proposed=True,
                    )
                )
    added.dates = described


def plan_administrations(
    added: Additions, staged: Staged, mapping: Mapping, districts: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the administration and the measure of each staged administration."""
    district_of = dict(zip((d.code for d in staged.districts), districts.tolist(), strict=True))
    stored = Measure.objects.filter(district__in=districts.tolist(), source=mapping.source)
    measures = {(m.district_id, m.code, m.instrument_version): m.pk for m in stored}
    given = Administration.objects.filter(measure__in=list(measures.values()))
    administrations = {(a.measure_id, a.school_year, a.window): a.pk for a in given}
    found, of_measure = [], []
    for entry in staged.administrations:
        described, district = mapping.measures[entry.measure], district_of[entry.district]
        key = (district, described.value, described.version)
        if key not in measures:
            measures[key] = add_measure(added, described, district, mapping.source)
        place = (measures[key], entry.school_year, entry.window)
        if place not in administrations:
            administrations[place] = add_administration(added, place, district, entry.given_on)
        found.append(administrations[place])
        of_measure.append(measures[key])
    return np.array(found, dtype=np.int64), np.array(of_measure, dtype=np.int64)


def add_measure(added: Additions, described: mappings.Measure, district: int, source: str) -> int:
    [pk] = reserve_ids(Measure, 1)
    added.measures.append(
        Measure(
            pk=pk,
            district_id=district,
            source=source,
            code=described.value,
            name=described.name,
            subject=described.subject,
            kind=described.kind,
            metric=described.metric,
            direction=described.direction,
            unit=described.unit or unit_of(Metric(described.metric)),
            minimum=described.minimum,
            maximum=described.maximum,
            instrument_version=described.version,
            is_yearly=described.yearly,
        )
    )
    added.levels.extend(levels_of(described, pk))
    return pk


def levels_of(described: mappings.Measure, measure_id: int) -> Iterable[MeasureLevel]:
    """Return the named levels, or for a cut score the two levels it makes, for each grade that has its own."""
    first = described.levels.index(described.proficient_from) + 1 if described.proficient_from else 0
    for order, label in enumerate(described.levels, 1):
        yield MeasureLevel(
            measure_id=measure_id, order=order, label=label, is_proficient=bool(first) and order >= first
        )
    if described.levels:
        return
    cuts: list[tuple[int | None, float]] = [(parse_grade(grade), cut) for grade, cut in described.cuts.items()]
    if described.cut is not None:
        cuts.append((None, described.cut))
    for grade, cut in cuts:
        yield MeasureLevel(measure_id=measure_id, grade=grade, order=1, label="Below the cut", is_proficient=False)
        yield MeasureLevel(
            measure_id=measure_id, grade=grade, order=2, label="At or above the cut", lower=cut, is_proficient=True
        )


def add_administration(added: Additions, place: tuple[int, int, str], district: int, given_on: date) -> int:
    [pk] = reserve_ids(Administration, 1)
    measure, school_year, window = place
    added.administrations.append(
        Administration(
            pk=pk,
            district_id=district,
            measure_id=measure,
            school_year=school_year,
            window=window,
            given_on=given_on,
        )
    )
    return pk


def plan_groups(
    added: Additions, staged: Staged, mapping: Mapping, districts: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the column of each group of the mapping (district x group), the code of each value (district x value)."""
    slots = np.zeros((len(districts), len(mapping.groups)), dtype=np.int64)
    codes = np.zeros((len(districts), len(staged.group_values)), dtype=np.int64)
    added.group_ids = codes.copy()
    for row, district in enumerate(districts.tolist()):
        attributes = {a.name: a for a in Attribute.objects.filter(district_id=district)}
        groups = list(StudentGroup.objects.filter(attribute__in=list(attributes.values())))
        for column, group in enumerate(mapping.groups):
            attribute = attributes.get(group.name)
            if attribute is None:
                attribute = attributes[group.name] = add_attribute(
                    added, district, group.name, list(attributes.values())
                )
            slots[row, column] = attribute.slot
            kept = {group.value: group for group in groups if group.attribute_id == attribute.pk}
            named = [(place, entry.value) for place, entry in enumerate(staged.group_values) if entry.group == column]
            for place, value in named:
                found = kept.get(value) or add_group(added, attribute, value, kept)
                codes[row, place], added.group_ids[row, place] = found.code, found.pk
    return slots, codes


def add_group(added: Additions, attribute: Attribute, value: str, kept: dict[str, StudentGroup]) -> StudentGroup:
    [pk] = reserve_ids(StudentGroup, 1)
    code = max((group.code for group in kept.values()), default=0) + 1
    kept[value] = StudentGroup(pk=pk, attribute_id=attribute.pk, value=value, code=code)
    added.groups.append(kept[value])
    return kept[value]


def add_attribute(added: Additions, district: int, name: str, taken: Sequence[Attribute]) -> Attribute:
    free = sorted(set(range(1, N_SLOTS + 1)) - {attribute.slot for attribute in taken})
    if not free:
        raise TooManyGroups(
            "too-many-groups",
            say("This district already keeps {n} kinds of student groups.", n=N_SLOTS),
            say("Leave '{name}' out of the mapping, or give it the name of one that is kept.", name=name),
        )
    [pk] = reserve_ids(Attribute, 1)
    attribute = Attribute(pk=pk, district_id=district, name=name, slot=free[0])
    added.attributes.append(attribute)
    return attribute
