"""Excel workbooks: the filled rows of every visible sheet, read in a process of their own."""

from pathlib import Path

from aimline.domain.words import say
from aimline.exchange import sheet
from aimline.exchange.statements import refusals
from aimline.exchange.statements.parts import Limits, Part


def read(path: Path, limits: Limits) -> tuple[Part, ...]:
    """Give each visible sheet with its filled rows, numbered as Excel shows them; raises PlanUnreadable.

    A sheet is called by its place, "sheet 2", because schools name sheets for people.
    """
    try:
        found = sheet.sheets(path)
    except sheet.WorkbookUnreadable as problem:
        raise _refusal(problem.why) from problem
    parts = tuple(
        Part(f"sheet {place}", tuple((number, tuple(cells)) for number, cells in rows))
        for place, rows in enumerate(found, 1)
    )
    if any(len(cells) > limits.n_columns for part in parts for _, cells in part.rows):
        raise refusals.too_wide(limits.n_columns)
    return parts


def _refusal(why: sheet.Why) -> refusals.PlanUnreadable:
    if why is sheet.Why.LOCKED:
        return refusals.locked()
    return refusals.hollow() if why is sheet.Why.HOLLOW else refusals.damaged(say("Excel file"))
