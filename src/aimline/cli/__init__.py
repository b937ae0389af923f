"""The command line: the same library for people with files and terminals.

Every command is a plain function in a module of its own and imports what it needs when it runs, so that a quick
question never waits for Django or the warehouse.
"""

import sys

import typer

from aimline.cli import demo, doctor, serve, status, work
from aimline.domain.refusal import AimlineError

app = typer.Typer(
    help="Goals that school teams keep: from assessment results to a locked goal and its aimline.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(demo.demo)
app.command()(serve.serve)
app.command()(status.status)
app.command()(doctor.doctor)
app.command(hidden=True)(work.work)


def main() -> None:
    """Run the command line; a refusal is told in two sentences and ends with status 2."""
    try:
        app()
    except AimlineError as refusal:
        sys.stderr.write(f"{refusal.message}\n{refusal.hint}\n")
        sys.exit(2)
