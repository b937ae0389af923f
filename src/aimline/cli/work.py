"""The background worker of `aimline serve`; started by it, ends with it."""

import logging
import os
import signal
import threading
import time

MINUTE_S = 60.0
NICENESS = 5  # pages come first on a small machine


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
    """Hand over the pulls whose time has come, minute by minute, while the worker lives."""
    from django.db import DatabaseError, connection

    from aimline.apps.connections import tasks

    while True:
        time.sleep(MINUTE_S)
        try:
            tasks.hand_over_due()
        except DatabaseError:  # a minute later it may be there again; the times that passed stay due
            logging.getLogger("aimline").exception("The pulls that are due could not be looked up.")
        connection.close()


def end_with(parent: int) -> None:
    """Stop this process when its parent is gone, so that a killed server leaves no worker behind."""
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
