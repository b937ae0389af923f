"""A pull: read what a connection offers, from wherever an earlier try stopped, and bring it in like a file."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from aimline.apps.connections.actions import EVERY, bringing, folder_of, note, require_right
from aimline.apps.connections.actions.encryption import decrypt
from aimline.apps.connections.actions.lease import SILENT, Lease, mine, off
from aimline.apps.connections.models import Connection, Pull, PullState, Schedule
from aimline.apps.connections.queries import first_change, wanted_of
from aimline.apps.organizations.models import SchoolYear, Unit
from aimline.apps.organizations.policy import Viewer
from aimline.domain import calendar
from aimline.domain.refusal import AimlineError
from aimline.domain.words import say
from aimline.exchange.pull import wanted
from aimline.exchange.pull.asking import Service
from aimline.exchange.pull.ed_fi import Window
from aimline.exchange.pull.outgoing import Client, Doors
from aimline.exchange.pull.store import Store
from aimline.exchange.pull.wanted import Wanted

KEPT = timedelta(hours=24)  # after so long the other system has moved on, and a pull begins anew


class Busy(AimlineError):
    """A pull of this connection is under way."""


def pull(viewer: Viewer, connection: Connection) -> Pull:
    """Pull once, or go on with the pull that stopped; returns it done, with the imports it made.

    What stops it is kept as its message and raised; the pages that came before stay for the next try.
    """
    require_right(viewer, connection.district)
    if not connection.is_on:
        raise off()
    begun = begin(viewer, connection)
    lease = Lease(begun)
    with kept_in(begun):
        with lease.kept():
            told = read_and_bring(viewer, connection, lease)
        finish(viewer, lease, told)
    return begun


def read_and_bring(viewer: Viewer, connection: Connection, lease: Lease) -> str:
    """Read what is left to read, make files of it and bring these in; returns what came of it in words."""
    store, asked = Store(folder_of(lease.pull)), wanted_of(connection)
    with asking(connection, asked) as service:
        window = Window(lease.pull.first_change, newest_change(service, asked, lease))
        wanted.collect(service, asked, store, window, told=lambda: tell(lease, store))
    since = year_begins(connection, viewer.today)
    files = wanted.make_files(store, asked, store.folder, since=since)
    return bringing.bring(viewer, connection, lease, files)


def try_out(viewer: Viewer, connection: Connection) -> None:
    """Sign in and ask for one row of everything, and keep what came of it for the page."""
    require_right(viewer, connection.district)
    asked = wanted_of(connection)
    told: dict[str, object] = {"at": viewer.now.isoformat(), "counts": [], "message": ""}
    try:
        with asking(connection, asked) as service:
            told["counts"] = wanted.try_out(service, asked)
    except AimlineError as refusal:
        told["message"] = f"{refusal.message} {refusal.hint}"
    Connection.objects.filter(pk=connection.pk).update(tried=told)


@contextmanager
def asking(connection: Connection, asked: Wanted) -> Iterator[Service]:
    """Open the way to a connection's service: to its own hosts, and no others."""
    credentials = asked.credentials(connection.client_key, decrypt(connection.sealed_secret))
    with Client(Doors(asked.hosts, settings.PRIVATE_HOSTS)) as client:
        yield Service(client, credentials)


def begin(viewer: Viewer, connection: Connection) -> Pull:
    """Take up the pull that stopped, or begin one; raises Busy while another is under way."""
    now, clock = viewer.now, timezone.now()
    try:
        with transaction.atomic():
            last = Pull.objects.select_for_update().filter(connection=connection).order_by("-begun_at", "-pk").first()
            if last and last.state == PullState.RUNNING and clock - last.seen_at < SILENT:
                raise busy()
            if last and last.state != PullState.DONE and may_go_on(last, connection, now):
                last.state, last.seen_at, last.message, last.ended_at = PullState.RUNNING, clock, "", None
                last.save(update_fields=["state", "seen_at", "message", "ended_at"])
                return last
            let_go(Pull.objects.filter(connection=connection))
            return Pull.objects.create(
                connection=connection, begun_at=now, seen_at=clock, by_id=viewer.person_id or 0,
                first_change=first_change(connection) if connection.wants_results else None,
            )  # fmt: skip
    except IntegrityError as problem:
        raise busy() from problem


def may_go_on(last: Pull, connection: Connection, now: datetime) -> bool:
    is_same = last.begun_at >= connection.changed_at
    return is_same and now - last.begun_at < KEPT and folder_of(last).is_dir()


def let_go(unfinished: QuerySet[Pull]) -> None:
    """Stop pulls and forget what they have read: names need not lie about."""
    unfinished.filter(state=PullState.RUNNING).update(state=PullState.STOPPED)
    for old in unfinished.exclude(state=PullState.DONE):
        shutil.rmtree(folder_of(old), ignore_errors=True)


def forget_pages(district: Unit) -> None:
    """Forget what unfinished pulls of a district have read, because somebody is to be erased."""
    let_go(Pull.objects.filter(connection__district=district))


def newest_change(service: Service, asked: Wanted, lease: Lease) -> int | None:
    """Return up to which change this pull reads; the same when it goes on."""
    if lease.pull.last_change is None:
        lease.renew(last_change=wanted.newest_change(service, asked))
    return lease.pull.last_change


def tell(lease: Lease, store: Store) -> None:
    """Note how far a pull is; raises Off where the connection was switched off, Stopped where the pull was."""
    lease.renew(n_rows=store.n_rows())


@contextmanager
def kept_in(pull: Pull) -> Iterator[None]:
    """Keep why a pull stopped where its page will find it."""
    from aimline.warehouse.workspace import trouble as engine_trouble

    try:
        yield
    except AimlineError as refusal:
        stop(pull, f"{refusal.message} {refusal.hint}")
        raise
    except (OSError, engine_trouble()):
        stop(pull, str(say("The work stopped before its end: this installation has no room or is in trouble.")))
        raise


def stop(pull: Pull, message: str) -> None:
    mine(pull).update(state=PullState.STOPPED, message=message, ended_at=timezone.now())


def finish(viewer: Viewer, lease: Lease, told: str) -> None:
    """Close a pull, tell the journal, and forget its pages."""
    with transaction.atomic():
        lease.renew(state=PullState.DONE, message=told, ended_at=timezone.now())
        note(viewer, "pull", lease.pull.connection, n_rows=lease.pull.n_rows, result=told)
    shutil.rmtree(folder_of(lease.pull), ignore_errors=True)


def plan_next(connection: Connection) -> bool:
    """Put the next pull of a connection a day or a week ahead; True for the one who did it, of several at once."""
    schedule = Schedule(connection.schedule)
    if connection.next_at is None or schedule not in EVERY:
        return False
    ahead = timezone.now() + EVERY[schedule]
    return bool(Connection.objects.filter(pk=connection.pk, next_at=connection.next_at).update(next_at=ahead))


def year_begins(connection: Connection, today: date) -> date:
    """Return the first day of the school year that is under way."""
    ending = calendar.ending_of(today)
    known = SchoolYear.objects.filter(district=connection.district, ending=ending).first()
    return known.starts_on if known else calendar.default_year(ending).starts_on


def busy() -> Busy:
    return Busy("pull-busy", say("This connection is being pulled already."), say("Wait until that is done."))
