"""Places, people's part in them, calendars, students and their enrolments."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Q
from django.db.models.lookups import StartsWith
from django.db.models.sql.compiler import SQLCompiler

AFTER_SLASH = "0"  # the letter that follows the stroke at the end of every path


class UnitKind(models.TextChoices):
    DISTRICT = "district"
    SCHOOL = "school"
    TEAM = "team"
    CLASSROOM = "classroom"


class Role(models.TextChoices):
    INSTALLATION_STEWARD = "installation_steward"
    DISTRICT_LEADER = "district_leader"
    DATA_STEWARD = "data_steward"
    PRINCIPAL = "principal"
    VICE_PRINCIPAL = "vice_principal"
    LEADERSHIP_TEAM = "leadership_team"
    TEAM_LEAD = "team_lead"
    TEACHER = "teacher"
    SUPPORT_TEACHER = "support_teacher"
    COACH = "coach"
    STUDENT = "student"
    PARENT = "parent"
    COUNCIL_MEMBER = "council_member"
    OBSERVER = "observer"


@models.CharField.register_lookup
class Within(StartsWith):
    """`path__within="/1/4/"` keeps the place of this path and all places below; the empty path keeps every place."""

    lookup_name = "within"

    def get_rhs_op(self, connection: BaseDatabaseWrapper, rhs: str) -> str:
        return f"LIKE {rhs}"

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        # With a pattern for a mark SQLite prepares the statement anew each time it is asked, and uses no index.
        column, marks = self.process_lhs(compiler, connection)
        own, first, after = tuple(marks), self.rhs, f"{self.rhs[:-1]}{AFTER_SLASH}"
        return f"({column} >= %s AND {column} < %s)", (*own, first, *own, after)


class Unit(models.Model):
    """A district, school, team or classroom; `path` is `/district/school/.../` in ids and answers for a subtree."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    district = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    path = models.CharField(max_length=120, default="", db_index=True)
    kind = models.CharField(max_length=12, choices=UnitKind.choices)
    name = models.CharField(max_length=200)
    name_sort = models.CharField(max_length=200)
    code = models.CharField(max_length=60, default="", blank=True)
    locale = models.CharField(max_length=12, default="en")
    time_zone = models.CharField(max_length=60, default="UTC")
    label_pack = models.CharField(max_length=20, default="US")
    team_kind = models.CharField(max_length=30, default="", blank=True)
    grades = models.JSONField(default=list)
    subject = models.CharField(max_length=60, default="", blank=True)
    n_min = models.PositiveSmallIntegerField(default=10)
    archived_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["district", "code"],
                condition=Q(kind="school") & ~Q(code=""),
                name="a_school_is_district_and_code",
            ),
            models.UniqueConstraint(
                fields=["code"], condition=Q(kind="district") & ~Q(code=""), name="a_district_has_its_code"
            ),
            models.CheckConstraint(
                condition=Q(kind="district", parent=None) | (~Q(kind="district") & Q(parent__isnull=False)),
                name="only_a_district_stands_alone",
            ),
            models.CheckConstraint(condition=Q(n_min__gte=5, n_min__lte=30), name="minimum_n_is_5_to_30"),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person's part in a place, with dates; an installation steward has no place."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    district = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="memberships")
    role = models.CharField(max_length=24, choices=Role.choices)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=60, default="", db_default="")  # the roster that keeps it; empty: people do
    source_key = models.CharField(max_length=250, default="", db_default="")  # its row there

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(role="installation_steward", unit=None)
                | (~Q(role="installation_steward") & Q(unit__isnull=False)),
                name="only_an_installation_steward_has_no_place",
            ),
        ]


class SchoolYear(models.Model):
    """A district's school year, keyed by the year in which it ends."""

    district = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="school_years")
    ending = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    is_proposed = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["district", "ending"], name="one_school_year_per_ending")]


class CalendarSpan(models.Model):
    """A term, a testing window or a break inside a school year."""

    school_year = models.ForeignKey(SchoolYear, on_delete=models.CASCADE, related_name="spans")
    kind = models.CharField(max_length=12)  # term, window or break
    name = models.CharField(max_length=60)  # quarter, semester, BOY, Winter break ...
    number = models.PositiveSmallIntegerField(default=0)
    starts_on = models.DateField()
    ends_on = models.DateField()


class Student(models.Model):
    """A student of one district; a student who moves district has two records, linked by `same_as`."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    district = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    given_name = models.CharField(max_length=120, default="", blank=True)
    family_name = models.CharField(max_length=120, default="", blank=True)
    same_as = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")


class Enrolment(models.Model):
    """A student in a school and grade for (part of) a school year; two schools in one year are two enrolments.

    `source` names the roster that keeps it; a file of results leaves it empty.
    """

    id = models.BigAutoField(primary_key=True)
    district = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="enrolments", db_index=False)
    school = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    school_year = models.PositiveSmallIntegerField()
    grade = models.SmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    source = models.CharField(max_length=60, default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["student", "school", "school_year"], name="one_enrolment_per_school_and_year"
            ),
        ]
        indexes = [models.Index(fields=["school", "school_year", "grade"], name="enrolment_by_school")]


class Seat(models.Model):
    """A student in a classroom from one date to another, as a row of a roster says."""

    id = models.BigAutoField(primary_key=True)
    district = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="seats")
    classroom = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="seats")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    source = models.CharField(max_length=60)
    source_key = models.CharField(max_length=250)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "source", "source_key"], name="a_row_of_a_roster_is_one_seat"),
        ]


class Attribute(models.Model):
    """A way a district groups its students (English learner, lunch status ...), with its column in the warehouse."""

    district = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="attributes")
    name = models.CharField(max_length=80)
    slot = models.PositiveSmallIntegerField()  # group_1 .. group_12

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "name"], name="an_attribute_is_named_once"),
            models.UniqueConstraint(fields=["district", "slot"], name="an_attribute_has_its_own_column"),
            models.CheckConstraint(condition=Q(slot__gte=1, slot__lte=12), name="there_are_twelve_columns"),
        ]


class StudentGroup(models.Model):
    """One value of an attribute; `code` is what the warehouse stores in the attribute's column."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    attribute = models.ForeignKey(Attribute, on_delete=models.PROTECT, related_name="groups")
    value = models.CharField(max_length=80)
    code = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attribute", "value"], name="a_group_value_is_named_once"),
            models.UniqueConstraint(fields=["attribute", "code"], name="a_group_value_has_its_own_code"),
        ]


class GroupMembership(models.Model):
    """A student in a group from one date to another."""

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="+")
    group = models.ForeignKey(StudentGroup, on_delete=models.PROTECT, related_name="+", db_index=False)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    source = models.CharField(max_length=60, default="", db_default="")  # as of an enrolment


class ExternalId(models.Model):
    """What another system calls a student, place or person; many for each, unique within district, source and kind."""

    district = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    source = models.CharField(max_length=60)
    kind = models.CharField(max_length=30)
    value = models.CharField(max_length=120)
    student = models.ForeignKey(Student, on_delete=models.CASCADE, null=True, related_name="external_ids")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, related_name="external_ids")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["district", "source", "kind", "value"], name="an_external_id_names_one_owner"
            ),
            models.CheckConstraint(
                condition=Q(student__isnull=False, unit=None, person=None)
                | Q(student=None, unit__isnull=False, person=None)
                | Q(student=None, unit=None, person__isnull=False),
                name="an_external_id_has_one_owner",
            ),
        ]
