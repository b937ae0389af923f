"""A connection to another system, and every pull from it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from aimline.apps.organizations.models import Unit


class Kind(models.TextChoices):
    ONEROSTER = "oneroster"
    ED_FI = "ed_fi"


class Schedule(models.TextChoices):
    BY_HAND = "by_hand"
    DAILY = "daily"
    WEEKLY = "weekly"


class Connection(models.Model):
    """Where a district's roster or results are pulled from, how often, and in whose name (`by`).

    The secret is kept sealed; whoever reads the table without the installation's key reads nothing.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    district = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="connections")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    address = models.CharField(max_length=300)
    token_address = models.CharField(max_length=300, default="", blank=True)
    client_key = models.CharField(max_length=200)
    sealed_secret = models.TextField()
    system = models.CharField(max_length=50)
    wants_roster = models.BooleanField(default=True)
    wants_demographics = models.BooleanField(default=False)
    wants_results = models.BooleanField(default=False)
    schedule = models.CharField(max_length=8, choices=Schedule.choices, default=Schedule.BY_HAND)
    stores_by_itself = models.BooleanField(default=False)
    is_on = models.BooleanField(default=False)
    next_at = models.DateTimeField(null=True)
    tried = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "name"], name="a_connection_is_named_once"),
        ]


class PullState(models.TextChoices):
    RUNNING = "running"
    STOPPED = "stopped"
    DONE = "done"


class Pull(models.Model):
    """One pull: how far it came, the changes it read (Ed-Fi), and the imports it made."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="pulls")
    state = models.CharField(max_length=8, choices=PullState.choices, default=PullState.RUNNING)
    begun_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    first_change = models.BigIntegerField(null=True)
    last_change = models.BigIntegerField(null=True)
    n_rows = models.JSONField(default=dict)
    message = models.TextField(default="", blank=True)
    roster_uuid = models.UUIDField(null=True)
    results_uuid = models.UUIDField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["connection"], condition=Q(state="running"), name="a_connection_pulls_one_thing_at_a_time"
            ),
        ]
