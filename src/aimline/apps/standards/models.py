"""A district's standards, as a framework brought them."""

import uuid

from django.db import models

from aimline.apps.organizations.models import Unit
from aimline.apps.results.models import Measure


class Standard(models.Model):
    """One standard; `key` is its identifier in its framework, which keeps it the same from year to year.

    Essential is what people decided after four ratings from 0 to 3, not a sum of them.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    district = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="standards")
    framework = models.CharField(max_length=200)
    framework_key = models.CharField(max_length=120)
    key = models.CharField(max_length=120)
    order = models.PositiveIntegerField()
    parent = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="children")
    code = models.CharField(max_length=60, default="", blank=True)
    text = models.TextField()
    subject = models.CharField(max_length=60, default="", blank=True)
    grades = models.JSONField(default=list)
    search = models.TextField(default="", blank=True)  # its words, plain, to be found by on every database
    is_current = models.BooleanField(default=True)
    readiness = models.PositiveSmallIntegerField(null=True)
    endurance = models.PositiveSmallIntegerField(null=True)
    assessed = models.PositiveSmallIntegerField(null=True)
    leverage = models.PositiveSmallIntegerField(null=True)
    is_essential = models.BooleanField(default=False)
    measures = models.ManyToManyField(Measure, related_name="standards")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "key"], name="a_standard_is_stored_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}".strip()
