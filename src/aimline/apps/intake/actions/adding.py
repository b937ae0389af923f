"""Add the rows of an import inside its commit; the many by plain `executemany`, which holds the write lock least.

They are laid out before the transaction begins, so that it only has to store them.
"""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from django.db import connection

from aimline.apps.intake.actions import memberships
from aimline.apps.intake.actions.creating import Additions
from aimline.apps.intake.queries.meaning import NUMBERING
from aimline.apps.organizations.models import (
    Attribute,
    Enrolment,
    ExternalId,
    GroupMembership,
    SchoolYear,
    Student,
    StudentGroup,
    Unit,
)
from aimline.apps.results.models import Administration, Measure, MeasureLevel
from aimline.apps.standards.models import Standard
from aimline.exchange.mapping import Mapping
from aimline.warehouse import enrolments
from aimline.warehouse.enrolments import Enrolments
from aimline.warehouse.staged import Staged
from aimline.warehouse.workspace import Workspace

Row = tuple[int | str | None, ...]
NO_GRADE = -128
CHUNK = 20_000


@dataclass(frozen=True)
class Rows:
    """The many rows of an import, ready to be stored."""

    students: Sequence[Row]
    codes: Sequence[Row]
    enrolments: Sequence[Row] = ()
    held: memberships.Changes = field(default_factory=memberships.Changes)


def rows_of(additions: Additions, staged: Staged, mapping: Mapping, workspace: Workspace) -> Rows:
    """Lay out what will be added: new students and, where the mapping says so, who was where and in which group."""
    students, codes = students_of(additions, staged)
    if "enrolments" not in mapping.create:
        return Rows(students, codes)
    who, had = enrolments.find(workspace, staged)
    return Rows(
        students, codes, list(enrolments_of(additions, staged, who)), memberships.changes(additions, staged, had)
    )


def add_places(additions: Additions) -> None:
    """Add the districts and schools nobody knew."""
    Unit.objects.bulk_create(additions.units)


def add(additions: Additions, rows: Rows) -> None:
    """Add everything else; runs inside the commit's transaction, once its places are there and its heads locked."""
    SchoolYear.objects.bulk_create(additions.years)
    Measure.objects.bulk_create(additions.measures)
    MeasureLevel.objects.bulk_create(additions.levels)
    Administration.objects.bulk_create(additions.administrations)
    Attribute.objects.bulk_create(additions.attributes)
    StudentGroup.objects.bulk_create(additions.groups)
    insert(
        Student._meta.db_table, ("id", "uuid", "district_id", "given_name", "family_name", "same_as_id"), rows.students
    )
    insert(ExternalId._meta.db_table, ("district_id", "source", "kind", "value", "student_id"), rows.codes)
    insert(
        Enrolment._meta.db_table,
        ("district_id", "student_id", "school_id", "school_year", "grade", "starts_on", "ends_on"),
        rows.enrolments,
        unless_there=True,
    )
    held = rows.held
    table = GroupMembership._meta.db_table
    run(f"DELETE FROM {table} WHERE id = %s", held.gone)
    run(f"UPDATE {table} SET starts_on = %s, ends_on = %s WHERE id = %s", held.longer)
    insert(table, ("student_id", "group_id", "starts_on", "ends_on"), held.new)


def link_standards(staged: Staged, mapping: Mapping, measures: Sequence[int]) -> None:
    """Say which standards of its district each measure of the file tests, where the mapping names them."""
    wanted = {
        (pk, key)
        for entry, pk in zip(staged.administrations, measures, strict=True)
        for key in mapping.measures[entry.measure].standards
    }
    districts = dict(Measure.objects.filter(pk__in={pk for pk, _ in wanted}).values_list("pk", "district_id"))
    known = Standard.objects.filter(district__in=set(districts.values()), key__in={key for _, key in wanted})
    ids = {(district, key): pk for pk, district, key in known.values_list("pk", "district_id", "key")}
    link = Standard.measures.through
    link._default_manager.bulk_create(
        [
            link(measure_id=pk, standard_id=ids[(districts[pk], key)])
            for pk, key in sorted(wanted)
            if (districts[pk], key) in ids
        ],
        ignore_conflicts=True,
    )


def students_of(additions: Additions, staged: Staged) -> tuple[list[Row], list[Row]]:
    """Return the students nobody knew and their codes; who appears in two districts is linked to the older record."""
    district_of = dict(zip((d.code for d in staged.districts), additions.ids.districts.tolist(), strict=True))
    students, is_new, elsewhere = staged.students, additions.is_new_student.tolist(), additions.elsewhere.tolist()
    first_with: dict[str, int] = {}
    rows: list[Row] = []
    codes: list[Row] = []
    uuid_of = str if connection.features.has_native_uuid_field else attrgetter("hex")
    for place, pk in enumerate(additions.ids.students.tolist()):
        code = students.code[place]
        first = elsewhere[place] or first_with.setdefault(code, pk)
        if not is_new[place]:
            continue
        district, same_as = district_of[students.district[place]], first if first != pk else None
        given, family = students.given_name[place] or "", students.family_name[place] or ""
        rows.append((pk, uuid_of(uuid.uuid4()), district, given[:120], family[:120], same_as))
        codes.append((district, NUMBERING, "student", code, pk))
    return rows, codes


def enrolments_of(additions: Additions, staged: Staged, found: Enrolments) -> Iterator[Row]:
    """Give every enrolment of the file that names a grade; one that is there already stays as it is."""
    ids = additions.ids
    district_of = dict(zip((d.code for d in staged.districts), ids.districts.tolist(), strict=True))
    districts_of_schools = [district_of[school.district] for school in staged.schools]
    dates = {key: (year.starts_on.isoformat(), year.ends_on.isoformat()) for key, year in additions.dates.items()}
    students, schools = ids.students[found.student].tolist(), ids.schools.tolist()
    for student, school, ending, grade in zip(
        students, found.school.tolist(), found.school_year.tolist(), found.grade.tolist(), strict=True
    ):
        if grade != NO_GRADE:
            district = districts_of_schools[school]
            yield (district, student, schools[school], ending, grade, *dates[(district, ending)])


def insert(table: str, columns: tuple[str, ...], rows: Sequence[Row], *, unless_there: bool = False) -> None:
    names, marks = ", ".join(columns), ", ".join(["%s"] * len(columns))
    run(f"INSERT INTO {table} ({names}) VALUES ({marks}){' ON CONFLICT DO NOTHING' if unless_there else ''}", rows)


def run(statement: str, rows: Sequence[Row]) -> None:
    """Carry out one statement for many rows, in chunks."""
    with connection.cursor() as cursor:
        for start in range(0, len(rows), CHUNK):
            cursor.executemany(statement, rows[start : start + CHUNK])
