"""`aimline check`: judge one goal sentence on the command line, without a database."""

import json
import sys
import tomllib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aimline.domain.calendar import Break, Calendar, SchoolYear, Term, Window
from aimline.domain.goal import Layer
from aimline.domain.refusal import AimlineError
from aimline.domain.smart import Finding, Mark, Report, SentenceLayer, Severity, to_json
from aimline.domain.smart import check as judge
from aimline.domain.words import say

if TYPE_CHECKING:
    from rich.console import Console

_LETTERS = {"S": "Specific", "M": "Measurable", "A": "Achievable", "R": "Results-oriented", "T": "Time-bound"}
_MARKS = {
    Mark.MET: ("●", "green", "met"),
    Mark.PARTLY: ("◐", "yellow", "partly"),
    Mark.NOT_MET: ("○", "red", "not yet"),
    Mark.CANNOT_TELL: ("?", "dim", "cannot tell"),
}
_LAYERS = {
    SentenceLayer.PURPOSE: "This reads like a purpose.",
    SentenceLayer.PRACTICE: "This is judged as a practice.",
    SentenceLayer.ACTIVITY: "This reads like something adults do.",
    SentenceLayer.NO_GOAL: "This does not read as a goal yet.",
}


class CalendarUnreadable(AimlineError):
    """The calendar file is missing or does not say what a school year needs."""


def check(
    text: Annotated[str, typer.Argument(help="The goal sentence, or - to read it from standard input.")],
    output: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
    today: Annotated[str, typer.Option(help="Judge as of this day (YYYY-MM-DD); without it, today.")] = "",
    calendar: Annotated[
        Path | None, typer.Option(help="School calendar (TOML) that turns named points into days.")
    ] = None,
    layer: Annotated[
        Layer | None,
        typer.Option(help="Judge as purpose, progress or practice; without it, the layer is guessed."),
    ] = None,
) -> None:
    """Read a goal as you wrote it: what is good first, then one question and one offer.

    The exit status is 1 when something must be mended before the goal can be used.
    """
    if output not in ("text", "json"):
        raise typer.BadParameter("Choose text or json.", param_hint="--format")
    sentence = sys.stdin.read().strip() if text == "-" else text
    try:
        report = judge(sentence, today=_day(today), calendar=_calendar(calendar), layer=layer)
    except CalendarUnreadable as refusal:
        typer.echo(f"{refusal.message}\n{refusal.hint}", err=True)
        raise typer.Exit(2) from refusal
    if output == "json":
        typer.echo(json.dumps(to_json(report), ensure_ascii=False, indent=2))
    else:
        _show(report)
    raise typer.Exit(1 if report.blocking else 0)


def _day(words: str) -> date:
    if not words:
        return date.today()  # noqa: DTZ011 - a school's day is the local day of whoever asks
    try:
        return date.fromisoformat(words)
    except ValueError as problem:
        raise typer.BadParameter("Write the day as 2026-05-29.", param_hint="--today") from problem


def _calendar(path: Path | None) -> Calendar | None:
    """Read school years: [[year]] with ending, starts_on, ends_on, and its terms, windows and breaks."""
    if path is None:
        return None
    hint = say(
        "A school year needs [[year]] with ending, starts_on and ends_on; "
        "terms, windows and breaks are lists of tables."
    )
    try:
        pack = tomllib.loads(path.read_text(encoding="utf-8"))
        return Calendar(tuple(_year(one) for one in pack["year"]))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError) as problem:
        said = say("The calendar {path} could not be read: {problem}.", path=path, problem=str(problem).rstrip("."))
        raise CalendarUnreadable("calendar-unreadable", said, hint) from problem


def _year(one: dict[str, object]) -> SchoolYear:
    def rows(name: str) -> list[dict[str, object]]:
        found = one.get(name, [])
        if not isinstance(found, list):
            raise TypeError(f"{name} is no list")
        return found

    return SchoolYear(
        _whole(one["ending"]),
        _date(one["starts_on"]),
        _date(one["ends_on"]),
        tuple(
            Term(str(row["kind"]), _whole(row["number"]), _date(row["starts_on"]), _date(row["ends_on"]))
            for row in rows("terms")
        ),
        tuple(Window(str(row["kind"]), _date(row["opens_on"]), _date(row["closes_on"])) for row in rows("windows")),
        tuple(
            Break(_date(row["starts_on"]), _date(row["ends_on"]), str(row.get("name", ""))) for row in rows("breaks")
        ),
    )


def _date(value: object) -> date:
    if type(value) is not date:
        raise TypeError(f"{value} is no day such as 2026-05-29")
    return value


def _whole(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(f"{value} is no whole number")
    return value


def _show(report: Report) -> None:
    from rich.console import Console  # costs 60 ms, and JSON does not need it

    console = Console(highlight=False)
    if report.layer in _LAYERS:
        console.print(_LAYERS[report.layer], style="bold")
    for good in report.praise:
        console.print(f"[green]+[/] {_safe(str(good))}")
    if report.marks and report.layer in (SentenceLayer.PROGRESS, SentenceLayer.ACTIVITY):
        console.print()
        for letter, mark in report.marks.items():
            sign, colour, word = _MARKS[mark]
            console.print(f"[{colour}]{sign}[/] [bold]{letter}[/] {_LETTERS[letter]:<17} [{colour}]{word}[/]")
    if report.slots.cut:
        console.print(f"Only the first {report.slots.read_to} characters were read.", style="dim")
    if report.findings:
        _ask(console, report)
    else:
        console.print("\nNothing to ask. This is ready to be talked about.", style="green")


def _ask(console: "Console", report: Report) -> None:
    """One question and one offer; the rest by code, so that nobody is flooded."""
    first = report.findings[0]
    console.print(f"\n[bold]{_safe(str(first.message))}[/] {_safe(str(first.question))} [dim]{first.code}[/]")
    if first.rewrite is not None:
        console.print(f"  [cyan]→[/] {_safe(str(first.rewrite))}")
    rest = report.findings[1:]
    if rest:
        console.print("\nAlso:", style="dim")
        for one in rest:
            console.print(f"  [dim]{one.code}[/] {_safe(str(one.question))}{_before(one)}")


def _before(finding: Finding) -> str:
    return " [dim](before activation)[/]" if finding.severity is Severity.BLOCK else ""


def _safe(text: str) -> str:
    from rich.markup import escape

    return escape(text)
