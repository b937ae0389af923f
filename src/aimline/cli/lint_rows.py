"""A plan, a statement a line: JSON for machines, CSV for spreadsheets."""

import csv
import io
import json
from collections.abc import Iterable, Iterator

from aimline.domain import plan_lint
from aimline.domain.smart import Report, to_json
from aimline.domain.smart.report import LETTERS
from aimline.exchange import formulas
from aimline.exchange.statements import Entry

COLUMNS = ("part", "number", "goal", "layer", *LETTERS, "mend", "rules", "question", "offer")


def json_lines(judged: Iterable[tuple[Entry, Report]]) -> Iterator[str]:
    """Give the contract of the reference page, a statement a line, with its text and place."""
    for entry, report in judged:
        told = to_json(report) | {"text": entry.text, "place": {"part": entry.part, "number": entry.number}}
        yield json.dumps(told, ensure_ascii=False) + "\n"


def csv_lines(judged: Iterable[tuple[Entry, Report]]) -> Iterator[str]:
    """Give a row a statement; no cell can be run as a formula, and the column `goal` can be read in again."""
    yield _line(COLUMNS)
    for entry, report in judged:
        first = report.findings[0] if report.findings else None
        yield _line(
            (
                entry.part,
                str(entry.number),
                entry.text,
                str(report.layer),
                *(str(mark) for mark in report.told_marks.values()),
                " ".join(plan_lint.note(report).mends),
                " ".join(one.code for one in report.findings),
                str(first.question) if first else "",
                str(first.rewrite) if first and first.rewrite else "",
            )
        )


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([formulas.neutralise(cell) for cell in cells])
    return out.getvalue()
