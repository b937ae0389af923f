"""Students who were erased, and how long a district keeps its results."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from aimline.apps.organizations.models import Unit


class Reason(models.TextChoices):
    """Why a student is erased; never in free words, which could name the student again."""

    FAMILY = "family", "The family asked for it"
    LAW = "law", "A law or the district's rules ask for it"
    MISTAKE = "mistake", "The student was entered by mistake"


class Erasure(models.Model):
    """One student erased: asked for, then done (nothing counts the student), then finished (no file holds a trace).

    The list stays, so that whoever restores a backup can erase again. `student_uuid` and `student_number` mean nothing
    once the student is gone; `words` are the codes and the name to look for in kept files, until that is finished.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    district = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    student_uuid = models.UUIDField()
    student_number = models.BigIntegerField()
    reason = models.CharField(max_length=10, choices=Reason.choices)
    words = models.JSONField(default=dict)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["student_uuid"], name="a_student_is_erased_once"),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(done_at__isnull=False),
                name="an_erasure_is_done_before_it_is_finished",
            ),
        ]


class Retention(models.Model):
    """How many school years before the present one a district keeps results of; without a row, all of them."""

    district = models.OneToOneField(Unit, on_delete=models.PROTECT, related_name="retention")
    years_kept = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(years_kept__gte=1, years_kept__lte=30), name="years_kept_are_1_to_30"),
        ]
