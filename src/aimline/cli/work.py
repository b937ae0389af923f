"""The background worker of `aimline serve`; started by it, ends with it."""

import logging
import os
import signal
import threading
import time
from datetime import timedelta

MINUTE_S = 60.0
NICENESS = 5  # pages come first on a small machine
KEPT_EVERY = timedelta(hours=23)


def work() -> None:
    """Carry out background work until the server that started this ends."""
    from django.core.management import call_command

    from aimline.cli import installation

    os.nice(NICENESS)
    threading.Thread(target=end_with, args=[os.getppid()], daemon=True).start()
    installation.enter()
    threading.Thread(target=keep_time, daemon=True).start()
    call_command("db_worker", verbosity=0, reload=False, startup_delay=False)


def keep_time() -> None:
    """Hand over the pulls and the keeping of the house when their time has come, minute by minute."""
    from django.db import DatabaseError, connection

    from aimline.apps.connections import tasks

    while True:
        time.sleep(MINUTE_S)
        try:
            tasks.hand_over_due()
            ask_for_keeping()
        except DatabaseError:  # a minute later it may be there again; the times that passed stay due
            logging.getLogger("aimline").exception("The work that is due could not be looked up.")
        connection.close()


def end_with(parent: int) -> None:
    """Stop this process when its parent is gone, so that a killed server leaves no worker behind."""
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


def ask_for_keeping() -> bool:
    """Queue the keeping of the house unless that was done within a day, by whichever worker; tells whether it was."""
    from django.utils import timezone
    from django_tasks_db.models import DBTaskResult

    from aimline.apps.keeping.tasks import keep_house

    recent = DBTaskResult.objects.filter(task_path=keep_house.module_path, enqueued_at__gt=timezone.now() - KEPT_EVERY)
    if recent.exists():
        return False
    keep_house.enqueue()
    return True
