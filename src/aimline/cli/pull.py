"""`aimline pull`: rosters and results come from the systems a district is connected to."""

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from aimline.cli import options
from aimline.domain.refusal import AimlineError
from aimline.domain.words import say

if TYPE_CHECKING:
    from aimline.apps.connections.models import Connection, Pull
    from aimline.apps.organizations.policy import Viewer


class WhichConnection(AimlineError):
    """The command does not say which connection is meant, or names none."""


def pull(
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="The connection; without it the only one.")] = "",
    *,
    due: Annotated[
        bool, typer.Option("--due", help="Pull every connection whose time has come, each in its keeper's name.")
    ] = False,
    try_only: Annotated[
        bool, typer.Option("--try", help="Sign in, count what there is, and bring nothing in.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Say what came of it for machines.")] = False,
    person: options.As = None,
    data: options.Data = None,
    today: options.Today = None,
) -> None:
    """Pull from a connected system; one that stopped goes on. Connections are made on the page Connections."""
    from aimline.cli import installation

    installation.enter(data=data, today=today)
    installation.migrate()
    if due:
        pull_due(as_json=as_json)
        return
    from aimline.apps.connections.actions import pulling

    viewer = installation.viewer(person)
    connection = named(viewer, name)
    if try_only:
        pulling.try_out(viewer, connection)
        connection.refresh_from_db()
        tell_tried(connection, as_json=as_json)
        return
    tell(pulling.pull(viewer, connection), as_json=as_json)


def pull_due(*, as_json: bool) -> None:
    """Pull what is due, one after the other; one that stops does not stop the others, but the command ends with 2.

    For machines it is one list, however many were due.
    """
    from aimline.apps.connections import queries
    from aimline.apps.connections.actions import pulling
    from aimline.cli import installation

    done, trouble = list["Pull"](), list[AimlineError]()
    for connection in queries.due(installation.machine_clock()):
        if not pulling.plan_next(connection):
            continue
        try:
            viewer = installation.viewer(connection.by.email)
            done.append(pulling.pull(viewer, connection))
            if not as_json:
                tell(done[-1], as_json=False)
        except AimlineError as refusal:
            sys.stderr.write(f"{connection.name}: {refusal.message} {refusal.hint}\n")
            trouble.append(refusal)
    if as_json:
        sys.stdout.write(json.dumps([told_of(each) for each in done], default=str, indent=2) + "\n")
    if trouble:
        sys.exit(2)


def named(viewer: "Viewer", name: str) -> "Connection":
    """Return the connection of this name, or the only one; raises WhichConnection."""
    from aimline.apps.connections import queries

    found = queries.connections(viewer)
    fitting = [one for one in found if not name or one.name == name]
    if len(fitting) == 1:
        return fitting[0]
    names = ", ".join(one.name for one in found)
    message = say("There is no connection called {name}.", name=name) if name else say("There are several connections.")
    if not found:
        message = say("There is no connection yet.")
    hint = say("Their names are: {names}.", names=names) if names else say("Add one on the page Connections.")
    raise WhichConnection("which-connection", message, hint)


def tell(pull: "Pull", *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps(told_of(pull), default=str, indent=2) + "\n")
        return
    rows = ", ".join(f"{name} {n:,}" for name, n in pull.n_rows.items())
    sys.stdout.write(f"{pull.connection.name}: read {rows}.\n{pull.message}\n")


def told_of(pull: "Pull") -> dict[str, object]:
    return {
        "pull": str(pull.uuid), "connection": pull.connection.name, "rows": pull.n_rows, "message": pull.message,
        "roster": pull.roster_uuid, "results": pull.results_uuid,
    }  # fmt: skip


def tell_tried(connection: "Connection", *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps(connection.tried, indent=2) + "\n")
    elif not connection.tried["message"]:
        counts = ", ".join(f"{name} {'?' if n is None else n}" for name, n in connection.tried["counts"])
        sys.stdout.write(f"{connection.name}: the other system lets us in: {counts}.\n")
    if connection.tried["message"]:
        sys.stderr.write(connection.tried["message"] + "\n")
        sys.exit(2)
