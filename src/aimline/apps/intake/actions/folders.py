"""Where an import keeps its files inside the data folder."""

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


def staging_folder(upload: Upload) -> Path:
    """Where staging writes; it can be made again from the file at any time."""
    folder = upload_folder(upload) / "staged"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def parsing(upload: Upload) -> Workspace:
    """A workspace that sees nothing but this upload."""
    return Workspace(folder=staging_folder(upload), temporary=spill(), n_threads=settings.WAREHOUSE_THREADS)


def writing(*readable: Path) -> Workspace:
    """A workspace that writes the warehouse and reads the files named."""
    warehouse_folder().mkdir(parents=True, exist_ok=True)
    return Workspace(
        folder=warehouse_folder(), temporary=spill(), readable=readable, n_threads=settings.WAREHOUSE_THREADS
    )


def spill() -> Path:
    return Path(settings.DATA) / "spill"
