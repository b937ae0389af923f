"""A class as its teacher types results in: its students, and the tests that were typed in before."""

import csv
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q, QuerySet, prefetch_related_objects

from aimline.apps.goals.models import Goal
from aimline.apps.intake import policy
from aimline.apps.intake.models import Upload
from aimline.apps.intake.queries.meaning import NUMBERING, numbers_of, school_of, source_of
from aimline.apps.organizations.models import Enrolment, ExternalId, Seat, Student, Unit, UnitKind
from aimline.apps.organizations.policy import Viewer
from aimline.apps.results.models import Measure
from aimline.apps.results.queries import BY_SHARE
from aimline.apps.results.queries.naming import nameable
from aimline.domain.calendar import ending_of

MOST_STUDENTS = 400
N_EARLIER = 30


@dataclass(frozen=True)
class Pupil:
    """A student of a class: the number in files, the name in the list, and the grade today."""

    code: str
    name: str
    grade: int


@dataclass(frozen=True)
class Counting:
    """A test whose results can be counted: its levels, and the place of the first that meets the standard.

    Without labels only those who met it are counted.
    """

    measure: Measure
    labels: tuple[str, ...]
    first_met: int | None


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
    code_by = numbers_of(grades)
    return [Pupil(code_by[pk], name_of(s) or code_by[pk], grade) for pk, (s, grade) in grades.items() if pk in code_by]


def earlier(viewer: Viewer, place: Unit) -> list[Measure]:
    """Return the tests that were typed in at this school and that the viewer may name, the newest first."""
    return with_levels(viewer, place, typed(viewer, place))


def with_levels(viewer: Viewer, place: Unit, tests: QuerySet[Measure]) -> list[Measure]:
    """Return with their levels the newest of some tests that the viewer may name."""
    found = nameable(viewer, place.district or place, tests.order_by("-pk"))[:N_EARLIER]
    prefetch_related_objects(found, "levels")
    return found


def names(viewer: Viewer, place: Unit) -> set[str]:
    """Return what the tests are called that were typed in at this school, however they are scored."""
    return set(typed(viewer, place).values_list("code", flat=True))


def typed(viewer: Viewer, place: Unit) -> QuerySet[Measure]:
    """Return the tests that were typed in at this school; none where the viewer may not type in for the class."""
    return Measure.objects.filter(district__in=district_of(viewer, place), source=source_of(place))


def district_of(viewer: Viewer, place: Unit) -> QuerySet[Unit]:
    """Return the district of a class where the viewer may type results in for it."""
    own = policy.classes(viewer).filter(pk=place.pk).order_by()
    return Unit.objects.filter(pk__in=own.values("district"))


def subjects(viewer: Viewer, place: Unit) -> list[str]:
    """Return the subjects of the district's tests, so that a new test is filed under a word that is here.

    Empty where the viewer may not type results in for the class.
    """
    found = Measure.objects.filter(district__in=district_of(viewer, place), restricted=False).exclude(subject="")
    return list(found.order_by("subject").values_list("subject", flat=True).distinct())


def typed_results(viewer: Viewer, upload: Upload) -> list[tuple[str, str]]:
    """Return what was typed in for a class: each student's name and result, as long as the small file of it is kept.

    Only for whoever may read it student by student; for others there is nothing.
    """
    place, path = upload.place, settings.DATA / upload.path
    if place is None or not policy.may_read_typed(viewer, upload, school_of(place)) or not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        rows = [(row["student"], row["result"]) for row in csv.DictReader(file)]
    numbered = ExternalId.objects.filter(
        kind="student", source=NUMBERING, district=place.district_id,
        value__in=[code for code, _result in rows],
    )  # fmt: skip
    names = {each.value: name_of(each.student) for each in numbered.select_related("student") if each.student}
    return [(names.get(code) or code, result) for code, result in rows]


def name_of(student: Student) -> str:
    return " ".join(part for part in (student.given_name, student.family_name) if part)


def countable(viewer: Viewer, place: Unit) -> list[Counting]:
    """Return the tests a class can be counted on: those of its goals, then those typed in at its school."""
    shares = {"metric__in": [metric.value for metric in BY_SHARE], "is_yearly": False, "restricted": False}
    active = Goal.objects.filter(unit=place, layer="progress", state="active")
    districts = district_of(viewer, place)
    of_goals = Measure.objects.filter(pk__in=active.values("measure"), district__in=districts, **shares)
    by_name = of_goals.order_by("name").prefetch_related("levels")
    found = [*by_name, *with_levels(viewer, place, typed(viewer, place).filter(**shares))]
    return [counting(measure) for measure in {each.pk: each for each in found}.values()][:N_EARLIER]


def counting(measure: Measure) -> Counting:
    """Return how a test is counted; one with cut scores, or with levels of each grade, by who met it."""
    levels = sorted(measure.levels.all(), key=lambda level: level.order)
    labels = tuple(level.label for level in levels)
    first = next((place for place, level in enumerate(levels) if level.is_proficient), None)
    by_cut = any(level.lower is not None or level.grade is not None for level in levels)
    return Counting(measure, (), None) if by_cut or first is None else Counting(measure, labels, first)
