"""The background worker of `aimline serve`; started by it, ends with it."""

import logging
import os
import secrets
import signal
import threading
import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from aimline.cli import taking_up
from aimline.domain.refusal import AimlineError

MINUTE_S = 60.0
NICENESS = 5  # pages come first on a small machine
NIGHT_HOUR = 2  # where the first district lies, when hardly anybody works


def work() -> None:
    """Carry out background work until the server that started this ends."""
    from django.conf import settings
    from django.core.management import call_command

    from aimline.cli import installation

    os.nice(NICENESS)
    end_with_parent()
    installation.enter()
    worker = secrets.token_hex(16)
    with taking_up.sign(settings.DATA, worker):
        taking_up.take_up()
        threading.Thread(target=keep_time, daemon=True).start()
        call_command("db_worker", verbosity=0, reload=False, startup_delay=False, worker_id=worker)


def keep_time() -> None:
    """Hand over the pulls and the keeping of the house when their time has come, minute by minute."""
    try:
        while True:
            time.sleep(MINUTE_S)
            look_at_the_clock()
    finally:
        os.kill(os.getpid(), signal.SIGTERM)  # a worker without a clock would only seem to keep the house


def look_at_the_clock() -> None:
    """Do each thing whose time has come; one in trouble is told in the log, and tried again a minute later."""
    from django.db import DatabaseError, connection

    from aimline.apps.connections import tasks

    for what in (taking_up.take_up, tasks.hand_over_due, ask_for_keeping):
        try:
            what()
        except (DatabaseError, OSError, AimlineError):  # the times that passed stay due
            logging.getLogger("aimline").exception("The work that is due could not be handed over.")
    connection.close()


def end_with_parent() -> None:
    """Stop this process soon after its parent is gone: nobody is left behind by a killed server, or holds its port."""
    threading.Thread(target=end_without, args=[os.getppid()], daemon=True).start()


def end_without(parent: int) -> None:
    """Wait until the parent of this process is another one, then stop it."""
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


def ask_for_keeping() -> bool:
    """Queue the keeping of the house once a night, by whichever worker is first; tells whether it was.

    A machine that was off at night does it when it is on again.
    """
    from django.utils import timezone
    from django_tasks_db.models import DBTaskResult

    from aimline.apps.keeping.tasks import keep_house
    from aimline.apps.organizations.models import Unit, UnitKind

    district = Unit.objects.filter(kind=UnitKind.DISTRICT).order_by("pk").first()
    since = last_night(timezone.now().astimezone(ZoneInfo(district.time_zone if district else "UTC")))
    if DBTaskResult.objects.filter(task_path=keep_house.module_path, enqueued_at__gte=since).exists():
        return False
    keep_house.enqueue()
    return True


def last_night(now: datetime) -> datetime:
    """Return the last moment at which a night's work was due."""
    night = now.replace(hour=NIGHT_HOUR, minute=0, second=0, microsecond=0)
    return night if night <= now else night - timedelta(days=1)
