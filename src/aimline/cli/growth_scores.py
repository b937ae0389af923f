"""What the growth commands share that read scores of many years and write a table."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aimline.domain.refusal import AimlineError
from aimline.domain.words import say

if TYPE_CHECKING:
    from aimline.growth.percentiles.cohorts import Results
    from aimline.warehouse.columns import Scores

File = Annotated[Path, typer.Argument(help="Scores of several years: CSV, CSV.gz or Parquet, one score a row.")]
Student = Annotated[str, typer.Option(metavar="COLUMN", help="The column that names the student.")]
Subject = Annotated[str, typer.Option(metavar="COLUMN", help="... the subject.")]
Year = Annotated[str, typer.Option(metavar="COLUMN", help="... the school year; its last four digits.")]
Grade = Annotated[str, typer.Option(metavar="COLUMN", help="... the grade at the test.")]
Score = Annotated[str, typer.Option(metavar="COLUMN", help="... the scale score.")]
Only = Annotated[
    list[str] | None, typer.Option(metavar="COLUMN=VALUE", help="Read only rows with this value; may be repeated.")
]

Tell = Callable[[int, int], None]


class CannotCompute(AimlineError):
    """The files given do not allow what was asked for."""


def look_ahead(scores: Path, out: Path, *others: Path | None) -> None:
    """Refuse before the work what would be lost after it. Raises CannotCompute and UnusableTable."""
    from aimline.warehouse import columns

    for path in (scores, *others):
        if path is not None and not path.is_file():
            raise CannotCompute("no-such-file", say("There is no file {name}.", name=str(path)), say("Check the path."))
    columns.suffix_of(out)
    if not out.absolute().parent.is_dir():
        message = say("There is no folder {name}.", name=str(out.absolute().parent))
        raise CannotCompute("no-such-folder", message, say("Make it first, or choose another --out."))
    if out.exists() and any(path is not None and out.samefile(path) for path in (scores, *others)):
        message = say("The result would overwrite what it is made from, {name}.", name=str(out))
        raise CannotCompute("out-is-input", message, say("Give --out another name. Nothing was changed."))


def pairs(only: Sequence[str] | None) -> dict[str, str]:
    """Read COLUMN=VALUE as often as it was given. Raises BadParameter."""
    found = [each.partition("=") for each in only or []]
    if any(not equals for _, equals, _ in found):
        raise typer.BadParameter("Write it as COLUMN=VALUE.", param_hint="--only")
    return {column: value for column, _, value in found}


def results_of(scores: "Scores") -> "Results":
    """Give the numerics the scores of a file."""
    from aimline.growth.percentiles.cohorts import Results

    return Results(scores.student, scores.subject, scores.year, scores.grade, scores.score, scores.subjects)


def keep_machine_code(data: Path | None) -> None:
    """Keep what is compiled in the data folder, where there is one; else it lies in Python's own cache."""
    folder = data or Path(os.environ.get("AIMLINE_DATA", "aimline-data"))
    if folder.is_dir():
        os.environ.setdefault("NUMBA_CACHE_DIR", str(folder.absolute() / "machine-code"))


@contextmanager
def progress(label: str) -> Iterator[Tell]:
    """Show on a terminal, on standard error, how much of the work is done; elsewhere nothing."""
    if not sys.stderr.isatty():
        yield lambda n_done, n_all: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    bar = (TextColumn(label), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*bar, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("", total=None)
        yield lambda n_done, n_all: shown.update(task, completed=n_done, total=n_all)
