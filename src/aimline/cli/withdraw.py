"""`aimline withdraw`: what came in can go again, results, rosters and standards alike."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from aimline.cli import bringing, options
from aimline.domain.refusal import AimlineError
from aimline.domain.words import say

if TYPE_CHECKING:
    from aimline.apps.intake.models import Upload
    from aimline.apps.organizations.policy import Viewer


class NoSuchImport(AimlineError):
    """The id names no import the viewer sees."""


def withdraw(
    upload: Annotated[str, typer.Argument(metavar="IMPORT", help="The id that `aimline import` printed.")],
    *,
    why: Annotated[str, typer.Option(help="The reason, for the journal.")],
    person: options.As = None,
    data: options.Data = None,
    today: options.Today = None,
) -> None:
    """Take an import back: what stood there before counts again."""
    from aimline.cli import installation

    installation.enter(data=data, today=today)
    viewer = installation.viewer(person)
    from aimline.apps.intake import actions

    found = visible_import(viewer, upload)
    with bringing.working("Taking it back", quiet=False):
        taken = actions.withdraw(viewer, found, version=found.version, why=why)
    said = taken.message or "Taken back. The rows stay in the log; nothing reads them any more."
    sys.stdout.write(said + "\n")


def visible_import(viewer: "Viewer", text: str) -> "Upload":
    """Return the import of this id, if the viewer may see it."""
    from uuid import UUID

    from aimline.apps.intake import queries
    from aimline.apps.organizations.policy import NotVisible

    try:
        return queries.upload(viewer, UUID(text))
    except (ValueError, NotVisible) as error:
        raise NoSuchImport(
            "no-such-import", say("There is no import {id}.", id=text), say("Look at the Imports page for its id.")
        ) from error
