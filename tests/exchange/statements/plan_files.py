"""Files of goals the way schools make them, built for tests."""

import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
import xlsxwriter

from aimline.exchange.statements import PlanUnreadable, read

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
GOAL = "By May 22, 2026, Grade 3 students will grow in fractions from 45% to 60% on the fraction CFA."
ACTIVITY = "Teachers will implement number talks four days a week."
OTHER = "Chronic absence in Grade 9 will drop from 22% to 15% by June 5, 2026, on the attendance report."


def paragraph(text: str, *, style: str = "") -> str:
    """A paragraph of a Word document; `text` may hold markup of runs when it begins with "<"."""
    dress = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    runs = text if text.startswith("<") else f"<w:r><w:t>{escape(text)}</w:t></w:r>"
    return f"<w:p>{dress}{runs}</w:p>"


def table(*rows: Sequence[str]) -> str:
    """A table of a Word document; a cell that begins with "<" is markup."""

    def cell(text: str) -> str:
        return f"<w:tc>{text if text.startswith('<') else paragraph(text)}</w:tc>"

    written = (f"<w:tr>{''.join(map(cell, row))}</w:tr>" for row in rows)
    return f"<w:tbl>{''.join(written)}</w:tbl>"


def docx(path: Path, *blocks: str, prolog: str = "") -> Path:
    """Pack blocks as a Word document."""
    body = f'<?xml version="1.0" encoding="UTF-8"?>{prolog}<w:document xmlns:w="{W}"><w:body>{"".join(blocks)}'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"{body}</w:body></w:document>")
    return path


def xlsx(path: Path, sheets: dict[str, Sequence[Sequence[str]]], *, hidden: Sequence[str] = ()) -> Path:
    """Pack sheets as an Excel workbook; empty cells stay empty."""
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for y, row in enumerate(rows):
                for x, cell in enumerate(row):
                    if cell:
                        sheet.write_string(y, x, cell)
            if name in hidden:
                sheet.hide()
    return path


def refused(path: Path, **known: str) -> PlanUnreadable:
    with pytest.raises(PlanUnreadable) as caught:
        read(path, **known)
    assert str(caught.value.message)
    assert str(caught.value.hint)
    return caught.value
