"""`aimline import` and `aimline withdraw`: results come in, and can go again."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aimline.cli import options
from aimline.domain.refusal import AimlineError
from aimline.domain.words import say

if TYPE_CHECKING:
    from aimline.apps.intake.models import Upload
    from aimline.apps.organizations.models import Unit
    from aimline.apps.organizations.policy import Viewer

N_SHOWN = 20


class NoSuchFile(AimlineError):
    """The path names no file."""


class NoSuchPlace(AimlineError):
    """`--place` names no district or school the viewer sees."""


class NoSuchImport(AimlineError):
    """The id names no import the viewer sees."""


class NotStored(AimlineError):
    """The file could not be stored; the message says why."""


def import_file(
    file: Annotated[Path, typer.Argument(help="A CSV, CSV.gz or XLSX file of results, one result a row.")],
    *,
    mapping: Annotated[
        Path | None, typer.Option(metavar="MAP.toml", help="What the columns mean. Without it the mapping is guessed.")
    ] = None,
    place: Annotated[
        str | None, typer.Option(metavar="CODE", help="The district or school the file belongs to, if it spans none.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be stored, and store nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON, for machines.")] = False,
    person: options.As = None,
    data: options.Data = None,
    today: options.Today = None,
) -> None:
    """Import a file of results: read it through a mapping, report what is wrong, store the rest at once."""
    from aimline.cli import installation

    if not file.is_file():
        raise NoSuchFile("no-such-file", say("There is no file {name}.", name=str(file)), say("Check the path."))
    text = mapping.read_text(encoding="utf-8") if mapping else guess(file)
    installation.enter(data=data, today=today)
    installation.migrate()
    viewer = installation.viewer(person)
    upload = bring(viewer, file, text, place, quiet=as_json)
    if as_json:
        sys.stdout.write(
            json.dumps({"import": str(upload.uuid), "state": upload.state, **upload.report}, indent=2) + "\n"
        )
    else:
        tell(upload)
    if upload.report["in_the_way"]:
        raise NotStored(
            "not-stored", say("{why}", why=" ".join(upload.report["in_the_way"])), say("Nothing was stored.")
        )
    if not dry_run:
        store(viewer, upload, quiet=as_json)


def guess(file: Path) -> str:
    """Return the guessed mapping of a file as TOML."""
    from aimline.exchange import guessing, mapping_file, recognition

    seen = recognition.recognise(file)
    if seen.problems:
        raise NotStored(seen.problems[0].code, seen.problems[0].message, seen.problems[0].hint)
    return mapping_file.dump(guessing.guess(seen.header, seen.sample, source=file.stem).mapping)


def bring(viewer: "Viewer", file: Path, mapping: str, place: str | None, *, quiet: bool) -> "Upload":
    """Receive and stage a file; raises `NotStored` when nothing of it can be read."""
    from aimline.apps.intake import actions
    from aimline.apps.intake.models import UploadState

    with working("Reading the file", quiet=quiet), file.open("rb") as stream:
        upload = actions.receive(viewer, file.name, stream, place=named(viewer, place))
        if upload.state != UploadState.REFUSED:
            upload = actions.map_columns(viewer, upload, mapping, version=upload.version)
            upload = actions.stage(viewer, upload)
    if upload.state == UploadState.REFUSED:
        raise NotStored("not-stored", say("{why}", why=upload.message), say("Nothing was stored."))
    return upload


def named(viewer: "Viewer", code: str | None) -> "Unit | None":
    from aimline.apps.organizations import queries

    if code is None:
        return None
    found = queries.visible_units(viewer).filter(kind__in=["district", "school"], code=code).first()
    if found is None:
        raise NoSuchPlace(
            "no-such-place", say("There is no place with the code {code}.", code=code), say("Look at the Places page.")
        )
    return found


def tell(upload: "Upload") -> None:
    """Print what the file would bring: counts, administrations, the first problems."""
    from rich.console import Console
    from rich.table import Table

    report, console = upload.report, Console()
    counts = report["counts"]
    console.print(
        f"{counts['n_records']:,} rows: {counts['n_stored']:,} to store ({counts['n_scored']:,} with a result), "
        f"{counts['n_wrong']:,} to mend, {counts['n_set_aside']:,} set aside.",
        highlight=False,
    )
    console.print(
        f"{report['n_students']:,} students, {report['n_new_students']:,} of them new; "
        f"{len(report['new_schools'])} new schools, {len(report['new_districts'])} new districts; "
        f"{report['n_in_two_schools']:,} students in two schools in one year.",
        highlight=False,
    )
    compared = report["compared"]
    if compared["n_changed"] or compared["n_same"]:
        console.print(
            f"{compared['n_new']:,} results are new, {compared['n_changed']:,} change an earlier result, "
            f"{compared['n_same']:,} are the same as before.",
            highlight=False,
        )
    given = Table("Measure", "School year", "Window", "Given on", "Rows", box=None, header_style="bold")
    for each in report["administrations"]:
        given.add_row(
            each["measure"], str(each["school_year"]), each["window"], each["given_on"], f"{each['n_rows']:,}"
        )
    console.print(given)
    if not report["problems"]:
        return
    problems = Table("Line", "Column", "Value", "What is wrong", "What to do", box=None, header_style="bold")
    for problem in report["problems"][:N_SHOWN]:
        problems.add_row(str(problem["line"]), problem["column"], problem["value"], problem["message"], problem["hint"])
    console.print(problems)
    if counts["n_wrong"] > N_SHOWN:
        console.print(f"... and {counts['n_wrong'] - N_SHOWN:,} more.", highlight=False)


def store(viewer: "Viewer", upload: "Upload", *, quiet: bool) -> None:
    from aimline.apps.intake import actions

    with working("Storing the results", quiet=quiet):
        actions.commit(viewer, upload, version=upload.version)
    if not quiet:
        sys.stdout.write(f"Stored. To take it back: aimline withdraw {upload.uuid} --why ...\n")


def withdraw(
    upload: Annotated[str, typer.Argument(metavar="IMPORT", help="The id that `aimline import` printed.")],
    *,
    why: Annotated[str, typer.Option(help="The reason, for the journal.")],
    person: options.As = None,
    data: options.Data = None,
    today: options.Today = None,
) -> None:
    """Take an import back: older results come into sight again and goals read as they did before."""
    from uuid import UUID

    from aimline.cli import installation

    installation.enter(data=data, today=today)
    viewer = installation.viewer(person)
    from aimline.apps.intake import actions
    from aimline.apps.intake.models import Upload

    try:
        found = Upload.objects.filter(uuid=UUID(upload)).first()
    except ValueError:
        found = None
    if found is None:
        raise NoSuchImport(
            "no-such-import", say("There is no import {id}.", id=upload), say("Look at the Imports page for its id.")
        )
    with working("Taking the results back", quiet=False):
        actions.withdraw(viewer, found, version=found.version, why=why)
    sys.stdout.write("Taken back. The rows stay in the log; nothing reads them any more.\n")


@contextmanager
def working(what: str, *, quiet: bool) -> Iterator[None]:
    """Show that something is going on, on a terminal; a pipe stays clean."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True, quiet=quiet)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        progress.add_task(what, total=None)
        yield
