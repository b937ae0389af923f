"""What the checker says about one statement, for people at a terminal: good first, one question, one offer.

Written with the terminal's own colours: a library of tables would double the time until the answer.
"""

import os
import shutil
import textwrap

import typer

from aimline.domain.smart import Finding, Mark, Report, SentenceLayer
from aimline.domain.smart.report import MARKED

_LETTERS = {"S": "Specific", "M": "Measurable", "A": "Achievable", "R": "Results-oriented", "T": "Time-bound"}
_MARKS = {
    Mark.MET: ("●", "green", "met"),
    Mark.PARTLY: ("◐", "yellow", "partly"),
    Mark.NOT_MET: ("○", "red", "not yet"),
    Mark.CANNOT_TELL: ("?", None, "cannot tell"),
}
_LAYERS = {
    SentenceLayer.PURPOSE: "This reads like a purpose.",
    SentenceLayer.PRACTICE: "This is judged as a practice.",
    SentenceLayer.ACTIVITY: "This reads like something adults do.",
    SentenceLayer.NO_GOAL: "This does not read as a goal yet.",
}
_NARROWEST = 20


def show(report: Report, *, every: bool = False) -> None:
    """Print one verdict; `every` asks all questions instead of naming the codes of the later ones."""
    if report.layer in _LAYERS and not _says_its_layer(report):
        say(_LAYERS[report.layer], bold=True)
    for good in report.praise:
        _hang("+", str(good), fg="green")
    if report.layer in MARKED:
        say("")
        for letter, mark in report.told_marks.items():
            _show_mark(letter, mark)
    if report.slots.cut:
        say(f"Only the first {report.slots.read_to} characters were read.", dim=True)
    if report.findings:
        _ask(report, every=every)
    else:
        say("\nNothing to ask. This is ready to be talked about.", fg="green")


def say(text: str, *, fg: str | None = None, bold: bool | None = None, dim: bool | None = None) -> None:
    """Print a line as wide as the terminal; colours only where one listens and nobody has switched them off."""
    lines = [_wrap(line) for line in text.split("\n")]
    _print(typer.style("\n".join(lines), fg=fg, bold=bold, dim=dim))


def _show_mark(letter: str, mark: Mark) -> None:
    sign, colour, word = _MARKS[mark]
    said = typer.style(sign, fg=colour), typer.style(letter, bold=True), typer.style(word, fg=colour)
    _print(f"{said[0]} {said[1]} {_LETTERS[letter]:<17} {said[2]}")


def _says_its_layer(report: Report) -> bool:
    return any(one.code in ("RF-08", "RF-14") for one in report.findings)


def _ask(report: Report, *, every: bool) -> None:
    """One question and one offer; the rest by code, so that nobody is flooded."""
    first, *later = report.findings
    say(f"\n{first.message} {first.question} {first.code}", bold=True)
    if first.rewrite is not None:
        _hang("  →", str(first.rewrite), fg="cyan")
    if not later:
        return
    if not every:
        say(f"\nThen: {', '.join(one.code for one in later)}. --all asks these too.", dim=True)
        return
    say("\nThen:", dim=True)
    for one in later:
        _hang(f"  {one.code:<5}", f"{one.message} {one.question}{_before(one, report)}")


def _before(finding: Finding, report: Report) -> str:
    return " (before activation)" if finding in report.blocking else ""


def _hang(sign: str, text: str, *, fg: str | None = None) -> None:
    """Print a sign and a text whose later lines stand under its first, however narrow the terminal."""
    told = _wrap(text, indent=" " * (len(sign) + 1))
    _print(f"{typer.style(sign, fg=fg)} {told.lstrip()}")


def _wrap(text: str, *, indent: str = "") -> str:
    width = max(_NARROWEST, shutil.get_terminal_size().columns)
    return textwrap.fill(text, width, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)


def _print(text: str) -> None:
    typer.echo(text, color=False if "NO_COLOR" in os.environ else None)
