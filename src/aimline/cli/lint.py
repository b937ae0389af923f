"""`aimline lint`: judge last year's goals, grouped by what to mend; without a database, and naming no author."""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO, Annotated

import typer

from aimline.cli import calendar_file, lint_rows, options
from aimline.domain import plan_lint
from aimline.domain.refusal import AimlineError
from aimline.domain.smart import Report
from aimline.domain.smart import check as judge
from aimline.domain.words import say
from aimline.exchange import statements
from aimline.exchange.statements import Entry, Plan

FORMATS = ("table", "csv", "jsonl", "pdf")
PAPERS = ("letter", "a4")
PIPE = "-"
_SUFFIXES = {".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".pdf": "pdf"}
_N_LONG = 500


class OutputRefused(AimlineError):
    """The answer cannot go where it was sent."""


def lint(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="CSV, Excel (.xlsx), Word (.docx) or text; - reads text from a pipe.")
    ],
    *,
    text_column: Annotated[
        str, typer.Option(metavar="NAME", help="The column that holds the goals; without it, it is guessed.")
    ] = "",
    output: Annotated[
        str,
        typer.Option("--format", metavar="|".join(FORMATS), help="Without it, by the ending of --output, or table."),
    ] = "",
    to: Annotated[
        Path | None, typer.Option("--output", metavar="FILE", help="Write the answer there.", dir_okay=False)
    ] = None,
    title: Annotated[str, typer.Option(help="What stands above the PDF.")] = "",
    paper: Annotated[str, typer.Option(metavar="|".join(PAPERS), help="The sheet of the PDF.")] = "letter",
    today: options.Day = "",
    calendar: options.CalendarFile = None,
) -> None:
    """Read a whole plan: what to mend, how often, and an offer for each. Nobody who wrote a goal is named.

    The exit status is 1 when some statement must be mended before it can be used as a goal.

    Example: aimline lint goals-2025.xlsx --text-column "SMART goal" --output goals-2025.pdf
    """
    wanted = output or _SUFFIXES.get(to.suffix.lower() if to else "", "table")
    if wanted not in FORMATS:
        raise typer.BadParameter(f"Choose one of {', '.join(FORMATS)}.", param_hint="--format")
    if paper not in PAPERS:
        raise typer.BadParameter("Choose letter or a4.", param_hint="--paper")
    as_of, days = options.day(today), calendar_file.read(calendar)
    _look_ahead(file, to, wanted)
    plan = _read(file, text_column)
    judging = Judging(plan, lambda text: judge(text, today=as_of, calendar=days))
    if wanted == "pdf":
        _write_pdf(judging, to=to, title=title, paper=paper, as_of=as_of)
    else:
        _write_text(judging, _name(file), to=to, wanted=wanted)
    raise typer.Exit(1 if judging.is_blocked else 0)


class Judging:
    """Each statement of a plan with its verdict, one after the other; remembers whether one was blocked.

    On a terminal, a long plan shows how far it has come, on standard error.
    """

    def __init__(self, plan: Plan, verdict: Callable[[str], Report]) -> None:
        self.plan = plan
        self.verdict = verdict
        self.is_blocked = False

    def __iter__(self) -> Iterator[tuple[Entry, Report]]:
        with _progress(self.plan.entries) as entries:
            for entry in entries:
                report = self.verdict(entry.text)
                self.is_blocked |= bool(report.blocking)
                yield entry, report

    def summary(self) -> plan_lint.Summary:
        """Judge everything and group it by what to mend."""
        return plan_lint.summarise(plan_lint.note(report) for _, report in self)


@contextmanager
def _progress(entries: tuple[Entry, ...]) -> Iterator[Iterator[Entry]]:
    if len(entries) < _N_LONG or not sys.stderr.isatty():
        yield iter(entries)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("Reading goals"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield iter(progress.track(entries))


def _name(file: str) -> str:
    return "" if file == PIPE else Path(file).name


def _look_ahead(file: str, to: Path | None, wanted: str) -> None:
    """Refuse before the work what would be lost after it."""
    if to is None:
        if wanted == "pdf" and sys.stdout.isatty():
            hint = say("Add --output and a name, for example --output goals.pdf.")
            raise OutputRefused("output-needed", say("A PDF needs a file to go to."), hint)
        return
    if file != PIPE and to.exists() and Path(file).exists() and to.samefile(file):
        message = say("The answer would overwrite the plan {name}.", name=str(to))
        raise OutputRefused("output-is-input", message, say("Give --output another name. Nothing was changed."))
    if not to.absolute().parent.is_dir():
        message = say("There is no folder {folder}.", folder=str(to.absolute().parent))
        raise OutputRefused("output-nowhere", message, say("Make it first, or give --output another place."))


def _read(file: str, text_column: str) -> Plan:
    if file != PIPE:
        return statements.read(Path(file), text_column=text_column)
    return statements.read_text(sys.stdin.buffer.read(), text_column=text_column)


def _write_text(judging: Judging, name: str, *, to: Path | None, wanted: str) -> None:
    with _opened(to) as out:
        if wanted == "jsonl":
            out.writelines(lint_rows.json_lines(judging))
        elif wanted == "csv":
            # With its mark, Excel reads the file as UTF-8; a pipe wants none.
            out.writelines([] if to is None else ["\ufeff"])
            out.writelines(lint_rows.csv_lines(judging))
        else:
            from aimline.cli import lint_table

            lint_table.show(judging.summary(), judging.plan, name=name, out=out)


def _write_pdf(judging: Judging, *, to: Path | None, title: str, paper: str, as_of: date) -> None:
    from aimline.reports import plan_lint as sheet

    packed = sheet.put(judging.summary(), title=title, paper=paper, judged_on=as_of)
    if to is None:
        sys.stdout.buffer.write(packed)
        return
    with _replacing(to) as temporary:
        temporary.write_bytes(packed)


@contextmanager
def _opened(to: Path | None) -> Iterator[IO[str]]:
    if to is None:
        yield sys.stdout
        return
    with _replacing(to) as temporary, temporary.open("w", encoding="utf-8", newline="") as out:
        yield out


@contextmanager
def _replacing(to: Path) -> Iterator[Path]:
    """Write beside the file and move into place, so that an old answer stays whole until the new one is."""
    handle, name = tempfile.mkstemp(dir=to.absolute().parent, prefix=f".{to.name}.")
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        temporary.chmod(0o644)
        temporary.replace(to)
    finally:
        temporary.unlink(missing_ok=True)
