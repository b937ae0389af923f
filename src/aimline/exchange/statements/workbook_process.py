"""The process that reads one Excel workbook: its path as the argument, the sheets as JSON on standard output."""

import datetime
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from aimline.exchange.statements.workbook import DAMAGED, LOCKED, SECONDS

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

MEMORY_BYTES = 2_000_000_000

Row = tuple[int, list[str]]


def main(path: Path) -> int:
    """Print [name, rows] of each visible sheet; the exit status says when the file is locked or damaged."""
    from python_calamine import CalamineError

    try:
        sheets = list(read(path))
    except CalamineError as problem:
        return LOCKED if "password" in str(problem).lower() else DAMAGED
    sys.stdout.write(json.dumps(sheets))
    return 0


def read(path: Path) -> Iterator[tuple[str, list[Row]]]:
    """Give the filled rows of each visible sheet, called by its place. Raises CalamineError."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    with CalamineWorkbook.from_path(path) as book:
        for place, one in enumerate(book.sheets_metadata, 1):
            if one.visible is SheetVisibleEnum.Visible and one.typ is SheetTypeEnum.WorkSheet:
                yield f"sheet {place}", list(_rows(book.get_sheet_by_name(one.name)))


def _rows(sheet: "CalamineSheet") -> Iterator[Row]:
    if sheet.start is None:
        return
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells = [_text(cell) for cell in row]
        if any(cells):
            yield number, cells


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat()
    return str(cell).strip()


def hold_back() -> None:
    """Limit memory and processor time where the operating system can."""
    try:
        import resource
    except ImportError:  # Windows has no such limits; the time limit of `workbook` holds there too
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


if __name__ == "__main__":
    hold_back()
    sys.exit(main(Path(sys.argv[1])))
