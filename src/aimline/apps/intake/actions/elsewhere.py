"""A school brings the results of its own students: rows of others are told, and left to the district."""

import numpy as np
from numpy.typing import NDArray

from aimline.apps.intake.actions import files
from aimline.apps.intake.actions.folders import parsing
from aimline.apps.intake.actions.matching import Known, match_administrations
from aimline.apps.intake.models import Upload
from aimline.apps.organizations.models import Enrolment, Unit, UnitKind
from aimline.apps.organizations.policy import Viewer, may_import
from aimline.exchange.mapping import Mapping
from aimline.warehouse import staging
from aimline.warehouse.staged import Staged

CHUNK = 10_000


def leave_out(viewer: Viewer, upload: Upload, mapping: Mapping, staged: Staged, known: Known) -> Staged:
    """Leave out what a file brought to a school says of students of other schools; the district may move them."""
    school = upload.place
    if school is None or school.kind != UnitKind.SCHOOL or may_import(viewer, school.district):
        return staged
    years = sorted({given.school_year for given in staged.administrations})
    current = [files.path_of(segment) for year in years for segment in files.current(school.district_id or 0, year)]
    elsewhere = staging.Elsewhere(
        school=school.pk,
        students=known.students,
        administrations=match_administrations(staged, mapping, known.districts),
        current=tuple(current),
        enrolled=enrolled_elsewhere(school, known.students, years),
    )
    workspace = parsing(upload)
    return staging.leave_out_elsewhere(workspace.reading(*current), staged, mapping, elsewhere)


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
