"""Keeping house in the background: an erasure that was confirmed, and what every night brings."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django_tasks import task

from aimline.apps.accounts.models import Person
from aimline.apps.keeping import policy, queries
from aimline.apps.keeping.models import Erasure
from aimline.apps.organizations.policy import moment
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
    from aimline.apps.keeping.actions import compacting, erasing, retaining

    keeper = policy.caretaker(moment())
    for asked in queries.unfinished(keeper).select_related("district"):
        with unless_imports_come_in(f"erasure {asked.pk} is finished"):
            erasing.carry_out(keeper, asked)
    with unless_imports_come_in("what was kept long enough goes"):
        retaining.let_go(keeper, retaining.aged(keeper))
    for district in policy.districts(keeper):
        with unless_imports_come_in(f"the log of district {district.pk} is packed"):
            compacting.compact(keeper, district, most=compacting.MOST_SMALL_FILES)


@contextmanager
def unless_imports_come_in(what: str) -> Iterator[None]:
    """Leave one thing to the next night where imports kept coming in, and go on with the others."""
    from aimline.apps.intake.actions.heads import MovedMeanwhile

    try:
        yield
    except MovedMeanwhile:
        log.info("Imports kept coming in; %s the next night.", what)
