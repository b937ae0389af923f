"""Workbooks with several sheets, and workbooks that mean harm: only the process that reads them ends."""

import re
import zipfile
from pathlib import Path

import pytest

from aimline.exchange.recognition import Recognised, recognise
from aimline.exchange.vocabulary import rows
from tests.exchange.statements.plan_files import xlsx

RESULTS = [["Student ID", "Grade", "Math Scale Score"], *([str(1000 + n), "3", str(400 + n)] for n in range(30))]
SCHOOLS = [["School code", "School"], *([str(n), f"School {n}"] for n in range(40))]
WORKBOOK = {"About": [["Read this first"]], "Schools": SCHOOLS, "Fall": RESULTS, "Old": RESULTS[:5]}


def test_the_sheet_that_holds_results_is_read_and_said(tmp_path: Path) -> None:
    found = recognise(xlsx(tmp_path / "a.xlsx", WORKBOOK))

    assert (found.sheet, found.sheets) == ("Fall", ("About", "Schools", "Fall", "Old"))
    assert [f"{note.message} {note.hint}" for note in found.notes] == [
        "The workbook has 4 sheets; 'Fall' looks most like results and is read. Not read: About, Schools, Old."
        " Sheets with the same columns can be read together; others are imports of their own, which the page of this"
        " one offers once it is stored."
    ]
    assert len(list(rows(found))) == 30


def test_a_sheet_is_chosen_by_its_name(tmp_path: Path) -> None:
    found = recognise(xlsx(tmp_path / "a.xlsx", WORKBOOK), sheet="Schools")

    assert found.header == ("School code", "School")
    assert found.notes == ()
    assert next(rows(found)) == ["0", "School 0"]


def test_a_name_no_sheet_has_is_said_with_those_there_are(tmp_path: Path) -> None:
    (problem,) = recognise(xlsx(tmp_path / "a.xlsx", WORKBOOK), sheet="Winter").problems

    assert problem.code == "no_such_sheet"
    assert str(problem.hint) == "Its sheets are: About, Schools, Fall, Old."


def test_a_hidden_sheet_is_left_alone(tmp_path: Path) -> None:
    assert recognise(xlsx(tmp_path / "a.xlsx", WORKBOOK, hidden=["Fall"])).sheet == "Old"


def changed(folder: Path, entry: str, pattern: bytes, by: bytes) -> Recognised:
    whole, path = xlsx(folder / "whole.xlsx", {"One": RESULTS}), folder / "a.xlsx"
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.infolist():
            packed = old.read(each)
            new.writestr(each.filename, re.sub(pattern, by, packed) if each.filename == entry else packed)
    return recognise(path)


@pytest.mark.parametrize(
    ("entry", "pattern", "by", "code"),
    [
        ("xl/worksheets/sheet1.xml", rb'r="C31"', b'r="XFD1048576"', "workbook-hollow"),
        ("xl/worksheets/sheet1.xml", rb"<row .*", b"<broken", "workbook-damaged"),
        ("xl/sharedStrings.xml", rb'uniqueCount="\d+"', b'uniqueCount="99999999999"', "workbook-hollow"),
        ("xl/workbook.xml", rb"<sheets>.*</sheets>", b"<sheets/>", "empty"),
    ],
)
def test_a_hostile_workbook_is_refused_in_words(
    tmp_path: Path, entry: str, pattern: bytes, by: bytes, code: str
) -> None:
    found = changed(tmp_path, entry, pattern, by)

    assert [problem.code for problem in found.problems] == [code]
