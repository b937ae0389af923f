"""The process that reads an Excel workbook: what to do and its path as arguments, JSON on standard output.

`tops PATH N` gives the name and the first N filled rows of each visible sheet, with the cells that failed far from
them and the columns of merged cells that are not filled; `sheets PATH -` gives all their rows, and `rows PATH NAME`
the rows of one, many at a time. A row is [its number as Excel shows it, its cells as text].
"""

import datetime
import json
import sys
from collections.abc import Iterator
from heapq import merge
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from aimline.exchange import formula_cells
from aimline.exchange.formula_cells import Cells
from aimline.exchange.sheet import DAMAGED, LOCKED, SECONDS

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

    from aimline.exchange.merged import Merged

MEMORY_BYTES = 1_000_000_000
N_AT_ONCE = 1_000
FAR, N_STRAYS = 50, 5  # columns beside the filled ones; how many cells beyond them are named

Row = tuple[int, list[str]]


def main(what: str, path: Path, wanted: str) -> int:
    """Print what was asked for; the exit status says when the file is locked or damaged."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with CalamineWorkbook.from_path(path) as book:
            for found in answers(book, path, what, wanted):
                sys.stdout.write(json.dumps(found) + "\n")
    except CalamineError as problem:
        return LOCKED if "password" in str(problem).lower() else DAMAGED
    return 0


def answers(book: "CalamineWorkbook", path: Path, what: str, wanted: str) -> Iterator[object]:
    """Give what was asked for, a line at a time."""
    if what == "rows":
        yield from chunks(filled(book.get_sheet_by_name(wanted), formula_cells.failed(path, wanted)))
        return
    most = int(wanted) if what == "tops" else None
    found = ((name, sheet, formula_cells.failed(path, name)) for name, sheet in sheets(book))
    yield [
        (name, list(islice(filled(one, failed), most)), strays(one, failed), left_empty(one, failed))
        for name, one, failed in found
    ]


def chunks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while taken := list(islice(rows, N_AT_ONCE)):
        yield taken


def sheets(book: "CalamineWorkbook") -> Iterator[tuple[str, "CalamineSheet"]]:
    """Give each visible sheet of cells with its name."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    for one in book.sheets_metadata:
        if one.visible is SheetVisibleEnum.Visible and one.typ is SheetTypeEnum.WorkSheet:
            yield one.name, book.get_sheet_by_name(one.name)


def filled(sheet: "CalamineSheet", failed: list[Cells]) -> Iterator[Row]:
    """Give the filled rows of a sheet, with the cells that `failed` in their places and merged ones filled down."""
    merged = merged_in(sheet, failed)
    for number, cells in placed(sheet, failed):
        if merged:
            merged.fill(number, cells)
        yield number, cells


def merged_in(sheet: "CalamineSheet", failed: list[Cells]) -> "Merged | None":
    """Give the cells merged over several rows, where there are any; only then the words of heads are loaded.

    Those in a line with others merged sideways are heads.
    """
    left, right = edges(sheet, [cells for cells in failed if is_near(sheet, cells)])
    ranges = sheet.merged_cell_ranges or []
    heads = {first[0] for first, last in ranges if first[1] != last[1]}
    spans = [
        (top + 1, bottom + 1, column - left)
        for (top, column), (bottom, end) in ranges
        if left <= column == end < right and top < bottom and top not in heads
    ]
    if not spans:
        return None
    from aimline.exchange.merged import N_LOOKED_AT, Merged

    return Merged(list(islice(placed(sheet, failed), N_LOOKED_AT)), spans)


def left_empty(sheet: "CalamineSheet", failed: list[Cells]) -> tuple[str, ...]:
    """Name the columns with merged cells of which only the first row is filled."""
    merged = merged_in(sheet, failed)
    return merged.left_empty if merged else ()


def placed(sheet: "CalamineSheet", failed: list[Cells]) -> Iterator[Row]:
    """Give the filled rows of a sheet as they are stored, with the cells that `failed` in their places.

    calamine leaves out the empty columns before its first cell and all after its last; those that failed may lie there.
    """
    failed = [cells for cells in failed if is_near(sheet, cells)]
    left, right = edges(sheet, failed)
    for number, parts in groupby(merge(given(sheet), failed, key=itemgetter(0)), itemgetter(0)):
        cells = [""] * (right - left)
        for _, column, texts in parts:
            cells[column - left : column - left + len(texts)] = texts
        if any(cells):
            yield number, cells


def strays(sheet: "CalamineSheet", failed: list[Cells]) -> list[str]:
    """Name the first cells that failed so far from the filled ones that they are none of a table: XFD1."""
    far = ((number, column) for number, column, _ in failed if not is_near(sheet, (number, column, [])))
    return [f"{formula_cells.letters(column)}{number}" for number, column in islice(far, N_STRAYS)]


def is_near(sheet: "CalamineSheet", cells: Cells) -> bool:
    """Tell whether a cell that failed lies beside the filled ones; each far one would widen the whole table."""
    if not sheet.start or not sheet.end:
        return cells[1] <= FAR
    return sheet.start[1] - FAR <= cells[1] <= sheet.end[1] + FAR


def edges(sheet: "CalamineSheet", failed: list[Cells]) -> tuple[int, int]:
    """Give the first column from 0, and the one after the last, of all cells that are filled or failed."""
    columns = {column for _, column, _ in failed}
    if sheet.start and sheet.end:
        columns |= {sheet.start[1], sheet.end[1]}
    return (min(columns), max(columns) + 1) if columns else (0, 0)


def given(sheet: "CalamineSheet") -> Iterator[Cells]:
    """Give each row that calamine gives: its number from 1, its first column from 0, its cells as text."""
    if sheet.start is not None:
        first = sheet.start[1]
        yield from ((number, first, [text_of(cell) for cell in row]) for number, row in enumerate(sheet.iter_rows(), 1))


def text_of(cell: object) -> str:
    """Write a cell as people see it: whole numbers lose the ".0" that spreadsheets store, dates become 2025-03-04."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat()
    return str(cell).strip()


def hold_back() -> None:
    """Limit memory and processor time where the operating system can."""
    try:
        import resource
    except ImportError:  # Windows has no such limits; the time limit of `sheet` holds there too
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


if __name__ == "__main__":
    hold_back()
    sys.exit(main(sys.argv[1], Path(sys.argv[2]), sys.argv[3]))
