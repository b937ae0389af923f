"""What a staged file names, held against what the installation already knows.

Ids are numpy arrays in the order of the staged lists; 0 stands for "not known yet".
"""

from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from aimline.apps.intake.actions import former_numbers, in_bulk
from aimline.apps.intake.actions.folders import parsing
from aimline.apps.intake.models import Upload
from aimline.apps.intake.queries.meaning import NUMBERING, code_of
from aimline.apps.organizations.models import ExternalId, Unit, UnitKind
from aimline.apps.organizations.policy import Viewer, may_see_place
from aimline.apps.results.models import Administration
from aimline.domain.refusal import AimlineError
from aimline.domain.words import say
from aimline.exchange.mapping import Mapping
from aimline.warehouse import identity
from aimline.warehouse.identity import KnownCodes, Matched, Zeros
from aimline.warehouse.staged import Staged

# Only where every row names the same district may it be the same one: else another's rows would be stored here.
RENAMED = say(
    "If this is your district under another name, choose no column for “District” and for “District name”. Otherwise"
    " ask the keeper of this installation to import a file that spans districts."
)
SPANS = say(
    "Leave the rows of others out, or ask the keeper of this installation to import a file that spans districts."
)


@dataclass(frozen=True)
class Known:
    """The ids that exist already: one array a staged list."""

    districts: NDArray[np.int64]
    schools: NDArray[np.int64]
    students: NDArray[np.int64]
    elsewhere: NDArray[np.int64]  # the same code in another district of the file: a student who moved (settled 3)
    zeros: Zeros  # who is not here by a number, but is with other zeros before it

    @property
    def n_new_students(self) -> int:
        return int((self.students == 0).sum())


class ForeignDistrict(AimlineError):
    """The file names places outside the district it was brought to."""


class ForeignSchool(AimlineError):
    """The file names schools beside the one it was brought to."""


def match(viewer: Viewer, upload: Upload, staged: Staged) -> Known:
    """Look up every district, school and student of a staged file; raises ForeignDistrict or ForeignSchool."""
    districts = match_districts(viewer, upload, staged)
    district_of = dict(zip((entry.code for entry in staged.districts), districts.tolist(), strict=True))
    schools = match_schools(staged, district_of)
    refuse_other_schools(upload, staged, schools)
    matched = match_students(upload, staged, districts)
    return Known(districts, schools, matched.students, matched.elsewhere, matched.zeros)


def match_districts(viewer: Viewer, upload: Upload, staged: Staged) -> NDArray[np.int64]:
    codes = [entry.code for entry in staged.districts]
    units = {code_of(u): u for u in Unit.objects.filter(kind=UnitKind.DISTRICT) if may_see_place(viewer, u)}
    if upload.place is not None:
        home = upload.place.district or upload.place
        if foreign := sorted(set(codes) - {code_of(home)}):
            raise ForeignDistrict(
                "foreign-district",
                say("The file names another district: {codes}.", codes=", ".join(foreign[:5])),
                RENAMED if len(set(codes)) == 1 else SPANS,
            )
        units = {code_of(home): home}
    return np.array([units[code].pk if code in units else 0 for code in codes], dtype=np.int64)


def refuse_other_schools(upload: Upload, staged: Staged, schools: NDArray[np.int64]) -> None:
    """What is brought to a school stays in it: its principal has no say over the results of another."""
    if upload.place is None or upload.place.kind != UnitKind.SCHOOL:
        return
    others = [s.code for s, pk in zip(staged.schools, schools.tolist(), strict=True) if pk != upload.place.pk]
    if others:
        raise ForeignSchool(
            "foreign-school",
            say(
                "The file was brought to {school} but also names other schools: {codes}.",
                school=upload.place.name,
                codes=", ".join(others[:5]),
            ),
            say("Leave the rows of other schools out, or ask your district's data steward to import the file."),
        )


def match_schools(staged: Staged, district_of: dict[str, int]) -> NDArray[np.int64]:
    known: dict[tuple[int, str], int] = {}
    ids = [pk for pk in district_of.values() if pk]
    for school in Unit.objects.filter(kind=UnitKind.SCHOOL, district_id__in=ids):
        known[(school.district_id or 0, code_of(school))] = school.pk
    for named in ExternalId.objects.filter(kind="school", district_id__in=ids, unit__isnull=False):
        known.setdefault((named.district_id, named.value), named.unit_id or 0)
    return np.array([known.get((district_of[s.district], s.code), 0) for s in staged.schools], dtype=np.int64)


def match_administrations(staged: Staged, mapping: Mapping, districts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the known administrations: a measure of this source, given in this window of this year."""
    place_of = dict(zip((entry.code for entry in staged.districts), districts.tolist(), strict=True))
    stored = Administration.objects.filter(district__in=districts.tolist(), measure__source=mapping.source)
    named = ("district_id", "measure__code", "measure__instrument_version", "school_year", "window")
    known = {tuple(key): pk for pk, *key in stored.values_list("pk", *named)}
    found = []
    for entry in staged.administrations:
        measure = mapping.measures[entry.measure]
        key = (place_of[entry.district], measure.value, measure.version, entry.school_year, entry.window)
        found.append(known.get(key, 0))
    return np.array(found, dtype=np.int64)


def match_students(upload: Upload, staged: Staged, districts: NDArray[np.int64]) -> Matched:
    """Return the known students, and for each code the oldest record of the same code in another district.

    A file that names several districts numbers their students together, so an equal code is the same student.
    """
    here = sorted({*districts.tolist()} - {0})
    known = chain((known_codes(pk) for pk in here), (former_numbers.codes_of(pk) for pk in here))
    return identity.match(parsing(upload), staged, districts, known)


def known_codes(district: int) -> KnownCodes:
    """Return the students of a district by their codes."""
    codes, students = in_bulk.read_named(
        "value",
        "student_id",
        f"{ExternalId._meta.db_table} WHERE district_id = %s AND source = %s AND kind = %s AND student_id IS NOT NULL",
        [district, NUMBERING, "student"],
    )
    return KnownCodes(district, codes, students)
