"""Students to be erased, what there is of them, and what was erased, as the keeper of their district may see it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from aimline.apps.goals.models import Cohort
from aimline.apps.intake.models import Upload
from aimline.apps.keeping.models import Erasure, Retention
from aimline.apps.keeping.policy import districts, require_keeper
from aimline.apps.organizations.models import Enrolment, ExternalId, GroupMembership, Seat, Student, Unit
from aimline.apps.organizations.policy import NotVisible, Viewer
from aimline.apps.results.models import Segment

N_FOUND = 50
N_ERASURES = 200


@dataclass(frozen=True)
class Holdings:
    """How much there is of one student; `rows` of results by school year, `words` in texts that people wrote."""

    rows: dict[int, int]
    n_log_rows: int
    n_enrolments: int
    n_seats: int
    n_groups: int
    n_codes: int
    n_lists: int
    is_elsewhere: bool

    @property
    def n_rows(self) -> int:
        return sum(self.rows.values())


def students(viewer: Viewer, text: str) -> list[Student]:
    """Return the students of the viewer's districts with exactly this code, then those with these words in their name.

    At most one more than `N_FOUND`, so that whoever shows them can say that there are others.
    """
    require_keeper(viewer)
    words = text.split()
    if not words:
        return []
    named = Q()
    for word in words:
        named &= Q(given_name__icontains=word) | Q(family_name__icontains=word)
    coded = Q(external_ids__value__iexact=text.strip(), external_ids__kind="student")
    here = Student.objects.filter(district__in=districts(viewer)).select_related("district")
    alike = [here.filter(each).distinct().order_by("family_name", "given_name", "pk") for each in (coded, named)]
    found = {each.pk: each for students in alike for each in students[: N_FOUND + 1]}
    return list(found.values())[: N_FOUND + 1]


def student(viewer: Viewer, student_uuid: uuid.UUID) -> Student:
    """Return one student of a district the viewer keeps; raises `NotAllowed` for others than keepers, `NotVisible`."""
    require_keeper(viewer)
    found = Student.objects.filter(uuid=student_uuid, district__in=districts(viewer)).select_related("district").first()
    if found is None:
        raise NotVisible
    return found


def codes(viewer: Viewer, student: Student) -> list[str]:
    """Return what other systems call a student, each once."""
    require_keeper(viewer, student.district)
    return sorted(set(ExternalId.objects.filter(student=student).values_list("value", flat=True)))


def holdings(viewer: Viewer, student: Student) -> Holdings:
    """Count what there is of a student, in files and tables."""
    require_keeper(viewer, student.district)
    import numpy as np

    from aimline.apps.intake.actions.files import LIVE, path_of
    from aimline.apps.intake.actions.folders import writing
    from aimline.warehouse import erasure

    live = {path_of(each): each for each in Segment.objects.filter(LIVE, district=student.district).order_by("pk")}
    held = erasure.holding(writing(), list(live), student.pk)
    rows: dict[int, int] = {}
    for path, n_rows in held.items():
        if live[path].kind == "current":
            rows[live[path].school_year] = rows.get(live[path].school_year, 0) + n_rows
    lists = Cohort.objects.filter(district=student.district).values_list("members", flat=True)
    return Holdings(
        rows=rows,
        n_log_rows=sum(n_rows for path, n_rows in held.items() if live[path].kind == "log"),
        n_enrolments=Enrolment.objects.filter(student=student).count(),
        n_seats=Seat.objects.filter(student=student).count(),
        n_groups=GroupMembership.objects.filter(student=student).count(),
        n_codes=ExternalId.objects.filter(student=student).count(),
        n_lists=sum(student.pk in np.frombuffer(bytes(members), dtype="<i4") for members in lists),
        is_elsewhere=Student.objects.filter(Q(same_as=student) | Q(pk=student.same_as_id)).exists(),
    )


def erasures(viewer: Viewer) -> list[Erasure]:
    """Return the students erased in the viewer's districts, the newest first."""
    require_keeper(viewer)
    found = Erasure.objects.filter(district__in=districts(viewer)).select_related("district", "asked_by")
    return list(found.order_by("-asked_at", "-pk")[:N_ERASURES])


def unfinished(viewer: Viewer) -> QuerySet[Erasure]:
    """Return the erasures that were cut off, and those a restored backup undid; the oldest first."""
    require_keeper(viewer)
    back = Q(student_uuid__in=Student.objects.values("uuid"))
    return Erasure.objects.filter(Q(finished_at=None) | back, district__in=districts(viewer)).order_by("pk")


def uploads(viewer: Viewer, district: Unit) -> list[Upload]:
    """Return the files that were brought to a district, or to several of which it may be one."""
    require_keeper(viewer, district)
    return list(Upload.objects.filter(Q(place__district=district) | Q(place=None)).order_by("pk"))


def upload_versions(viewer: Viewer, district: Unit) -> list[tuple[int, int]]:
    """Return number and version of the same files: one of an unchanged version tells what it told before."""
    require_keeper(viewer, district)
    return list(Upload.objects.filter(Q(place__district=district) | Q(place=None)).values_list("pk", "version"))


def years_kept(viewer: Viewer, kept: Sequence[Unit]) -> dict[int, int]:
    """Return how many school years before the present one these districts keep, where they said so."""
    require_keeper(viewer)
    return {each.district_id: each.years_kept for each in Retention.objects.filter(district__in=kept)}
