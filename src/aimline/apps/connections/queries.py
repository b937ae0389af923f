"""Connections and their pulls, as a viewer may see them."""

import uuid
from datetime import datetime

from django.db.models import Q

from aimline.apps.connections import policy
from aimline.apps.connections.models import Connection, Pull, PullState, Schedule
from aimline.apps.intake.models import Upload, UploadState
from aimline.apps.intake.policy import keeps_districts
from aimline.apps.organizations.policy import NotVisible, Viewer
from aimline.exchange.pull.wanted import Kind, Wanted

N_PULLS = 10


def connections(viewer: Viewer) -> list[Connection]:
    """Return the viewer's connections; raises `NotAllowed` for people who keep none."""
    policy.require_keeper(viewer)
    return list(policy.visible(viewer).order_by("district__name_sort", "name", "pk"))


def connection(viewer: Viewer, connection_uuid: uuid.UUID) -> Connection:
    """Return one connection, or raise `NotVisible`."""
    found = policy.visible(viewer).filter(uuid=connection_uuid).first()
    if found is None:
        raise NotVisible
    return found


def pulls(viewer: Viewer, of: Connection) -> list[Pull]:
    """Return the newest pulls of a connection the viewer keeps."""
    found = Pull.objects.filter(connection=of, connection__in=policy.visible(viewer))
    return list(found.order_by("-begun_at", "-pk")[:N_PULLS])


def made(viewer: Viewer, listed: list[Pull]) -> dict[uuid.UUID, Upload]:
    """Return the imports that pulls made, by their ids."""
    wanted = [one for pull in listed for one in (pull.roster_uuid, pull.results_uuid) if one]
    keeps = keeps_districts(viewer)
    return {upload.uuid: upload for upload in Upload.objects.filter(uuid__in=wanted, place__in=keeps)}


def due(now: datetime) -> list[Connection]:
    """Return the connections whose time has come; asked by the clock, not by a person."""
    found = Connection.objects.filter(is_on=True, next_at__lte=now).exclude(schedule=Schedule.BY_HAND)
    return list(found.select_related("by").order_by("next_at", "pk"))


def wanted_of(connection: Connection) -> Wanted:
    """Say what a connection brings, as those who ask take it."""
    return Wanted(
        kind=Kind(connection.kind),
        address=connection.address,
        token_address=connection.token_address,
        roster=connection.wants_roster,
        demographics=connection.wants_demographics,
        results=connection.wants_results,
        system=connection.system,
    )


def first_change(connection: Connection) -> int | None:
    """Return from which change on results are to be read; None for all of them.

    Changes may be left out only when they were stored: the newest pull whose results were all stored says up to where,
    as long as nothing since the last whole reading was withdrawn and the connection is still the same. A pull with rows
    that were left out does not count, so they are asked for again: what was wrong may have been mended there or here.
    """
    counted = Q(begun_at__gte=connection.changed_at, last_change__isnull=False, results_uuid__isnull=False)
    found = list(Pull.objects.filter(counted, connection=connection).order_by("-begun_at", "-pk"))
    uploads = {one.uuid: one for one in Upload.objects.filter(uuid__in=[pull.results_uuid for pull in found])}
    newest: int | None = None
    for pull in found:
        made = uploads.get(pull.results_uuid) if pull.results_uuid else None
        if made is None or made.state not in (UploadState.COMMITTED, UploadState.WITHDRAWN):
            continue
        if made.state == UploadState.WITHDRAWN:
            return None
        if not made.report["counts"]["n_wrong"]:
            newest = newest or pull.last_change
        if pull.first_change is None:
            return None if newest is None else newest + 1
    return None


def running(connection: Connection) -> bool:
    """True while a pull of a connection is under way."""
    return Pull.objects.filter(connection=connection, state=PullState.RUNNING).exists()
