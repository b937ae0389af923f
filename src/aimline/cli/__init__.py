"""The command line: the same library for people with files and terminals.

Every command is a plain function in a module of its own, which is imported when the command is asked for, so that a
quick question waits neither for Django and the warehouse nor for the other commands.
"""

import io
import sys
from errno import ENOSPC
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

from aimline.domain.refusal import AimlineError

# The name people type, the function (or the `Typer` of a family of commands), and whether the list shows it.
COMMANDS = {
    "demo": ("aimline.cli.demo", "demo", True),
    "check": ("aimline.cli.check", "check", True),
    "lint": ("aimline.cli.lint", "lint", True),
    "rule": ("aimline.cli.rule", "rule", True),
    "serve": ("aimline.cli.serve", "serve", True),
    "import": ("aimline.cli.import_file", "import_file", True),
    "withdraw": ("aimline.cli.withdraw", "withdraw", True),
    "pull": ("aimline.cli.pull", "pull", True),
    "oneroster": ("aimline.cli.oneroster", "family", True),
    "standards": ("aimline.cli.standards", "standards", True),
    "growth": ("aimline.cli.growth", "family", True),
    "status": ("aimline.cli.status", "status", True),
    "compact": ("aimline.cli.keeping", "compact", True),
    "erase": ("aimline.cli.keeping", "erase", True),
    "retain": ("aimline.cli.keeping", "retain", True),
    "backup": ("aimline.cli.backup", "backup", True),
    "restore": ("aimline.cli.backup", "restore", True),
    "doctor": ("aimline.cli.doctor", "doctor", True),
    "work": ("aimline.cli.work", "work", False),
}


class Commands(TyperGroup):
    """The list of commands; each is built when it is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:  # Any: typer keeps the type to itself
        """Give the names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # Any: typer keeps both types to itself
        """Import the module of one command and build it, or give nothing for a name that is none."""
        if cmd_name not in COMMANDS:
            return None
        module, name, shown = COMMANDS[cmd_name]
        found = getattr(import_module(module), name)
        if isinstance(found, typer.Typer):
            return typer.main.get_command(found)
        alone = typer.Typer(add_completion=False)
        alone.command(cmd_name, hidden=not shown)(found)
        return typer.main.get_command(alone)


app = typer.Typer(
    cls=Commands,
    help="Goals that school teams keep: from assessment results to a locked goal and its aimline.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.callback()(lambda: None)  # without it, typer takes a list of one command for the command itself


def main() -> None:
    """Run the command line; a refusal and a full disk are told in two sentences and end with status 2."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # as JSON and our signs need it, wherever the answer is sent
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
