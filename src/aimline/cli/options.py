"""Options that several commands share."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

Today = Annotated[
    date | None,
    typer.Option(parser=date.fromisoformat, metavar="YYYY-MM-DD", help="Act as if it were this day."),
]
Data = Annotated[
    Path | None,
    typer.Option(metavar="FOLDER", help="The data folder; else AIMLINE_DATA, else ./aimline-data.", file_okay=False),
]
As = Annotated[
    str | None,
    typer.Option("--as", metavar="PERSON", help="Whose eyes to look with: an e-mail address. Else the folder's owner."),
]
Host = Annotated[str, typer.Option(help="The address to listen on.")]
Port = Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")]
Day = Annotated[str, typer.Option("--today", metavar="YYYY-MM-DD", help="Judge as of this day; without it, today.")]
CalendarFile = Annotated[
    Path | None,
    typer.Option("--calendar", metavar="FILE", help="School calendar (TOML) that turns named points into days."),
]


def day(words: str) -> date:
    """Read the day of `--today`; without words, the local day of whoever asks. Raises BadParameter."""
    if not words:
        return date.today()  # noqa: DTZ011 - a school's day is the local day of whoever asks
    try:
        return date.fromisoformat(words)
    except ValueError as problem:
        raise typer.BadParameter("Write the day as 2026-05-29.", param_hint="--today") from problem
