"""What the keeper of a connection does: add it, change it, turn it on or off, remove it, try it, pull."""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from aimline.apps.connections import policy
from aimline.apps.connections.actions.encryption import encrypt
from aimline.apps.connections.models import Connection, Kind, Pull, PullState, Schedule
from aimline.apps.connections.queries import wanted_of
from aimline.apps.journal import actions as journal
from aimline.apps.organizations.models import Unit
from aimline.apps.organizations.policy import NotAllowed, Viewer
from aimline.domain.refusal import AimlineError
from aimline.domain.words import say

EVERY = {Schedule.DAILY: timedelta(days=1), Schedule.WEEKLY: timedelta(days=7)}


class SecretNeeded(AimlineError):
    """The secret must be typed in: there is none, or it was given for another host."""


class NameTaken(AimlineError):
    """The district has a connection of this name."""


@dataclass(frozen=True, repr=False)
class Given:
    """What a person typed in; never shown, because it holds a secret. An empty `secret` keeps the one there is."""

    name: str
    kind: Kind
    address: str
    token_address: str
    client_key: str
    secret: str
    system: str
    wants_roster: bool
    wants_demographics: bool
    wants_results: bool
    schedule: Schedule
    stores_by_itself: bool


def add(viewer: Viewer, district: Unit, given: Given) -> Connection:
    """Add a connection, switched off: nothing is asked before somebody turns it on or tries it."""
    require_right(viewer, district)
    connection = Connection(district=district)
    with transaction.atomic():
        fill(viewer, connection, given)
        connection.save(force_insert=True)
        note(viewer, "add connection", connection)
    return connection


def change(viewer: Viewer, connection: Connection, given: Given, *, version: int) -> Connection:
    """Change a connection; a secret stays with the host it was given for."""
    require_right(viewer, connection.district)
    with transaction.atomic():
        fresh = fresh_of(connection, version)
        fill(viewer, fresh, given)
        fresh.next_at = next_after(fresh)
        fresh.save()
        note(viewer, "change connection", fresh)
    return fresh


def turn(viewer: Viewer, connection: Connection, *, on: bool, version: int) -> Connection:
    """Turn a connection on or off; off, nothing of it is asked any more, also by a pull that is under way."""
    require_right(viewer, connection.district)
    with transaction.atomic():
        fresh = fresh_of(connection, version)
        fresh.is_on, fresh.version = on, fresh.version + 1
        fresh.by_id = viewer.person_id or fresh.by_id
        fresh.next_at = next_after(fresh)
        fresh.save(update_fields=["is_on", "version", "next_at", "by"])
        note(viewer, "turn connection on" if on else "turn connection off", fresh)
    return fresh


def remove(viewer: Viewer, connection: Connection, *, version: int) -> None:
    """Remove a connection with its secret and the list of its pulls; what they brought in stays."""
    require_right(viewer, connection.district)
    with transaction.atomic():
        fresh = fresh_of(connection, version)
        note(viewer, "remove connection", fresh)
        for old in fresh.pulls.exclude(state=PullState.DONE):
            shutil.rmtree(folder_of(old), ignore_errors=True)
        fresh.delete()


def wait(viewer: Viewer, connection: Connection) -> None:
    """Note that somebody asked for an answer of the other system, which comes in the background."""
    require_right(viewer, connection.district)
    waiting = {"at": viewer.now.isoformat(), "counts": [], "message": "", "waits": True}
    Connection.objects.filter(pk=connection.pk).update(tried=waiting)


def folder_of(pull: Pull) -> Path:
    """The folder in which a pull keeps its pages until it is done."""
    return Path(settings.DATA) / "pulls" / str(pull.uuid)


def fill(viewer: Viewer, connection: Connection, given: Given) -> None:
    """Write what was typed into a connection; raises SecretNeeded, NameTaken, AddressRefused."""
    others = Connection.objects.filter(district_id=connection.district_id, name=given.name)
    if others.exclude(pk=connection.pk).exists():
        raise NameTaken(
            "name-taken", say("There is a connection of this name already."), say("Give this one another name.")
        )
    before = wanted_of(connection).hosts if connection.pk else frozenset()
    connection.name, connection.kind, connection.system = given.name, given.kind, given.system
    connection.address, connection.token_address = given.address, given.token_address
    connection.client_key = given.client_key
    connection.wants_roster, connection.wants_results = given.wants_roster, given.wants_results
    connection.wants_demographics = given.wants_demographics
    connection.schedule, connection.stores_by_itself = given.schedule, given.stores_by_itself
    if given.secret:
        connection.sealed_secret = encrypt(given.secret)
    elif not connection.pk or wanted_of(connection).hosts - before:
        raise secret_needed(is_new=not connection.pk)
    connection.by_id, connection.changed_at = viewer.person_id or 0, viewer.now
    connection.tried = {}
    connection.version += 1 if connection.pk else 0


def secret_needed(*, is_new: bool) -> SecretNeeded:
    moved = say("The address leads to another host, and the secret was given for the one before.")
    return SecretNeeded(
        "secret-needed",
        say("The secret is missing.") if is_new else moved,
        say("Type the secret in as the other system gave it."),
    )


def next_after(connection: Connection) -> datetime | None:
    """Return when a connection is pulled next: at once when it was turned on, never by hand or when it is off."""
    return timezone.now() if connection.is_on and Schedule(connection.schedule) in EVERY else None


def require_right(viewer: Viewer, district: Unit) -> None:
    if viewer.person_id is None or not policy.may_keep(viewer, district):
        raise NotAllowed


def fresh_of(connection: Connection, version: int) -> Connection:
    """Lock a connection as it stands; raises StaleVersion where somebody changed it meanwhile."""
    fresh = Connection.objects.select_for_update().get(pk=connection.pk)
    if fresh.version != version:
        raise journal.StaleVersion(theirs={"address": fresh.address}, yours={"address": connection.address})
    return fresh


def note(viewer: Viewer, verb: str, connection: Connection, **after: object) -> None:
    """Write what happened into the district's journal; neither key nor secret goes there."""
    journal.record(
        verb,
        person_id=viewer.person_id,
        at=viewer.now,
        noun="connection",
        noun_uuid=connection.uuid,
        district_id=connection.district_id,
        after={
            "name": connection.name,
            "kind": str(connection.kind),
            "address": connection.address,
            "schedule": str(connection.schedule),
            "roster": connection.wants_roster,
            "results": connection.wants_results,
            "stores_by_itself": connection.stores_by_itself,
            **after,
        },
    )
