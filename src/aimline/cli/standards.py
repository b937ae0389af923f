"""`aimline standards`: a framework of standards comes in as a CASE file."""

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aimline.cli import options

if TYPE_CHECKING:
    from aimline.exchange.case_file import Framework


def standards(
    file: Annotated[Path, typer.Argument(help="A CASE package (.json) with one framework of standards.")],
    *,
    place: Annotated[str | None, typer.Option(metavar="CODE", help="The district, where there are several.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what is in the file, and store nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Say it for machines.")] = False,
    person: options.As = None,
    data: options.Data = None,
    today: options.Today = None,
) -> None:
    """Bring in the standards of a state or network; the same file twice changes nothing."""
    from aimline.cli.import_file import require_file
    from aimline.exchange import case_file

    require_file(file)
    framework = case_file.read(file)
    told: dict[str, object] = {
        "framework": framework.title,
        "n_standards": len(framework.items),
        "problems": [
            {"where": one.where, "message": str(one.message), "hint": str(one.hint)} for one in framework.problems
        ],
    }
    if not dry_run:
        told |= store(framework, file, place, person=person, data=data, today=today)
    if as_json:
        sys.stdout.write(json.dumps(told, indent=2) + "\n")
        return
    sys.stdout.write(f"{framework.title}. Standards: {len(framework.items):,}.\n")
    sys.stdout.writelines(f"  {one.where}  {one.message} {one.hint}\n" for one in framework.problems)
    counts = ("new", "changed", "same", "gone")
    said = ", ".join(f"{told[f'n_{name}']:,} {name}" for name in counts) if not dry_run else "nothing was stored"
    sys.stdout.write(f"{said}.\n")
    if told.get("import"):
        sys.stdout.write(f"Stored. To take it back: aimline withdraw {told['import']} --why ...\n")


def store(
    framework: "Framework", file: Path, place: str | None, *, person: str | None, data: Path | None, today: date | None
) -> dict[str, object]:
    """Store a framework in its district; returns what that changed, and the id of the import where anything did."""
    from aimline.cli import installation
    from aimline.cli.place import NoSuchPlace, named
    from aimline.cli.roster import the_district
    from aimline.domain.words import say

    installation.enter(data=data, today=today)
    installation.migrate()
    from aimline.apps.intake import actions

    viewer = installation.viewer(person)
    found = named(viewer, place) or the_district(viewer)
    if found is None:
        message = say("There is no district here yet.")
        raise NoSuchPlace("no-district", message, say("Open Aimline with `aimline serve` and name it first."))
    district, kind = found.district or found, actions.frameworks.KIND
    with file.open("rb") as stream, actions.kept(viewer, file.name, stream, place=district, report=kind) as upload:
        brought = actions.frameworks.store_at_once(viewer, upload, framework)
    return {**vars(brought), "import": str(upload.uuid) if upload.pk else ""}
