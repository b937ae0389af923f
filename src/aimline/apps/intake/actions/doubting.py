"""Hold a file whose results do not look like those that are here, until somebody says that they are right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from django.db.models import Count
from numpy.typing import NDArray

from aimline.apps.intake.actions import files, in_bulk
from aimline.apps.intake.actions.folders import parsing
from aimline.apps.intake.actions.matching import Known
from aimline.apps.intake.models import Upload
from aimline.apps.organizations.models import Enrolment, Student, Unit, UnitKind
from aimline.apps.results.models import Administration, Segment, SegmentKind
from aimline.domain import plausibility
from aimline.domain.words import Message
from aimline.exchange.mapping import ANY_DIGITS, Mapping, has
from aimline.warehouse import names, strangers, summaries
from aimline.warehouse.identity import Zeros
from aimline.warehouse.names import Compared, KnownNames
from aimline.warehouse.staged import Staged

N_SHOWN = 10
N_GIVINGS = 2  # the newest two, or those of two years: one that was withdrawn has no results any more


def doubts(
    upload: Upload,
    mapping: Mapping,
    staged: Staged,
    known: Known,
    named: Compared,
    *,
    expects_schools: bool = False,
) -> list[str]:
    """Say what has to be confirmed before a staged file is stored; nothing where it looks like what is here."""
    new = (s for s, pk in zip(staged.schools, known.schools.tolist(), strict=True) if not pk)
    unknown = [] if expects_schools else [school.name or school.code for school in new]
    here = Unit.objects.filter(kind=UnitKind.SCHOOL, district__in=known.districts.tolist(), archived_on=None)
    found: list[Message | None] = [
        plausibility.other_names(named.n_other, n_compared=named.n, numbers=named.numbers),
        *of_students(upload, mapping, staged, known),
        plausibility.unknown_schools(unknown, n_known=here.count()),
        plausibility.out_of_range(staged.problem_counts.get("score_out_of_range", 0), staged.counts.n_records),
        *beside_earlier(upload, mapping, staged, known),
    ]
    return [str(doubt) for doubt in islice((each for each in found if each is not None), N_SHOWN)]


def compare_names(upload: Upload, mapping: Mapping, staged: Staged, known: Known) -> Compared:
    """Hold the names in a file beside those that the students have here whose numbers it gives."""
    ids = known.students[known.students > 0]
    if not len(ids) or not (has(mapping, "given_name") or has(mapping, "family_name")):
        return Compared()
    return names.compare(parsing(upload), staged, known.students, names_of(ids, known.districts.tolist()))


def names_of(ids: NDArray[np.int64], districts: Sequence[int]) -> Iterator[KnownNames]:
    """Return the full names of some students; where they are many, of all in their districts."""
    table, name = Student._meta.db_table, "given_name || ' ' || family_name"
    if len(ids) <= in_bulk.N_NAMED:
        yield KnownNames(*in_bulk.read_named(name, "id", f"{table} WHERE id IN {in_bulk.any_of(ids)}", []))
        return
    for district in districts:
        yield KnownNames(*in_bulk.read_named(name, "id", f"{table} WHERE district_id = %s", [district]))


def few_other_names(named: Compared) -> list[str]:
    """Tell of a few students whose names are others here; of many the file is doubted."""
    told = plausibility.few_other_names(named.n_other, n_compared=named.n, numbers=named.numbers)
    return [str(told)] if told else []


def of_students(upload: Upload, mapping: Mapping, staged: Staged, known: Known) -> list[Message | None]:
    """Doubt new students who may be here under another number."""
    zeros, n = zeros_of(mapping, known), staged.n_students
    told = [
        plausibility.lost_zeros(zeros.n_lost, n_students=n, n_digits=zeros.n_digits),
        plausibility.added_zeros(zeros.n_added, n_students=n),
    ]
    if any(told) or not known.n_new_students:
        return list(told)
    years = {given.school_year - before for given in staged.administrations for before in (0, 1)}
    here = enrolled([pk for pk in known.schools.tolist() if pk], sorted(years))
    met = strangers.meet(parsing(upload), staged, schools=known.schools, students=known.students, here=here)
    return [plausibility.strangers(met.n_known, n_coming=met.n_coming, n_here=met.n_here)]


def zeros_of(mapping: Mapping, known: Known) -> Zeros:
    """Return whose zeros are doubted: nobody's where a person said that numbers are right as they are."""
    return Zeros() if mapping.student_digits == ANY_DIGITS else known.zeros


def otherwise(mapping: Mapping, known: Known) -> list[str]:
    """Return the answers that settle what zeros mean, for whoever brings the file without a screen."""
    zeros = zeros_of(mapping, known)
    lost = [f"digits={zeros.n_digits}"] if zeros.n_lost else []
    return [*lost, "digits=any"] if lost or zeros.n_added else []


def enrolled(schools: Sequence[int], years: Sequence[int]) -> NDArray[np.int64]:
    """Return a row (school, school year, grade, number of students) for each grade that has students."""
    in_years = Enrolment.objects.filter(school__in=schools, school_year__in=years)
    counted = in_years.values_list("school_id", "school_year", "grade").annotate(n=Count("id"))
    return np.array(sorted(counted), dtype=np.int64).reshape(-1, 4)


def beside_earlier(upload: Upload, mapping: Mapping, staged: Staged, known: Known) -> list[Message]:
    """Hold the administrations of the file beside the last times their measures were given."""
    pairs = comparisons(mapping, staged, known)
    years = {given.school_year for pair in pairs for given in pair.earlier}
    live = Segment.objects.filter(
        files.LIVE, kind=SegmentKind.CURRENT, district__in=known.districts.tolist(), school_year__in=years
    )
    school = upload.place.pk if upload.place and upload.place.kind == UnitKind.SCHOOL else None
    workspace = parsing(upload)
    here = [(number, given.pk) for number, pair in enumerate(pairs) for given in pair.earlier]
    stored = summaries.stored(workspace, [files.path_of(each) for each in live], here, school=school)
    of_file = [(number, place) for number in stored for place in pairs[number].places]
    coming = summaries.coming(workspace, staged, of_file) if stored else {}
    found: list[Message] = []
    for number in sorted(coming):
        pair = pairs[number]
        found += plausibility.doubts(pair.name, coming[number], stored[number], same_window=pair.is_same_window)
    return found


@dataclass(frozen=True)
class Comparison:
    """Administrations of the file, by their places in it, and earlier givings of their measure."""

    name: str
    places: Sequence[int]
    earlier: Sequence[Administration]
    is_same_window: bool


def comparisons(mapping: Mapping, staged: Staged, known: Known) -> list[Comparison]:
    """Pair each administration of the file with the newest givings of its measure in its window.

    Those whose window was never given, as that of a month or a day, are held together beside all givings of the
    measure in the newest years that had any.
    """
    of_district = dict(zip((d.code for d in staged.districts), known.districts.tolist(), strict=True))
    stored = Administration.objects.filter(district__in=known.districts.tolist(), measure__source=mapping.source)
    by_measure: dict[tuple[int, str, str], list[Administration]] = {}
    for each in stored.select_related("measure").order_by("-school_year", "-pk"):
        key = (each.district_id, each.measure.code, each.measure.instrument_version)
        by_measure.setdefault(key, []).append(each)
    found: list[Comparison] = []
    without: dict[tuple[int, str, str], list[int]] = {}
    for place, given in enumerate(staged.administrations):
        named = mapping.measures[given.measure]
        key = (of_district[given.district], named.value, named.version)
        before = [each for each in by_measure.get(key, ()) if each.school_year <= given.school_year]
        same = [each for each in before if each.window == given.window][:N_GIVINGS]
        if same:
            found.append(Comparison(f"{named.name} {given.window}".strip(), [place], same, is_same_window=True))
        elif before:
            without.setdefault(key, []).append(place)
    for key, places in without.items():
        newest = max(staged.administrations[place].school_year for place in places)
        years = sorted({each.school_year for each in by_measure[key] if each.school_year <= newest})[-N_GIVINGS:]
        before = [each for each in by_measure[key] if each.school_year in years]
        name = mapping.measures[staged.administrations[places[0]].measure].name
        found.append(Comparison(name, places, before, is_same_window=False))
    return found
