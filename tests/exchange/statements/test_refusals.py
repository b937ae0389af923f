"""What is no plan that can be read is refused in words, whatever its bytes are, and stays as it is."""

import random
import re
import sys
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aimline.exchange import sheet
from aimline.exchange.statements import Limits, PlanUnreadable, read
from tests.exchange.statements.plan_files import GOAL, OTHER, W, docx, paragraph, refused, table, xlsx


@pytest.mark.parametrize(
    ("name", "packed", "code"),
    [
        ("a.csv", b"", "plan-empty"),
        ("a.csv", b"\n\n", "plan-empty"),
        ("a.txt", b"Goals\n", "plan-empty"),
        ("a.csv", b"Goal,Area\n,\n", "plan-empty"),
        ("a.pdf", b"%PDF-1.7 ...", "plan-foreign"),
        ("a.rtf", b"{\\rtf1 x}", "plan-foreign"),
        ("a.txt", b"text\0with\0zeros\0in it \0\0", "plan-foreign"),
        ("a.xlsx", b"PK\x03\x04 and then nothing", "plan-damaged"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "plan-foreign"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "plan-foreign"),
        ("a.xyz", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 else", "plan-foreign"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "plan-locked"),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path: Path, name: str, packed: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(packed)
    assert refused(path).code == code
    assert path.read_bytes() == packed


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["content.xml", "mimetype"], "OpenDocument"),
        (["ppt/presentation.xml"], "presentation"),
        (["xl/workbook.bin"], ".xlsb"),
        (["Index/Document.iwa"], "Pages"),
        (["goals.csv"], "archive"),
    ],
)
def test_other_packed_files_are_named(tmp_path: Path, names: list[str], words: str) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    assert words in str(refused(path).message)


def test_a_missing_file_and_a_folder_are_said(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.csv").code == "plan-missing"
    assert refused(tmp_path).code == "plan-closed"


def test_a_document_cut_off_in_its_middle_is_damaged(tmp_path: Path) -> None:
    path = docx(tmp_path / "a.docx", paragraph(GOAL))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{W}"><w:body><w:p>')
    assert refused(path).code == "plan-damaged"


def test_a_document_that_declares_entities_is_refused_before_they_grow(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    assert (
        refused(docx(tmp_path / "a.docx", paragraph("<w:r><w:t>&b;</w:t></w:r>"), prolog=bomb)).code == "plan-guarded"
    )


def test_a_document_or_workbook_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    path = docx(tmp_path / "a.docx", paragraph("a" * 30_000_000))
    assert path.stat().st_size < 100_000
    assert refused(path).code == "plan-hollow"
    book = xlsx(tmp_path / "a.xlsx", {"One": [["Goal"], [GOAL]]})
    with zipfile.ZipFile(book, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/more.xml", f"<worksheet>{'<c/>' * 8_000_000}</worksheet>")
    assert refused(book).code == "plan-hollow"


def with_sheet(tmp_path: Path, sheet: str) -> Path:
    """A workbook whose one sheet is this XML."""
    whole, path = xlsx(tmp_path / "whole.xlsx", {"One": [["Goal"], [GOAL]]}), tmp_path / "a.xlsx"
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            is_sheet = entry.filename == "xl/worksheets/sheet1.xml"
            new.writestr(entry.filename, sheet if is_sheet else old.read(entry))
    return path


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ('<row r="1"><c r="A1"><v>1</v></c></row><row><c r="XFD1048576"><v>1</v></c></row>', "plan-hollow"),
        ('<row r="1"><c r="A1"/><broken', "plan-damaged"),
        ('<row r="1"><c r="A1"><v>1</v></c><c r="AMZ1"><v>1</v></c></row>', "plan-too-wide"),
    ],
)
def test_a_sheet_that_asks_for_too_much_ends_only_the_process_that_reads_it(
    tmp_path: Path, cells: str, code: str
) -> None:
    head = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    assert refused(with_sheet(tmp_path, f"{head}{cells}</sheetData></worksheet>")).code == code


def test_a_count_of_texts_that_is_not_true_ends_only_the_process_that_reads_it(tmp_path: Path) -> None:
    path = with_sheet(tmp_path, "<worksheet/>")
    with zipfile.ZipFile(path) as whole:
        entries = {entry.filename: whole.read(entry) for entry in whole.infolist()}
    entries["xl/sharedStrings.xml"] = re.sub(
        rb'uniqueCount="\d+"', b'uniqueCount="99999999999"', entries["xl/sharedStrings.xml"]
    )
    with zipfile.ZipFile(path, "w") as book:
        for name, packed in entries.items():
            book.writestr(name, packed)
    assert refused(path).code == "plan-hollow"


def test_a_workbook_that_takes_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "SECONDS", 0.001)
    assert refused(xlsx(tmp_path / "a.xlsx", {"One": [["Goal"], [GOAL]]})).code == "plan-hollow"


def ended_with(said: str, folder: Path) -> str:
    """A reader of workbooks that ends like this."""
    reader = folder / "python"
    reader.write_text(f"#!/bin/sh\necho {said} >&2\nexit 1\n", encoding="utf-8")
    reader.chmod(0o755)
    return str(reader)


def test_a_fault_of_our_own_is_not_called_damage_and_a_panic_is(tmp_path: Path, monkeypatch) -> None:
    path = xlsx(tmp_path / "a.xlsx", {"One": [["Goal"], [GOAL]]})
    monkeypatch.setattr(sys, "executable", ended_with("ours", tmp_path))
    with pytest.raises(RuntimeError, match="ours"):
        read(path)
    monkeypatch.setattr(sys, "executable", ended_with("pyo3_runtime.PanicException", tmp_path))
    assert refused(path).code == "plan-damaged"


def test_an_entry_locked_with_a_password_is_said(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", {"One": [["Goal"], [GOAL]]})
    packed = bytearray(path.read_bytes())
    at = packed.find(b"PK\x01\x02")
    packed[at + 8] |= 1
    path.write_bytes(packed)
    assert refused(path).code == "plan-locked"


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(file_bytes=20), "plan-too-large"),
        (Limits(n_statements=1), "plan-too-many"),
        (Limits(n_columns=1), "plan-too-wide"),
    ],
)
def test_limits_hold(tmp_path: Path, limits: Limits, code: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f'Goal,Area\n"{GOAL}",Math\n"{OTHER}",Math\n', encoding="utf-8")
    with pytest.raises(PlanUnreadable) as caught:
        read(path, limits=limits)
    assert caught.value.code == code


def test_a_statement_without_end_is_cut(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("word " * 10_000, encoding="utf-8")
    assert len(read(path, limits=Limits(statement_characters=500)).entries[0].text) == 500


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(packed=st.binary(max_size=400), name=st.sampled_from(["a.csv", "a.txt", "a.xlsx", "a.docx"]))
def test_any_bytes_are_read_or_refused_in_words(tmp_path: Path, packed: bytes, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(packed)
    with suppress(PlanUnreadable):
        assert read(path).entries


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=200))
def test_any_text_is_read_or_refused_in_words(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8", errors="replace")
    with suppress(PlanUnreadable):
        assert read(path).entries


def test_damaged_copies_of_real_files_are_read_or_refused_in_words(tmp_path: Path) -> None:
    """Three hundred copies with changed bytes; the seed is fixed so that what is found can be found again."""
    chance = random.Random(7)
    book = xlsx(tmp_path / "a.xlsx", {"One": [["Goal", "Area"], [GOAL, "Math"], [OTHER, "Climate"]]})
    letter = docx(tmp_path / "a.docx", paragraph(GOAL), table(["Goal", "Owner"], [OTHER, "Ana"]))
    wholes = [(path, path.read_bytes()) for path in (book, letter)]
    for _ in range(150):
        for path, whole in wholes:
            packed = bytearray(whole)
            for _ in range(chance.randrange(1, 9)):
                packed[chance.randrange(len(packed))] = chance.randrange(256)
            path.write_bytes(packed[: chance.randrange(len(packed))] if chance.random() < 0.3 else packed)
            with suppress(PlanUnreadable):
                assert read(path).entries
