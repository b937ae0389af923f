"""Asking another system takes longer than a page may."""

import uuid
from datetime import date, datetime

from django.utils import timezone
from django_tasks import task

from aimline.apps.accounts.models import Person
from aimline.apps.connections import queries
from aimline.apps.connections.actions import pulling
from aimline.apps.connections.models import Connection
from aimline.apps.organizations.policy import Viewer, moment
from aimline.apps.organizations.queries import viewer_of
from aimline.domain.refusal import AimlineError


@task()
def pull_connection(connection_uuid: str, person_id: int, today: str, now: str) -> None:
    """Pull once, in a person's name; their rights are asked again, and what stops it stands on the page."""
    viewer = viewer_at(person_id, today, now)
    told: dict[str, object] = {}
    try:
        pulling.pull(viewer, queries.connection(viewer, uuid.UUID(connection_uuid)))
    except AimlineError as refusal:
        told = {"at": now, "counts": [], "message": f"{refusal.message} {refusal.hint}"}
    finally:
        Connection.objects.filter(uuid=connection_uuid).update(tried=told)  # whatever happened, nobody waits any more


def hand_over_due() -> int:
    """Queue the pulls whose time has come, each in its keeper's name; returns how many."""
    now, n_queued = timezone.now(), 0
    for connection in queries.due(now):
        if pulling.plan_next(connection):
            today = moment()
            pull_connection.enqueue(str(connection.uuid), connection.by_id, today.date().isoformat(), today.isoformat())
            n_queued += 1
    return n_queued


@task()
def try_connection(connection_uuid: str, person_id: int, today: str, now: str) -> None:
    """Ask for one row of everything, in a person's name."""
    viewer = viewer_at(person_id, today, now)
    pulling.try_out(viewer, queries.connection(viewer, uuid.UUID(connection_uuid)))


def viewer_at(person_id: int, today: str, now: str) -> Viewer:
    """Return the person as the viewer they are on that day."""
    person = Person.objects.get(pk=person_id)
    return viewer_of(person, today=date.fromisoformat(today), now=datetime.fromisoformat(now))
