"""Work that died with its process is taken up again by the next worker, at once.

The queue notes who began a piece of work and not whether they live. So each worker holds a lock on a file of its own in
the data folder, which the system lets go whenever the process ends, however it ends. So does a command that imports.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from aimline.domain.refusal import AimlineError
from aimline.domain.words import say

MOST_TRIES = 3  # what ends its process each time, as where memory runs out, is not begun for ever
FOLDER = "workers"
IMPORT = "import-"  # of the command line, which no queue knows of


class ProcessDied(AimlineError):
    """The process that did the work ended each time it was begun."""

    def __init__(self) -> None:
        super().__init__(
            "process-died",
            say("The process that did this work ended in the middle of it, each time it was begun."),
            say("Look whether the machine has memory and room enough."),
        )


@contextmanager
def sign(data: Path, worker: str) -> Iterator[None]:
    """Hold the sign that a worker lives."""
    path = data / FOLDER / worker
    path.parent.mkdir(exist_ok=True)
    with ExitStack() as stack:
        held = stack.enter_context(path.open("a"))
        fcntl.flock(held, fcntl.LOCK_EX)
        while not is_at(path, held):  # it was taken for a dead one's before it was held
            held = stack.enter_context(path.open("a"))
            fcntl.flock(held, fcntl.LOCK_EX)
        yield
        path.unlink(missing_ok=True)


def is_at(path: Path, held: IO[str]) -> bool:
    """Tell whether an open file still is the one at a path."""
    try:
        return path.stat().st_ino == os.fstat(held.fileno()).st_ino
    except FileNotFoundError:
        return False


def is_alive(data: Path, worker: str) -> bool:
    """Tell whether a worker holds its sign; that of a dead one goes."""
    path = data / FOLDER / worker
    try:
        with path.open("r+") as held:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def end_dead() -> None:
    """Let go of the signs of the dead, and tell of an import whose command died while it checked the rows."""
    from django.conf import settings

    from aimline.apps.intake import tasks

    folder = settings.DATA / FOLDER
    for path in sorted(folder.iterdir()) if folder.exists() else ():
        if not is_alive(settings.DATA, path.name) and path.name.startswith(IMPORT):
            tasks.give_up_check(path.name.removeprefix(IMPORT))


def take_up() -> None:
    """Queue again what was begun by workers who are dead; what failed so too often is given up, and its page told."""
    from django.conf import settings
    from django_tasks_db.models import DBTaskResult

    from aimline.apps.intake import tasks

    for begun in DBTaskResult.objects.running():
        worker = begun.worker_ids[-1]
        if is_alive(settings.DATA, worker):
            continue
        if len(begun.worker_ids) >= MOST_TRIES:
            begun.set_failed(ProcessDied())
            if begun.task_path.startswith(f"{tasks.__name__}."):
                tasks.give_up(begun.args_kwargs["args"][0])
        else:
            # Another worker may have been faster.
            same = DBTaskResult.objects.running().filter(pk=begun.pk, started_at=begun.started_at)
            same.update(status="READY")
    end_dead()
