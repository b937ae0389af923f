"""Measures, their administrations, and the batches and files in which results are kept."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from aimline.apps.organizations.models import Unit

OF_A_CLASS = "Class sets"  # the source of measures that teachers typed in begins so


class Measure(models.Model):
    """What is measured, in which unit and direction; a changed cut score is a new `instrument_version`."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    district = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="measures")
    source = models.CharField(max_length=60)
    code = models.CharField(max_length=120)  # the value in the file
    name = models.CharField(max_length=200)
    subject = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)
    metric = models.CharField(max_length=40)
    direction = models.CharField(max_length=4)
    unit = models.CharField(max_length=20)
    minimum = models.FloatField(null=True)
    maximum = models.FloatField(null=True)
    instrument_version = models.CharField(max_length=40, default="", blank=True)
    min_meaningful_change = models.FloatField(default=0)
    is_yearly = models.BooleanField(default=False)
    aligned_to_standards = models.BooleanField(default=False)
    restricted = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["district", "source", "code", "instrument_version"], name="a_measure_version_is_stored_once"
            ),
            models.CheckConstraint(condition=Q(direction__in=["up", "down"]), name="a_measure_goes_up_or_down"),
        ]

    def __str__(self) -> str:
        return self.name


class MeasureLevel(models.Model):
    """An ordered level of a measure, for one grade or (null) for all; `lower` is its cut score where there is one."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="levels")
    grade = models.SmallIntegerField(null=True)
    order = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=80)
    lower = models.FloatField(null=True)
    is_proficient = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "grade", "order"], nulls_distinct=False, name="levels_are_ordered"
            ),
        ]


class Administration(models.Model):
    """One giving of a measure: a school year and a window, with the date that stands for it."""

    id = models.BigAutoField(primary_key=True)
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    district = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="administrations")
    school_year = models.PositiveSmallIntegerField()
    window = models.CharField(max_length=60)
    given_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "school_year", "window"], name="an_administration_is_stored_once"
            ),
        ]


class BatchState(models.TextChoices):
    STAGED = "staged"
    COMMITTED = "committed"
    WITHDRAWN = "withdrawn"
    DISCARDED = "discarded"


class Batch(models.Model):
    """One import into one district; `number` is its place in the district's order, given at commit."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    district = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="batches")
    upload_uuid = models.UUIDField(db_index=True)
    number = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=12, choices=BatchState.choices, default=BatchState.STAGED)
    source = models.CharField(max_length=60)
    file_name = models.CharField(max_length=255)
    file_digest = models.CharField(max_length=64)
    mapping_digest = models.CharField(max_length=64)
    school_years = models.JSONField(default=list)
    n_rows = models.PositiveIntegerField(default=0)
    n_not_scored = models.PositiveIntegerField(default=0)
    n_problems = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    committed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["district", "number"],
                condition=Q(number__isnull=False),
                name="a_batch_has_one_place_in_the_order",
            ),
            models.UniqueConstraint(
                fields=["district", "file_digest", "mapping_digest"],
                condition=Q(state="committed"),
                name="a_file_is_live_once",
            ),
        ]


class ClassCount(models.Model):
    """A class of which only counts are known (settled 10): who met the standard, and how many stood at each level."""

    district = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    batch = models.OneToOneField(Batch, on_delete=models.PROTECT, related_name="class_count")
    administration = models.ForeignKey(Administration, on_delete=models.PROTECT, related_name="class_counts")
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    n = models.PositiveIntegerField()
    n_met = models.PositiveIntegerField()
    n_not_tested = models.PositiveIntegerField(default=0)
    at_levels = models.JSONField(default=list, blank=True)  # [label, count], the lowest first

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(n_met__lte=models.F("n"), n__gt=0), name="no_more_met_than_were_tested"),
        ]


class Head(models.Model):
    """A district's newest generation and batch number; its row is the one lock of a commit."""

    district = models.OneToOneField(Unit, on_delete=models.PROTECT, related_name="warehouse_head")
    generation = models.PositiveIntegerField(default=0)
    last_batch_number = models.PositiveIntegerField(default=0)


class SegmentKind(models.TextChoices):
    LOG = "log"
    CURRENT = "current"


class Segment(models.Model):
    """A physical file, the generation that made it and the one that retired it; `made_in` null means still writing.

    The row stands before the file and before the commit, so it may name a district that comes with that commit.
    """

    district = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="segments")
    kind = models.CharField(max_length=8, choices=SegmentKind.choices)
    school_year = models.PositiveSmallIntegerField()
    path = models.CharField(max_length=255, unique=True)
    n_rows = models.PositiveIntegerField(default=0)
    n_bytes = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="")
    made_in = models.PositiveIntegerField(null=True)
    retired_in = models.PositiveIntegerField(null=True)
    retired_at = models.DateTimeField(null=True)
    writing_since = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["district", "kind", "school_year"], name="segment_by_year")]
