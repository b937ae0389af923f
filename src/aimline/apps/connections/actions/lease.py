"""A pull belongs to one worker, as long as that worker says that it lives.

What is read last may be prepared for longer than a worker is waited for, so a second thread says it meanwhile.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import DatabaseError, connection
from django.db.models import QuerySet
from django.utils import timezone

from aimline.apps.connections.models import Connection, Pull, PullState
from aimline.domain.refusal import AimlineError
from aimline.domain.words import say

SILENT = timedelta(minutes=15)  # a pull that said nothing for so long has lost its worker
BEAT_S = 60.0

log = logging.getLogger(__name__)


class Off(AimlineError):
    """The connection is switched off, or gone."""


class Stopped(AimlineError):
    """What a pull had read was let go of: a student is erased, or another pull took over."""


class Lease:
    """One worker's right to a pull. Every renewal writes a new `seen_at`; whoever finds another there lost the pull."""

    def __init__(self, pull: Pull) -> None:
        self.pull = pull
        self._one_at_a_time = threading.Lock()

    def renew(self, **values: object) -> None:
        """Say that the worker lives, and note `values` of the pull.

        Raises Off where the connection was switched off or removed, Stopped where the pull was stopped or taken over.
        """
        with self._one_at_a_time:
            told = {"seen_at": timezone.now(), **values}
            if not mine(self.pull).filter(connection__is_on=True).update(**told):
                raise lost(self.pull.connection_id)
            for name, value in told.items():
                setattr(self.pull, name, value)

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Renew in the background; who lost the pull learns it at their own next renewal."""
        is_over = threading.Event()
        beating = threading.Thread(target=self._beat, args=[is_over], daemon=True)
        beating.start()
        try:
            yield
        finally:
            is_over.set()
            beating.join()

    def _beat(self, is_over: threading.Event) -> None:
        try:
            while not is_over.wait(BEAT_S):
                self._renew_if_possible()
        except AimlineError as refusal:
            log.info("Pull %s is no longer ours: %s", self.pull.pk, refusal.message)
        finally:
            connection.close()

    def _renew_if_possible(self) -> None:
        try:
            self.renew()
        except DatabaseError:  # busy with what is being stored, perhaps; there is time for several more
            log.warning("Pull %s could not be renewed.", self.pull.pk, exc_info=True)


def mine(pull: Pull) -> QuerySet[Pull]:
    """Return the pull where it still runs as this worker left it."""
    return Pull.objects.filter(pk=pull.pk, state=PullState.RUNNING, seen_at=pull.seen_at)


def lost(connection_id: int) -> AimlineError:
    """Return why a pull does not go on."""
    if not Connection.objects.filter(pk=connection_id).exists():
        return Off(
            "connection-gone",
            say("This connection was removed while it was pulled."),
            say("What it stored before stays on the Imports page."),
        )
    return stopped() if Connection.objects.filter(pk=connection_id, is_on=True).exists() else off()


def off() -> Off:
    return Off("connection-off", say("This connection is switched off."), say("Turn it on first."))


def stopped() -> Stopped:
    return Stopped(
        "pull-stopped",
        say("This pull was stopped: a student is being erased, or another pull took over."),
        say("What was not stored yet is put aside. Pull again."),
    )
