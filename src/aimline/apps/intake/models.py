"""Files on their way in."""

import uuid

from django.conf import settings
from django.db import models

from aimline.apps.organizations.models import Unit


class UploadState(models.TextChoices):
    RECEIVED = "received"
    STAGING = "staging"
    STAGED = "staged"
    COMMITTING = "committing"
    COMMITTED = "committed"
    REFUSED = "refused"
    DISCARDED = "discarded"
    WITHDRAWN = "withdrawn"


class Upload(models.Model):
    """A file somebody brought: where it is staged, what it seems to be, how far it has come.

    `place` is the district or school it was brought to; empty for a steward's file that spans districts.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=255)
    path = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)
    n_bytes = models.BigIntegerField()
    mapping = models.TextField(default="", blank=True)
    state = models.CharField(max_length=12, choices=UploadState.choices, default=UploadState.RECEIVED)
    seen_generations = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    message = models.TextField(default="", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    @property
    def is_framework(self) -> bool:
        """True for a framework of standards: what students are to learn, and no results."""
        return "framework" in self.report


class SavedMapping(models.Model):
    """What the columns of one kind of file mean, kept when such a file was stored, to be offered for the next one.

    `key` tells one kind of file from another; `removed_at` lets go of it without forgetting.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    key = models.CharField(max_length=64)
    name = models.CharField(max_length=120)
    text = models.TextField()
    made_from = models.CharField(max_length=255)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    used_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "key"], nulls_distinct=False, name="a_kind_of_file_has_one_mapping_at_a_place"
            ),
        ]


class LineItem(models.Model):
    """A column of a gradebook as a roster described it: results of later bundles name it by its `key` alone."""

    district = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=60)
    key = models.CharField(max_length=100)
    told = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "source", "key"], name="a_line_item_is_kept_once"),
        ]
