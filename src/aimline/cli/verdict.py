"""What the checker says about one statement, for people at a terminal: good first, one question, one offer."""

from typing import TYPE_CHECKING

from aimline.domain.smart import Finding, Mark, Report, SentenceLayer
from aimline.domain.smart.report import MARKED

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


def show(console: "Console", report: Report, *, every: bool = False) -> None:
    """Print one verdict; `every` asks all questions instead of naming the codes of the later ones."""
    if report.layer in _LAYERS and not _says_its_layer(report):
        console.print(_LAYERS[report.layer], style="bold")
    for good in report.praise:
        _hang(console, "[green]+[/]", _safe(good))
    if report.layer in MARKED:
        console.print()
        for letter, mark in report.told_marks.items():
            sign, colour, word = _MARKS[mark]
            console.print(f"[{colour}]{sign}[/] [bold]{letter}[/] {_LETTERS[letter]:<17} [{colour}]{word}[/]")
    if report.slots.cut:
        console.print(f"Only the first {report.slots.read_to} characters were read.", style="dim")
    if report.findings:
        _ask(console, report, every=every)
    else:
        console.print("\nNothing to ask. This is ready to be talked about.", style="green")


def _says_its_layer(report: Report) -> bool:
    return any(one.code in ("RF-08", "RF-14") for one in report.findings)


def _ask(console: "Console", report: Report, *, every: bool) -> None:
    """One question and one offer; the rest by code, so that nobody is flooded."""
    first, *later = report.findings
    console.print(f"\n[bold]{_safe(first.message)}[/] {_safe(first.question)} [dim]{first.code}[/]")
    if first.rewrite is not None:
        _hang(console, "  [cyan]→[/]", _safe(first.rewrite))
    if not later:
        return
    if not every:
        console.print(f"\nThen: {', '.join(one.code for one in later)}. --all asks these too.", style="dim")
        return
    console.print("\nThen:", style="dim")
    for one in later:
        _hang(console, f"  [dim]{one.code:<5}[/]", f"{_safe(one.message)} {_safe(one.question)}{_before(one, report)}")


def _before(finding: Finding, report: Report) -> str:
    return " [dim](before activation)[/]" if finding in report.blocking else ""


def _hang(console: "Console", sign: str, text: str) -> None:
    """Print a sign and a text whose later lines stand under its first, however narrow the terminal."""
    from rich.table import Table

    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(sign, text)
    console.print(grid)


def _safe(text: object) -> str:
    from rich.markup import escape

    return escape(str(text))
