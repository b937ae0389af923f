"""`aimline oneroster`: look at a OneRoster bundle without a database, and say what is wrong with it."""

import json
from collections.abc import Iterator
from enum import StrEnum
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer

from aimline.cli import options
from aimline.cli.counting import counted
from aimline.exchange.oneroster import report
from aimline.exchange.oneroster.bundle import BundleUnreadable
from aimline.exchange.oneroster.checking import Checked, unopened
from aimline.exchange.oneroster.checking import check as examine
from aimline.exchange.oneroster.finding import Finding, Weight

family = typer.Typer(
    name="oneroster",
    help="OneRoster 1.1 and 1.2 bundles: is one sound, and what is wrong with it?",
    no_args_is_help=True,
    add_completion=False,
)
family.callback()(lambda: None)  # without it, typer takes a family of one for the command itself


class Output(StrEnum):
    """How the findings are written."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"


@family.command()
def check(
    file: Annotated[Path, typer.Argument(help="The bundle, a .zip of CSV files.", exists=True, dir_okay=False)],
    output: Annotated[Output, typer.Option("--format", help="For people, for programs, or for code-review tools.")] = (
        Output.TEXT
    ),
    today: options.Day = "",
    most: Annotated[int, typer.Option(min=1, help="Show at most so many places of a rule (text only).")] = 5,
) -> None:
    """Check a whole bundle: every finding with its file, line, column, rule and how to mend it.

    Nothing is stored and no other program is asked. The exit status is 1 when an error stands, 0 when only
    warnings do, 2 when the file cannot be opened; for programs that is a finding of its own.
    """
    try:
        checked = examine(file, today=options.day(today))
        status = 1 if checked.n_errors else 0
    except BundleUnreadable as refusal:
        if output is Output.TEXT:
            raise
        checked, status = unopened(file, refusal.finding), 2
    if output is Output.JSON:
        typer.echo(json.dumps(report.to_json(checked), ensure_ascii=False, indent=2))
    elif output is Output.SARIF:
        typer.echo(json.dumps(report.to_sarif(checked, version=version("aimline")), ensure_ascii=False, indent=2))
    else:
        typer.echo("\n".join(told(checked, most)))
    raise typer.Exit(status)


def told(checked: Checked, most: int) -> Iterator[str]:
    """Say what the bundle holds, then each rule that is broken with its first places."""
    held = ", ".join(f"{name} {n_rows:,}" for name, n_rows in checked.n_rows.items()) or "nothing that can be read"
    yield f"{checked.path.name}: OneRoster {checked.version}. Rows: {held}."
    if not checked.findings:
        yield "Nothing to mend."
        return
    n_warnings = len(checked.findings) - checked.n_errors
    yield f"To mend: {checked.n_errors:,}. To look at: {n_warnings:,}."
    ordered = sorted(checked.findings, key=lambda one: (one.weight is Weight.WARNING, one.rule))
    for (weight, rule), group in groupby(ordered, key=lambda one: (one.weight, one.rule)):
        places = list(group)
        yield ""
        yield f"{'Mend' if weight is Weight.ERROR else 'Look'}: {rule} ({len(places):,})"
        yield from (f"  {place(one)}  {one.message} {one.hint}" for one in places[:most])
        if len(places) > most:
            yield f"  ... and {counted(len(places) - most, 'more place', 'more places')}; --format json lists all."


def place(one: Finding) -> str:
    """Write a place, with the column where the sentence does not begin with it."""
    names_column = not one.column or str(one.message).startswith(one.column)
    return one.place if names_column else f"{one.place} {one.column}"
