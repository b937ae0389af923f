"""The sheet of a goal: tagged, its picture told, and as long as its table."""

import io
from dataclasses import replace
from datetime import date

from pypdf import PdfReader

from aimline.charts.drawing import Drawing, Table
from aimline.domain.words import say
from aimline.reports import goal_sheet
from aimline.reports.goal_sheet import Sheet

DAY = date(2026, 1, 12)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="4" height="4"/></svg>'
HEADERS = ("Date", "Value", "Students", "Line", "Note")
HOSTILE = '#read("/etc/passwd") *bold* $x$ <label> @ref ] } đ'


def sheet(n_rows: int = 3) -> Sheet:
    rows = tuple((f"day {at}", f"{at} %", "24", "", "") for at in range(n_rows))
    drawing = Drawing(SVG, SVG, Table("A goal", HEADERS, rows), say("2 % on the line."))
    return Sheet(
        "A goal", HOSTILE, "Watch", "It can go either way.", [("Trend", "flat")], drawing, "2 % on the line.", "Foot"
    )


def read(asked: Sheet) -> PdfReader:
    return PdfReader(io.BytesIO(goal_sheet.put(asked, made_on=DAY)))


def test_the_sheet_says_the_sentence_the_standing_and_every_row() -> None:
    reader = read(sheet())
    said = " ".join(reader.pages[0].extract_text().split())
    told = (HOSTILE, "Watch. It can", "Trend: flat", "day 2 2 % 24", "Foot")
    assert [part for part in told if part not in said] == []
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"].value is True


def test_a_long_table_goes_on_and_a_hidden_one_is_not_there() -> None:
    assert len(read(sheet(90)).pages) > 1
    assert "Students" not in read(replace(sheet(), drawing=None)).pages[0].extract_text()
