"""The command line: the same library for people with files and terminals.

Every command is a plain function in a module of its own and imports what it needs when it runs, so that a quick
question never waits for Django or the warehouse.
"""

import sys
from errno import ENOSPC

import typer

from aimline.cli import check, demo, doctor, import_file, serve, status, work
from aimline.domain.refusal import AimlineError

app = typer.Typer(
    help="Goals that school teams keep: from assessment results to a locked goal and its aimline.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(demo.demo)
app.command()(check.check)
app.command()(serve.serve)
app.command("import")(import_file.import_file)
app.command()(import_file.withdraw)
app.command()(status.status)
app.command()(doctor.doctor)
app.command(hidden=True)(work.work)


def main() -> None:
    """Run the command line; a refusal and a full disk are told in two sentences and end with status 2."""
    try:
        app()
    except AimlineError as refusal:
        sys.stderr.write(f"{refusal.message}\n{refusal.hint}\n")
        sys.exit(2)
    except OSError as trouble:
        if trouble.errno != ENOSPC:
            raise
        sys.stderr.write("There is no room left on the disk, so the command stopped.\nMake room and try once more.\n")
        sys.exit(2)
