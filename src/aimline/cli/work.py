"""The background worker of `aimline serve`; started by it, ends with it."""

import os
import signal
import threading
import time

NICENESS = 5  # pages come first on a small machine


def work() -> None:
    """Carry out background work until the server that started this ends."""
    from django.core.management import call_command

    from aimline.cli import installation

    os.nice(NICENESS)
    threading.Thread(target=end_with, args=[os.getppid()], daemon=True).start()
    installation.enter()
    call_command("db_worker", verbosity=0, reload=False, startup_delay=False)


def end_with(parent: int) -> None:
    """Stop this process when its parent is gone, so that a killed server leaves no worker behind."""
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
