"""A school brings the results of its own students: rows of others are told, and left to the district."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from aimline.apps.intake.actions import files
from aimline.apps.intake.actions.folders import parsing
from aimline.apps.intake.actions.matching import Known
from aimline.apps.intake.models import Upload
from aimline.apps.organizations.models import Enrolment, Unit, UnitKind
from aimline.apps.results.models import Administration
from aimline.exchange.mapping import Mapping
from aimline.warehouse import staging
from aimline.warehouse.staged import Staged

CHUNK = 10_000


def leave_out(upload: Upload, mapping: Mapping, staged: Staged, known: Known) -> Staged:
    """Leave out what a file brought to a school says of students of other schools; district files may move them."""
    school = upload.place
    if school is None or school.kind != UnitKind.SCHOOL or not known.students.any():
        return staged
    years = sorted({given.school_year for given in staged.administrations})
    current = [files.path_of(segment) for year in years for segment in files.current(school.district_id or 0, year)]
    elsewhere = staging.Elsewhere(
        school=school.pk,
        students=known.students,
        administrations=administrations_of(school, mapping, staged),
        current=tuple(current),
        enrolled=enrolled_elsewhere(school, known.students, years),
    )
    workspace = parsing(upload)
    return staging.leave_out_elsewhere(replace(workspace, readable=tuple(current)), mapping, elsewhere)


def administrations_of(school: Unit, mapping: Mapping, staged: Staged) -> NDArray[np.int64]:
    """Return the id of each administration of the file, 0 for those that have no results yet."""
    stored = Administration.objects.filter(district=school.district_id, measure__source=mapping.source)
    found = stored.values_list("measure__code", "measure__instrument_version", "school_year", "window", "pk")
    known = {(code, version, year, window): pk for code, version, year, window, pk in found}
    measures = [mapping.measures[given.measure] for given in staged.administrations]
    keys = [
        (measure.value, measure.version, given.school_year, given.window)
        for measure, given in zip(measures, staged.administrations, strict=True)
    ]
    return np.array([known.get(key, 0) for key in keys], dtype=np.int64)


def enrolled_elsewhere(
    school: Unit, students: NDArray[np.int64], years: list[int]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the students and school years in which they are enrolled at other schools only."""
    known = students[students > 0].tolist()
    here, there = set[tuple[int, int]](), set[tuple[int, int]]()
    for start in range(0, len(known), CHUNK):
        found = Enrolment.objects.filter(student__in=known[start : start + CHUNK], school_year__in=years)
        for student, year, place in found.values_list("student_id", "school_year", "school_id"):
            (here if place == school.pk else there).add((student, year))
    pairs = np.array(sorted(there - here), dtype=np.int64).reshape(-1, 2)
    return pairs[:, 0].copy(), pairs[:, 1].copy()
