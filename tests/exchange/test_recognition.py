import gzip
from pathlib import Path

import pytest
import xlsxwriter

from aimline.exchange.limits import Limits
from aimline.exchange.recognition import Format, recognise
from aimline.exchange.unpacking import unpack

TABLE = "student,school,score\n001,A,12\n002,B,13\n"
ACCENTED = "student,name,score\n001,Zoé,12\n002,Ève,13\n"


def make_file(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_plain_table_shows_its_header_and_first_rows(tmp_path: Path) -> None:
    found = recognise(make_file(tmp_path, "a.csv", TABLE.encode()))

    assert (found.format, found.encoding, found.delimiter) == (Format.CSV, "utf-8", ",")
    assert found.header == ("student", "school", "score")
    assert found.sample == (("001", "A", "12"), ("002", "B", "13"))
    assert found.problems == ()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "^", "~"])
def test_every_usual_separator_is_found(tmp_path: Path, delimiter: str) -> None:
    content = TABLE.replace(",", delimiter).encode()

    assert recognise(make_file(tmp_path, "a.csv", content)).delimiter == delimiter


@pytest.mark.parametrize(
    ("stored", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "windows-1252"),
    ],
)
def test_encodings_are_told_apart(tmp_path: Path, stored: str, encoding: str) -> None:
    found = recognise(make_file(tmp_path, "a.csv", ACCENTED.encode(stored)))

    assert found.encoding == encoding
    assert found.header == ("student", "name", "score")
    assert found.sample[0] == ("001", "Zoé", "12")


def test_an_accent_far_down_decides_the_encoding(tmp_path: Path) -> None:
    content = TABLE + "003,C,14\n" * 200_000 + "004,Québec,15\n"

    assert recognise(make_file(tmp_path, "a.csv", content.encode("cp1252"))).encoding == "windows-1252"


def test_gzip_and_excel_files_are_recognised_by_content_not_by_name(tmp_path: Path) -> None:
    packed = make_file(tmp_path, "packed.csv", gzip.compress(TABLE.encode(), mtime=0))
    sheet = make_sheet(tmp_path / "sheet.csv")

    assert recognise(packed).format is Format.CSV_GZ
    assert recognise(sheet).format is Format.XLSX
    assert recognise(sheet).header == ("student", "score")
    assert recognise(sheet).sample == (("1001", "12.5"),)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"  \n \n", "empty"),
        (b"%PDF-1.7 whatever", "not_a_table"),
        (b"\x89PNG\r\n\x1a\n....", "not_a_table"),
        (b"\xff\xd8\xff\xe0 picture", "not_a_table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old sheet", "not_a_table"),
        (bytes(range(1, 256)) * 20, "not_a_table"),
        (b"PK\x03\x04 not really a zip", "cut"),
        (b"Dear colleagues\nplease find the results attached\n", "single_column"),
        (b"student:score\n1:2\n", "single_column"),
        (gzip.compress(b"a,b\n1,2\n" * 1000, mtime=0)[:-9], "cut"),
        (gzip.compress(b"a,b\n1,2\n" * 1000, mtime=0)[:40], "cut"),
        (",".join(f"c{n}" for n in range(1001)).encode(), "too_many_columns"),
        (b"student,school,score\n", "no_rows"),
    ],
)
def test_what_cannot_be_read_says_why_and_what_to_do(tmp_path: Path, content: bytes, code: str) -> None:
    found = recognise(make_file(tmp_path, "a.csv", content))

    assert [problem.code for problem in found.problems] == [code]
    assert str(found.problems[0].message).endswith(".")
    assert str(found.problems[0].hint).endswith(".")


def test_a_file_that_unpacks_to_far_more_is_refused(tmp_path: Path) -> None:
    bomb = make_file(tmp_path, "a.csv.gz", gzip.compress(b"a,b\n" + b"1,2\n" * 5_000_000, mtime=0))

    assert [problem.code for problem in recognise(bomb).problems] == ["unpacks_too_large"]


def test_limits_may_be_raised_or_lowered(tmp_path: Path) -> None:
    path = make_file(tmp_path, "a.csv", TABLE.encode())

    assert recognise(path, limits=Limits(file_bytes=10)).problems[0].code == "too_large"
    assert recognise(path, limits=Limits(n_columns=2)).problems[0].code == "too_many_columns"


def test_a_blank_header_gets_the_name_of_its_place(tmp_path: Path) -> None:
    found = recognise(make_file(tmp_path, "a.csv", b'"","student","score"\n1,001,12\n'))

    assert found.header == ("column 1", "student", "score")


def make_sheet(path: Path) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("empty")
        sheet = book.add_worksheet("results")
        sheet.write_row(2, 0, ["student", "score"])
        sheet.write_row(3, 0, [1001, 12.5])
    return path


def test_columns_of_one_name_get_a_number_and_it_is_said(tmp_path: Path) -> None:
    found = recognise(make_file(tmp_path, "a.csv", b"a,b,a\n1,2,3\n"))
    several = recognise(make_file(tmp_path, "b.csv", b"a,b,a,b\n1,2,3,4\n"))

    assert found.header == ("a (1)", "b", "a (2)")
    assert [note.code for note in found.notes] == ["duplicate_header"]
    assert found.problems == ()
    assert [str(note.message) for note in several.notes] == ["2 columns occur more than once: a, b."]


def test_of_a_million_columns_it_is_only_said_that_they_are_too_many(tmp_path: Path) -> None:
    found = recognise(make_file(tmp_path, "a.csv", ",".join(f"c{n}" for n in range(100_000)).encode()))

    assert str(found.problems[0].message) == "The table has more than 1000 columns, and no more can be read."


TITLED = b"""Spring report
School:,Aspen

Student ID,Grade,Reading,Reading level,Mathematics
1,3,410,Low,420
2,3,440,High,450
"""


def test_titles_above_the_header_are_stepped_over(tmp_path: Path) -> None:
    found = recognise(make_file(tmp_path, "a.csv", TITLED))

    assert found.header == ("Student ID", "Grade", "Reading", "Reading level", "Mathematics")
    assert (found.n_above, found.sample[0]) == (2, ("1", "3", "410", "Low", "420"))


def test_a_line_of_groups_over_the_names_is_read_with_them(tmp_path: Path) -> None:
    text = b",,Reading,,Math,\nID,Grade,Score,Level,Score,Level\n1,3,410,Low,420,Low\n2,4,411,Low,421,High\n"

    found = recognise(make_file(tmp_path, "a.csv", text))

    assert found.header == ("ID", "Grade", "Reading Score", "Reading Level", "Math Score", "Math Level")
    assert (found.n_above, found.n_head) == (0, 2)


@pytest.mark.parametrize(
    ("group", "name", "called"),
    [
        ("Reading Results", "Reading_Screener", "Reading_Screener"),
        ("Fall", "Fall Scale", "Fall Scale"),
        ("Art", "Start Date", "Art Start Date"),
        ("ELA", "Relative Placement", "ELA Relative Placement"),
        ("Fall 2024", "Fall Scale", "Fall 2024 Fall Scale"),
        ("Fall Term", "Term", "Fall Term Term"),
    ],
)
def test_a_group_is_left_away_where_the_name_says_all_of_it(tmp_path: Path, group: str, name: str, called: str) -> None:
    text = f",,{group},,Math,,\nID,Grade,{name},Level,Score,Level,Score\n1,3,410,Low,420,Low,1\n"

    assert recognise(make_file(tmp_path, "a.csv", text.encode())).header[2:4] == (called, f"{group} Level")


def test_a_group_stays_where_another_column_has_the_name_without_it(tmp_path: Path) -> None:
    text = b",,Reading,,Math,\nID,Grade,Reading Score,Score,Score,Level\n1,3,410,411,420,Low\n"

    assert recognise(make_file(tmp_path, "a.csv", text)).header[2:4] == ("Reading Reading Score", "Reading Score")


@pytest.mark.parametrize("first", ["1001,Kim,70", "120001,Kim,70", "n,Kim,2025-10-06"], ids=["numbers", "codes", "day"])
def test_a_first_line_that_is_a_row_is_read_as_one(tmp_path: Path, first: str) -> None:
    """Days above days and long codes above codes name no columns; short numbers may be names, as those of items."""
    below = [first.replace("Kim", name) for name in ("Lou", "Max")]
    file = make_file(tmp_path, "a.csv", "\n".join([first, *below]).encode())

    found = recognise(file)
    rows = unpack(found, tmp_path).path.read_text().splitlines()

    if first.startswith("1001"):
        assert (found.n_head, found.header[1]) == (1, "Kim")
        return
    assert (found.n_head, found.header) == (0, ("column 1", "column 2", "column 3"))
    assert [note.code for note in found.notes] == ["no_header"]
    assert rows[0] == f"1,{first}"
    assert len(rows) == 3
