"""`aimline doctor`: is this installation sound?"""

import json
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from aimline.cli import options

if TYPE_CHECKING:
    pass

LEAST_FREE_BYTES = 1_000_000_000
WAL_SAFE = ((3, 44, 6), (3, 50, 7), (3, 51, 3))  # the first sound release of each branch (trust.md 2)


@dataclass(frozen=True)
class Finding:
    """One thing looked at: `level` is fine, look or trouble."""

    level: str
    topic: str
    text: str


def doctor(
    *,
    mend: Annotated[
        bool, typer.Option("--mend", help="Remove what imports that were cut off left behind, and nothing else.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON, for machines.")] = False,
    data: options.Data = None,
    today: options.Today = None,
) -> None:
    """Look over the installation: versions, settings, journal, files, free space. Changes nothing without --mend."""
    from aimline.cli import files, installation

    installation.enter(data=data, today=today, only_look=True)
    findings = [*versions(), *settings_in_use(), *tables(), *space()]
    if not any(finding.topic == "tables" and finding.level == "trouble" for finding in findings):
        findings += [*journal(), *people(), *(Finding(*found) for found in files.look(mend=mend))]
    if as_json:
        sys.stdout.write(json.dumps([asdict(finding) for finding in findings], indent=2) + "\n")
    else:
        show(findings)
    raise typer.Exit(1 if any(finding.level == "trouble" for finding in findings) else 0)


def show(findings: list[Finding]) -> None:
    """Print one line a finding; a word carries the level, colour only helps."""
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, show_header=False, pad_edge=False)
    colours = {"fine": "green", "look": "yellow", "trouble": "red"}
    for finding in findings:
        table.add_row(f"[{colours[finding.level]}]{finding.level}[/]", finding.topic, finding.text)
    Console().print(table)


def versions() -> Iterator[Finding]:
    import platform
    import sqlite3

    import django
    import granian

    import aimline

    yield Finding("fine", "versions", f"Aimline {aimline.__version__}, Python {platform.python_version()}")
    yield Finding("fine", "versions", f"Django {django.__version__}, Granian {granian.__version__}")
    sound = is_wal_safe(sqlite3.sqlite_version_info)
    said = "" if sound else "; this release can damage a busy database: install pysqlite3 0.6.1 or newer"
    yield Finding(
        "fine" if sound else "trouble", "sqlite", f"SQLite {sqlite3.sqlite_version} from {sqlite3.__name__}{said}"
    )


def is_wal_safe(version: tuple[int, ...]) -> bool:
    """True for releases without the write-ahead-log race of 3.7.0 to 3.51.2."""
    if version < (3, 7, 0) or version >= WAL_SAFE[-1]:
        return True
    return any(version[:2] == safe[:2] and version >= safe for safe in WAL_SAFE)


def settings_in_use() -> Iterator[Finding]:
    from django.conf import settings

    environment = settings.ENVIRONMENT
    yield Finding("fine", "settings", f"mode {environment.mode}, data in {settings.DATA}")
    database = "PostgreSQL" if environment.database else "SQLite in the data folder"
    yield Finding("fine", "settings", f"database: {database}")
    if settings.TODAY is not None:
        yield Finding("look", "settings", f"today is pinned to {settings.TODAY}")
    if environment.mode == "production" and not environment.https:
        yield Finding("trouble", "settings", "production without AIMLINE_HTTPS: sign-ins would travel in the open")
    yield from durability()


def durability() -> Iterator[Finding]:
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous")
            safe = cursor.fetchone() == (2,)
            name = "synchronous=FULL"
        else:
            cursor.execute("SHOW fsync")
            safe = cursor.fetchone() == ("on",)
            name = "fsync=on"
    yield Finding("fine" if safe else "trouble", "durability", name if safe else f"{name} is not in force")


def tables() -> Iterator[Finding]:
    from aimline.cli import installation

    n_waiting = installation.n_waiting()
    if n_waiting:
        yield Finding("trouble", "tables", f"changes to the tables that wait: {n_waiting}; `aimline serve` makes them")
    else:
        yield Finding("fine", "tables", "as this version wants them")


def journal() -> Iterator[Finding]:
    from aimline.apps.journal.models import Entry
    from aimline.apps.journal.queries import broken_links

    broken = broken_links()
    for link in broken:
        place = f"district {link.district_number}" if link.district_number else "the installation"
        yield Finding("trouble", "journal", f"the chain of {place} breaks at entry {link.number}")
    if not broken:
        yield Finding("fine", "journal", f"{Entry.objects.count()} entries, every link holds")


def people() -> Iterator[Finding]:
    from django.conf import settings

    from aimline.apps.accounts.models import Person

    n_demo = Person.objects.filter(is_demo=True).count()
    if n_demo and settings.ENVIRONMENT.mode == "production":
        yield Finding("trouble", "people", f"sample people in a production database: {n_demo}")


def space() -> Iterator[Finding]:
    from django.conf import settings

    free = shutil.disk_usage(settings.DATA).free
    level = "fine" if free >= LEAST_FREE_BYTES else "look"
    yield Finding(level, "space", f"{free / 1e9:.1f} GB free on the disk of the data folder")
