"""What the columns of an upload mean: its mapping, with the place it was brought to filled in."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.db.models import QuerySet

from aimline.apps.intake.models import Upload
from aimline.apps.organizations.models import ExternalId, Unit, UnitKind
from aimline.apps.results.models import OF_A_CLASS
from aimline.exchange import mapping_checks, mapping_file
from aimline.exchange.mapping import Mapping, has

NUMBERING = "local"  # one numbering of students and schools a district
CHUNK = 10_000  # a database takes so many values at once
FAMILY = "oneroster"  # every source of a roster begins with it


def mapping_of(upload: Upload) -> Mapping:
    """Return the upload's mapping with its place filled in, ready to be run; raises UnusableMapping."""
    mapping = fill_in(mapping_file.parse(upload.mapping), upload)
    mapping_checks.require(mapping)
    return mapping


def fill_in(mapping: Mapping, upload: Upload) -> Mapping:
    """Give the district and the school that the file, or one of its lines, does not name, from where it was brought.

    Where there is only one place it could be, it is that place.
    """
    constants, when_empty = dict(mapping.constants), dict(mapping.when_empty)
    for role, place in zip(("district", "school"), home_of(upload), strict=True):
        if place and not has(mapping, role):
            constants[role] = code_of(place)
        elif place and role in mapping.columns:
            when_empty.setdefault(role, code_of(place))
    return replace(mapping, constants=constants, when_empty=when_empty)


def home_of(upload: Upload) -> tuple[Unit | None, Unit | None]:
    """Return the district and the school whose results a file holds, as far as its place tells."""
    place = upload.place
    while place is not None and place.kind in (UnitKind.TEAM, UnitKind.CLASSROOM):
        place = place.parent
    if place is not None and place.kind == UnitKind.SCHOOL:
        return place.district, place
    district = place or only(Unit.objects.filter(kind=UnitKind.DISTRICT, archived_on=None))
    if district is None:
        return None, None
    return district, only(Unit.objects.filter(kind=UnitKind.SCHOOL, district=district, archived_on=None))


def school_of(place: Unit) -> Unit:
    """Return the school of a team or classroom."""
    while place.kind != UnitKind.SCHOOL and place.parent is not None:
        place = place.parent
    return place


def source_of(place: Unit) -> str:
    """Return what measures typed in at a school come from."""
    school = school_of(place)
    return f"{OF_A_CLASS} {code_of(school)} {school.name}"[:60]


def formerly(student: int, ends_on: date) -> str:
    """Return the source of a number that a student had until a day, and that is free for another since."""
    return f"{NUMBERING}:{ends_on}:{student}"


def last_day_of(source: str) -> date:
    """Return the day until which a student had a number, from the source that `formerly` gave it."""
    return date.fromisoformat(source.split(":")[1])


def former_code(number: str, ends_on: date, student: int) -> str:
    """Return the code by which rows find a student who had a number until a day and has none any more."""
    return f"{number} until {ends_on} ({student})"


def numbers_of(students: Iterable[int]) -> dict[int, str]:
    """Return the number of each student, the newest of several."""
    wanted, found = list(students), dict[int, str]()
    for start in range(0, len(wanted), CHUNK):
        some = wanted[start : start + CHUNK]
        own = ExternalId.objects.filter(kind="student", source=NUMBERING, student__in=some).order_by("pk")
        found |= {student: number for student, number in own.values_list("student_id", "value") if student}
    return found


def only(places: QuerySet[Unit]) -> Unit | None:
    """Return the place if it is the only one."""
    found = list(places[:2])
    return found[0] if len(found) == 1 else None


def code_of(unit: Unit) -> str:
    """Return the code a unit goes by in files; a unit without one goes by its address."""
    return unit.code or str(unit.uuid)
