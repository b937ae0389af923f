"""`aimline backup` and `aimline restore`: everything of a data folder in one file, and back again (trust.md 5)."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import aimline
from aimline.cli import archive, options
from aimline.cli.archive import Manifest
from aimline.cli.counting import counted
from aimline.domain.refusal import AimlineError
from aimline.domain.words import say

if TYPE_CHECKING:
    import sqlite3

DATABASE = "aimline.sqlite3"
ERASURES = "select student_uuid, reason from keeping_erasure order by id"


class NotHere(AimlineError):
    """The command cannot be carried out here; nothing was written."""


def backup(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The file to write, for example aimline-monday.zip.")],
    *,
    data: options.Data = None,
) -> None:
    """Write everything of the data folder into one file, also while Aimline is open; needs SQLite."""
    from aimline.cli import installation

    installation.enter(data=data, only_look=True)
    require_sqlite()
    from django.conf import settings

    if out.exists():
        raise NotHere("file-there", say("There is a file {name} already.", name=str(out)), say("Write another name."))
    if not (settings.DATA / DATABASE).exists():
        raise NotHere("nothing-there", say("There is nothing to back up yet."), say("Name the folder with --data."))
    (settings.DATA / "temporary").mkdir(exist_ok=True)  # where the nightly keeping sweeps what a killed command leaves
    with tempfile.TemporaryDirectory(dir=settings.DATA / "temporary") as folder:
        manifest = write(settings.DATA, out, Path(folder) / DATABASE)
    sys.stdout.write(
        f"{told(manifest)}\nWritten and read back: {out}. It holds names and results: keep it locked up.\n"
    )


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="The backup.")],
    *,
    yes: Annotated[
        bool, typer.Option("--yes", help="Put it in the place of what is there, which is kept aside.")
    ] = False,
    data: options.Data = None,
) -> None:
    """Put a backup back, after looking at every byte of it; stop `aimline serve` first."""
    from aimline.cli import installation

    installation.enter(data=data)
    require_sqlite()
    from django.conf import settings

    folder = Path(settings.DATA)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="aimline-restore-") as temporary:
        unpacked = Path(temporary) / "data"
        manifest = archive.read(file, unpacked)
        require_known(manifest)
        sys.stdout.write(told(manifest) + "\n")
        is_taken = (folder / DATABASE).exists()
        if is_taken and not yes:
            raise NotHere(
                "folder-taken", say("{folder} holds data already; nothing was changed.", folder=str(folder)),
                say("Add --yes to put the backup in its place; what is there is kept beside it."),
            )  # fmt: skip
        if not is_taken:
            clear(folder)
        aside = folder.with_name(f"{folder.name}-before-{datetime.now():%Y%m%d-%H%M%S}")  # noqa: DTZ005  # a name
        archive.put_in_place(folder, unpacked, aside)
    settings.FILE_UPLOAD_TEMP_DIR.mkdir(exist_ok=True)
    installation.migrate()
    n_erased = erase_again(aside) if is_taken else 0
    kept = f" What was there is kept in {aside}." if is_taken else ""
    again = f" Students erased since were erased again: {n_erased}." if n_erased else ""
    sys.stdout.write(f"The backup is in place: {folder}.{kept}{again} `aimline doctor` looks it over.\n")


def clear(folder: Path) -> None:
    """Remove a folder that was made for this command; refuse one that holds anything."""
    (folder / "incoming").rmdir()
    if any(folder.iterdir()):
        raise NotHere(
            "other-files", say("{folder} holds other files; nothing was changed.", folder=str(folder)),
            say("Name an empty or new folder with --data."),
        )  # fmt: skip
    folder.rmdir()


def require_sqlite() -> None:
    from django.conf import settings

    if settings.ENVIRONMENT.database:
        raise NotHere(
            "own-database", say("This installation has its own PostgreSQL database, which pg_dump backs up."),
            say("Take pg_dump and a copy of the data folder in one pause; the page on keeping house says how."),
        )  # fmt: skip


def require_known(manifest: Manifest) -> None:
    """Refuse a backup whose tables this version does not know."""
    from django.db.migrations.loader import MigrationLoader

    known = {".".join(key) for key in MigrationLoader(None).disk_migrations}
    if set(manifest.tables) - known:
        raise archive.newer(manifest.version)


def write(data: Path, out: Path, snapshot: Path) -> Manifest:
    """Take a snapshot of the database first, then the files it names, so that both are of one moment."""
    import sqlite3

    with closing(sqlite3.connect(data / DATABASE)) as source, closing(sqlite3.connect(snapshot)) as target:
        source.backup(target)
        target.execute("pragma journal_mode = delete")
        files = {DATABASE: snapshot, **dict(named(data, target))}
        tables = [".".join(row) for row in target.execute("select app, name from django_migrations order by id")]
        made_at = datetime.now().astimezone().isoformat("T", "minutes")
        manifest = Manifest(
            format=archive.FORMAT, version=aimline.__version__, made_at=made_at, tables=tables, holds=holds(target),
            files={},
        )  # fmt: skip
    return archive.write(out, files, manifest)


def named(data: Path, database: "sqlite3.Connection") -> Iterator[tuple[str, Path]]:
    """Give the files a database names: those that count, and the copies of files that were brought.

    The key of the installation stays out: whoever finds a backup could open the secrets of connections with it.
    """
    live = "select path from results_segment where made_in is not null and retired_in is null order by id"
    for (path,) in database.execute(live):
        if not (data / path).exists():
            raise NotHere(
                "file-missing", say("The file {path} of the results is missing.", path=path),
                say("Nothing was written. Run `aimline doctor`."),
            )  # fmt: skip
        yield path, data / path
    from uuid import UUID

    for (uuid,) in database.execute("select uuid from intake_upload order by id"):
        folder = data / "uploads" / str(UUID(uuid))
        yield from ((str(file.relative_to(data)), file) for file in sorted(folder.rglob("*")) if file.is_file())
    if (data / "sample.json").exists():
        yield "sample.json", data / "sample.json"


def holds(database: "sqlite3.Connection") -> dict[str, int]:
    """Count what people would look for."""
    counted = {
        "districts": "organizations_unit where kind = 'district'",
        "schools": "organizations_unit where kind = 'school'",
        "students": "organizations_student", "goals": "goals_goal", "imports": "intake_upload",
    }  # fmt: skip
    return {name: database.execute(f"select count(*) from {what}").fetchone()[0] for name, what in counted.items()}


def told(manifest: Manifest) -> str:
    what = ", ".join(f"{name} {n:,}" for name, n in manifest.holds.items())
    n_bytes = sum(size for size, _ in manifest.files.values())
    size = f"{counted(len(manifest.files), 'file', 'files')}, {n_bytes / 1e6:,.1f} MB"
    return f"Backup of {manifest.made_at}, Aimline {manifest.version}: {what}; {size}."


def erase_again(before: Path) -> int:
    """Erase the students who are on the list of what was here and back with the backup; returns how many."""
    import sqlite3

    from aimline.apps.keeping.actions import erasing
    from aimline.apps.keeping.models import Reason
    from aimline.apps.organizations.models import Student
    from aimline.cli import installation

    with closing(sqlite3.connect(before / DATABASE)) as database:
        try:
            listed: list[Any] = database.execute(ERASURES).fetchall()  # Any: rows
        except sqlite3.OperationalError:  # as old as before there were erasures
            return 0
    viewer = installation.viewer(None)
    back = [(one, why) for uuid, why in listed if (one := Student.objects.filter(uuid=uuid).first())]
    for student, why in back:
        erasing.carry_out(viewer, erasing.ask(viewer, student, Reason(why)))
    return len(back)
