"""`aimline check`: judge goal sentences on the command line, without a database."""

import json
import re
import sys
from typing import Annotated

import typer

from aimline.cli import calendar_file, options, verdict
from aimline.domain.goal import Layer
from aimline.domain.smart import Report, to_json
from aimline.domain.smart import check as judge


def check(
    text: Annotated[
        list[str],
        typer.Argument(help="The goal in quotes; several in quotes are judged one by one; - reads standard input."),
    ],
    *,
    output: Annotated[str, typer.Option("--format", metavar="text|json", help="For people or for machines.")] = "text",
    today: options.Day = "",
    calendar: options.CalendarFile = None,
    layer: Annotated[
        Layer | None,
        typer.Option(help="Judge as purpose, progress or practice; without it, the layer is guessed."),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Ask every question, not only the first.")] = False,
) -> None:
    """Read a goal as you wrote it: what is good first, then one question and one offer.

    The exit status is 1 when something must be mended before the goal can be used.

    Example: aimline check "By 22 May 2026, Grade 3 readers will grow from 45% to 60% on the screener."
    """
    if output not in ("text", "json"):
        raise typer.BadParameter("Choose text or json.", param_hint="--format")
    as_of, days = options.day(today), calendar_file.read(calendar)
    reports = [judge(one, today=as_of, calendar=days, layer=layer) for one in _statements(text)]
    if output == "json":
        told = [to_json(report) for report in reports]
        typer.echo(json.dumps(told[0] if len(told) == 1 else told, ensure_ascii=False, indent=2))
    else:
        _show(reports, every=every)
    raise typer.Exit(1 if any(report.blocking for report in reports) else 0)


def _statements(given: list[str]) -> list[str]:
    """Words without quotes are one statement, texts in quotes several; a dash stands for standard input."""
    if given == ["-"]:
        from aimline.exchange.statements import text

        return text.passages(text.decode(sys.stdin.buffer.read())) or [""]
    if not any(re.search(r"\s", one) for one in given):
        given = [" ".join(given)]
    # The shell may hand over bytes that are no letters; they are shown as such instead of stopping the answer.
    return [one.encode("utf-8", "surrogateescape").decode("utf-8", "replace") for one in given]


def _show(reports: list[Report], *, every: bool) -> None:
    for place, report in enumerate(reports):
        if len(reports) > 1:
            verdict.say(f"{'' if place == 0 else chr(10)}“{report.slots.text.strip()}”", dim=True)
        verdict.show(report, every=every)
