"""What was shown outside the staff who teach the students."""

from django.conf import settings
from django.db import models

from aimline.apps.organizations.models import Unit


class Release(models.Model):
    """Numbers that were asked for together: which were shown, which were hidden, and what stood behind them.

    `question` names the results they are about, `digest` the numbers themselves. Counts of hidden numbers and of
    `atoms` are there so that later releases can be audited against this one; no page reads them.
    """

    district = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    shown_to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    question = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    cells = models.JSONField()
    atoms = models.JSONField(default=dict)
    n_min = models.PositiveSmallIntegerField()
    first_shown_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "question", "digest"], name="a_release_is_written_once"),
        ]
