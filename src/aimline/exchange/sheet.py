"""Rows of the first filled sheet of an Excel file, as text."""

import datetime
from collections.abc import Iterator
from pathlib import Path


def rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Give each filled row of the first sheet that has any, with its row number as Excel shows it.

    Whole numbers lose the ".0" that spreadsheets store, dates become 2025-03-04.
    """
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_path(path) as workbook:
        for name in workbook.sheet_names:
            table = workbook.get_sheet_by_name(name)
            if table.start is None:
                continue
            first = table.start[0] + 1
            yield from _filled(first, table.iter_rows())
            return


def _filled(first: int, table: Iterator[list[object]]) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(table, first):
        texts = [_text(cell) for cell in row]
        if any(texts):
            yield number, texts


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat()
    return str(cell).strip()
