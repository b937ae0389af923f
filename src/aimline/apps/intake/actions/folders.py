"""Where an import keeps its files inside the data folder."""

import fcntl
import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from aimline.apps.intake.models import Upload
from aimline.warehouse.workspace import Workspace


def warehouse_folder() -> Path:
    """The folder of the log and of `current`."""
    return Path(settings.DATA) / "warehouse"


def upload_folder(upload: Upload) -> Path:
    """The folder of one upload: the file as it came, and what staging made of it."""
    return Path(settings.DATA) / "uploads" / str(upload.uuid)


def kept_out(upload: Upload) -> Path:
    """Where a look at a roster or at standards writes the rows that are kept out."""
    return upload_folder(upload) / "kept-out.csv"


def memory_of(upload: Upload) -> Path:
    """Where a stored roster or framework keeps what it changed, so that it can be taken back."""
    return upload_folder(upload) / "before.json.gz"


def staging_folder(upload: Upload) -> Path:
    """Where staging writes, apart for each mapping; it can be made again from the file at any time."""
    folder = staging_place(upload)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def staging_place(upload: Upload) -> Path:
    """Where the staging folder of an upload is, whether it is there or not."""
    return upload_folder(upload) / "staged" / hashlib.sha256(upload.mapping.encode()).hexdigest()[:16]


def progress_of(upload: Upload) -> Path:
    """Where the work on an upload tells how far it is: not beside the copy, where every file is searched for names."""
    return staging_place(upload) / "progress.json"


def clear_staging(upload: Upload) -> None:
    """Let go of what staging made: names and codes need not lie about twice. The list of wrong rows stays."""
    kept = staging_folder(upload)
    for other in kept.parent.iterdir():
        if other != kept:
            shutil.rmtree(other, ignore_errors=True)
    for file in kept.iterdir():
        if file.name != "problems.parquet":
            file.unlink(missing_ok=True)


@contextmanager
def at_work() -> Iterator[None]:
    """Hold the sign that somebody is writing the warehouse; the system takes it away when the process dies."""
    with worksign().open("a") as sign:
        fcntl.flock(sign, fcntl.LOCK_SH)
        yield


def is_anybody_at_work() -> bool:
    """True while a process of this machine writes the warehouse."""
    with worksign().open("a") as sign:
        try:
            fcntl.flock(sign, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def worksign() -> Path:
    return Path(settings.DATA) / "at-work"


def parsing(upload: Upload) -> Workspace:
    """A workspace that sees nothing but this upload."""
    return Workspace(
        folder=staging_folder(upload),
        temporary=spill(),
        readable=(settings.DATA / upload.path,),
        n_threads=settings.WAREHOUSE_THREADS,
    )


def writing(*readable: Path) -> Workspace:
    """A workspace that writes the warehouse and reads the files named."""
    warehouse_folder().mkdir(parents=True, exist_ok=True)
    return Workspace(
        folder=warehouse_folder(), temporary=spill(), readable=readable, n_threads=settings.WAREHOUSE_THREADS
    )


def spill() -> Path:
    return Path(settings.DATA) / "spill"
