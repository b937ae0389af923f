"""A class as its teacher types results in: its students, and the tests that were typed in before."""

from dataclasses import dataclass

from django.db.models import Q

from aimline.apps.intake.queries.meaning import NUMBERING, code_of
from aimline.apps.organizations.models import Enrolment, ExternalId, Seat, Unit, UnitKind
from aimline.apps.organizations.policy import Viewer
from aimline.apps.results.models import Measure
from aimline.domain.calendar import ending_of

MOST_STUDENTS = 400
N_EARLIER = 30


@dataclass(frozen=True)
class Pupil:
    """A student of a class: the number in files, the name in the list, and the grade today."""

    code: str
    name: str
    grade: int


def pupils(viewer: Viewer, place: Unit) -> list[Pupil]:
    """Return the students of a class by name; of a team, those of its grades in its school."""
    today = viewer.today
    current = Q(starts_on__lte=today) & (Q(ends_on=None) | Q(ends_on__gt=today))
    enrolled = Enrolment.objects.filter(current, school=school_of(place), school_year=ending_of(today))
    seated = Seat.objects.filter(current, classroom=place)
    if place.kind == UnitKind.CLASSROOM and seated.exists():
        enrolled = enrolled.filter(student__in=seated.values("student"))
    else:
        enrolled = enrolled.filter(grade__in=place.grades)
    rows = enrolled.select_related("student").order_by("student__family_name", "student__given_name", "student_id")
    grades = {row.student_id: (row.student, row.grade) for row in rows[:MOST_STUDENTS]}
    codes = ExternalId.objects.filter(kind="student", source=NUMBERING, student__in=[*grades]).order_by("-pk")
    code_by = dict(codes.values_list("student_id", "value"))
    return [
        Pupil(code_by[pk], " ".join(part for part in (s.given_name, s.family_name) if part) or code_by[pk], grade)
        for pk, (s, grade) in grades.items()
        if pk in code_by
    ]


def school_of(place: Unit) -> Unit:
    """Return the school of a team or classroom."""
    while place.kind != UnitKind.SCHOOL and place.parent is not None:
        place = place.parent
    return place


def source_of(place: Unit) -> str:
    """Return what measures typed in at a school come from."""
    school = school_of(place)
    return f"Class sets {code_of(school)} {school.name}"[:60]


def earlier(place: Unit) -> list[Measure]:
    """Return the tests that were typed in at this school, the newest first."""
    found = Measure.objects.filter(district=place.district_id, source=source_of(place)).prefetch_related("levels")
    return list(found.order_by("-pk")[:N_EARLIER])
