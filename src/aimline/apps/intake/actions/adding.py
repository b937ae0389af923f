"""Add the rows of an import inside its commit; the many by plain `executemany`, which holds the write lock least."""

import uuid
from collections.abc import Iterable, Iterator
from datetime import date

import numpy as np
from django.db import connection

from aimline.apps.intake.actions.creating import Additions
from aimline.apps.intake.actions.matching import NUMBERING
from aimline.apps.organizations.models import Attribute, Enrolment, ExternalId, SchoolYear, Student, StudentGroup, Unit
from aimline.apps.results.models import Administration, Measure, MeasureLevel
from aimline.exchange.mapping import Mapping
from aimline.warehouse.staged import Staged

Row = tuple[int | str | date | None, ...]
NO_GRADE = -128
CHUNK = 20_000


def add(additions: Additions, staged: Staged, mapping: Mapping) -> None:
    """Add everything planned; runs inside the commit's transaction."""
    Unit.objects.bulk_create(additions.units)
    SchoolYear.objects.bulk_create(additions.years)
    Measure.objects.bulk_create(additions.measures)
    MeasureLevel.objects.bulk_create(additions.levels)
    Administration.objects.bulk_create(additions.administrations)
    Attribute.objects.bulk_create(additions.attributes)
    StudentGroup.objects.bulk_create(additions.groups)
    add_students(additions, staged)
    if "enrolments" in mapping.create:
        add_enrolments(additions, staged)


def add_students(additions: Additions, staged: Staged) -> None:
    """Add the students nobody knew, link those who appear in two districts, and store their codes."""
    district_of = dict(zip((d.code for d in staged.districts), additions.ids.districts.tolist(), strict=True))
    ids, students = additions.ids.students.tolist(), staged.students
    new = np.flatnonzero(additions.is_new_student).tolist()
    first_with: dict[str, int] = {}
    rows, named = [], []
    for place in range(len(ids)):
        code = students.code[place]
        first = first_with.setdefault(code, ids[place])
        if not additions.is_new_student[place]:
            continue
        same_as = first if first != ids[place] else None
        district = district_of[students.district[place]]
        given, family = students.given_name[place] or "", students.family_name[place] or ""
        rows.append((ids[place], stored_uuid(), district, given[:120], family[:120], same_as))
        named.append((district, NUMBERING, "student", code[:120], ids[place]))
    assert len(rows) == len(new)
    insert(Student._meta.db_table, ("id", "uuid", "district_id", "given_name", "family_name", "same_as_id"), rows)
    insert(ExternalId._meta.db_table, ("district_id", "source", "kind", "value", "student_id"), named)


def add_enrolments(additions: Additions, staged: Staged) -> None:
    """Add enrolments that are new; one that is there already stays as it is."""
    districts_of_schools = {
        school: district
        for school, district in zip(
            additions.ids.schools.tolist(),
            (school.district for school in staged.schools),
            strict=True,
        )
    }
    district_of = dict(zip((d.code for d in staged.districts), additions.ids.districts.tolist(), strict=True))
    enrolments = staged.enrolments
    students = additions.ids.students[enrolments.student].tolist()
    schools = additions.ids.schools[enrolments.school].tolist()

    def rows() -> Iterator[Row]:
        for student, school, ending, grade in zip(
            students, schools, enrolments.school_year.tolist(), enrolments.grade.tolist(), strict=True
        ):
            if grade == NO_GRADE:
                continue
            district = district_of[districts_of_schools[school]]
            year = additions.dates[(district, ending)]
            yield (district, student, school, ending, grade, year.starts_on, year.ends_on)

    columns = ("district_id", "student_id", "school_id", "school_year", "grade", "starts_on", "ends_on")
    insert(Enrolment._meta.db_table, columns, rows(), unless_there=True)


def insert(table: str, columns: tuple[str, ...], rows: Iterable[Row], *, unless_there: bool = False) -> None:
    """Insert rows by plain `executemany`, in chunks."""
    names, marks = ", ".join(columns), ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"
    if unless_there:
        statement += " ON CONFLICT DO NOTHING"
    with connection.cursor() as cursor:
        chunk: list[Row] = []
        for row in rows:
            chunk.append(row)
            if len(chunk) == CHUNK:
                cursor.executemany(statement, chunk)
                chunk = []
        if chunk:
            cursor.executemany(statement, chunk)


def stored_uuid() -> str:
    """Return a new UUID as the database keeps it."""
    fresh = uuid.uuid4()
    return str(fresh) if connection.features.has_native_uuid_field else fresh.hex
