"""Who did what: an append-only, hash-chained journal, and the keys of requests already carried out."""

import uuid

from django.conf import settings
from django.db import models


class Chain(models.Model):
    """The head of one district's journal; its row is locked while an entry is added. District 0 is the installation."""

    district_number = models.BigIntegerField(unique=True)
    last_number = models.BigIntegerField(default=0)
    last_hash = models.CharField(max_length=64, default="")


class Entry(models.Model):
    """One act: `before` and `after` are plain values; `digest` covers the entry and the digest before it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    district_number = models.BigIntegerField()
    number = models.BigIntegerField()
    at = models.DateTimeField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=60)
    noun = models.CharField(max_length=60)
    noun_uuid = models.UUIDField(null=True, db_index=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    why = models.TextField(default="")
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district_number", "number"], name="one_entry_per_place_in_the_chain"),
        ]


class Submission(models.Model):
    """A write that was carried out: the same key again replays `location` and has no further effect."""

    key = models.UUIDField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    action = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=64)
    location = models.CharField(max_length=300)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="a_request_has_one_effect")]
