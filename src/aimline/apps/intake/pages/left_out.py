"""The rows an import left out, as a file that people open beside their own."""

import csv
import io
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext

from aimline.apps.intake.actions.folders import parsing
from aimline.apps.intake.models import Upload
from aimline.domain.words import translate
from aimline.exchange import formulas
from aimline.warehouse import left_out


def problem_lines(upload: Upload) -> Iterator[str]:
    """Give every row that was left out as a line of CSV, with words a spreadsheet would run made harmless."""
    names = (gettext("Line"), gettext("Column"), gettext("Value"), gettext("What happened"), gettext("What to do"))
    yield csv_line(names)
    for problem in left_out.problems(parsing(upload)):
        words = (problem.value, translate(problem.message, gettext), translate(problem.hint, gettext))
        yield csv_line((str(problem.line), problem.column, *words))


def csv_line(cells: Sequence[str]) -> str:
    """Write one line of CSV; a cell that begins like a formula gets an apostrophe before it."""
    out = io.StringIO()
    csv.writer(out).writerow([formulas.neutralise(cell) for cell in cells])
    return out.getvalue()
