"""Keeping house in the background: an erasure that was confirmed, and what every night brings."""

import logging
from datetime import date, datetime

from django.utils import timezone
from django_tasks import task

from aimline.apps.accounts.models import Person
from aimline.apps.keeping import policy, queries
from aimline.apps.keeping.models import Erasure
from aimline.apps.organizations.queries import viewer_of

log = logging.getLogger(__name__)


@task()
def erase_student(erasure_uuid: str, person_id: int, today: str, now: str) -> None:
    """Carry out an erasure as the person who asked for it; their rights are asked again."""
    from aimline.apps.keeping.actions import erasing

    person = Person.objects.get(pk=person_id)
    viewer = viewer_of(person, today=date.fromisoformat(today), now=datetime.fromisoformat(now))
    erasing.carry_out(viewer, Erasure.objects.select_related("district").get(uuid=erasure_uuid))


@task()
def keep_house() -> None:
    """Finish what was cut off, let go of what was kept long enough, pack logs of many small files."""
    from aimline.apps.intake.actions.committing import MovedMeanwhile
    from aimline.apps.keeping.actions import compacting, erasing, retaining

    keeper = policy.caretaker(timezone.now())
    for asked in queries.unfinished(keeper).select_related("district"):
        erasing.carry_out(keeper, asked)
    retaining.let_go(keeper, retaining.aged(keeper))
    for district in policy.districts(keeper):
        try:
            compacting.compact(keeper, district, most=compacting.MOST_SMALL_FILES)
        except MovedMeanwhile:
            log.info("Imports kept coming in; the log of district %s is packed the next night.", district.pk)
