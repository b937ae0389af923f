"""The rows an import left out, as a file that people open beside their own."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.utils.translation import gettext

from aimline.apps.intake.actions import folders
from aimline.apps.intake.models import Upload
from aimline.apps.intake.pages import is_roster, sheets_read
from aimline.apps.intake.queries.unread import HIDDEN, UNREAD
from aimline.domain.words import translate
from aimline.exchange import formulas
from aimline.exchange.sheet import place_of
from aimline.warehouse import left_out


def problem_lines(upload: Upload) -> Iterator[str]:
    """Give every row that was left out as a line of CSV, with words a spreadsheet would run made harmless."""
    reason = (gettext("What happened"), gettext("What to do"))
    yield csv_line((gettext("File"), gettext("Line"), gettext("Column"), gettext("Value"), *reason))
    for cells in rows_left_out(upload):
        yield csv_line(cells)


def rows_left_out(upload: Upload) -> Iterator[Sequence[str]]:
    """Give every row that was left out: its file, line, column and value, what happened and what to do."""
    return rows_kept_out(upload) if is_roster(upload) or upload.is_framework else rows_of_results(upload)


def rows_of_results(upload: Upload) -> Iterator[Sequence[str]]:
    sheets = sheets_read(upload)
    for found in left_out.problems(folders.parsing(upload)):
        problem = replace(found, value=HIDDEN) if UNREAD in upload.report else found
        words = (problem.value, translate(problem.message, gettext), translate(problem.hint, gettext))
        line = place_of(problem.line, sheets) if len(sheets) > 1 else str(problem.line)
        yield upload.file_name, line, problem.column, *words


def rows_kept_out(upload: Upload) -> Iterator[Sequence[str]]:
    """Give the rows that the last look at a bundle or a framework kept out."""
    path = folders.kept_out(upload)
    if path.exists():
        with path.open(encoding="utf-8", newline="") as table:
            yield from csv.reader(table)


def csv_line(cells: Sequence[str]) -> str:
    """Write one line of CSV; a cell that begins like a formula gets an apostrophe before it."""
    out = io.StringIO()
    csv.writer(out).writerow([formulas.neutralise(cell) for cell in cells])
    return out.getvalue()
