"""Excel workbooks: the filled rows of every visible sheet."""

import datetime
from collections.abc import Iterator
from pathlib import Path

from aimline.domain.words import say
from aimline.exchange.statements import extent, refusals
from aimline.exchange.statements.parts import Limits, Part, Row


def read(path: Path, limits: Limits) -> tuple[Part, ...]:
    """Give each visible sheet with its filled rows, numbered as Excel shows them; raises PlanUnreadable.

    A sheet is called by its place, "sheet 2", because schools name sheets for people.
    """
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    extent.hold(path, limits)
    try:
        with CalamineWorkbook.from_path(path) as book:
            shown = [
                (f"sheet {place}", one.name)
                for place, one in enumerate(book.sheets_metadata, 1)
                if one.visible is SheetVisibleEnum.Visible and one.typ is SheetTypeEnum.WorkSheet
            ]
            return tuple(Part(told, tuple(_rows(book.get_sheet_by_name(name)))) for told, name in shown)
    except CalamineError as problem:
        if "password" in str(problem).lower():
            raise refusals.locked() from problem
        raise refusals.damaged(say("Excel file")) from problem


def _rows(sheet: object) -> Iterator[Row]:
    from python_calamine import CalamineSheet

    assert isinstance(sheet, CalamineSheet)
    if sheet.start is None:
        return
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells = tuple(_text(cell) for cell in row)
        if any(cells):
            yield number, cells


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat()
    return str(cell).strip()
