import csv
import gzip
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from aimline.exchange import vocabulary
from aimline.exchange.recognition import recognise
from aimline.exchange.unpacking import Unpacked, UnreadableFile, unpack

Rows = list[list[str]]


def unpack_bytes(folder: Path, content: bytes) -> tuple[Unpacked, Rows, Rows]:
    """Unpack a file with this content; gives the rows (line first) and the problems."""
    source = folder / "source"
    source.write_bytes(content)
    result = unpack(recognise(source), folder)
    with result.path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file, delimiter=result.delimiter))
    if result.regular:
        n_above = result.regular.n_lines_above
        rows = [[str(line), *row] for line, row in enumerate(rows[n_above:], n_above + 1)]
        assert len(rows) == result.n_records
    with result.problems_path.open(newline="") as file:
        return result, rows, list(csv.reader(file))


def test_every_row_carries_the_line_an_editor_shows(tmp_path: Path) -> None:
    content = b'a,b\n1,2\n\n"x\ny",3\n4,5\n'

    result, rows, problems = unpack_bytes(tmp_path, content)

    assert rows == [["2", "1", "2"], ["4", "x y", "3"], ["6", "4", "5"]]
    assert (result.n_records, problems) == (3, [])


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_any_line_ending_will_do(tmp_path: Path, ending: str) -> None:
    content = "a,b\n1,2\n3,4\n".replace("\n", ending).encode()

    assert unpack_bytes(tmp_path, content)[1] == [["2", "1", "2"], ["3", "3", "4"]]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_the_staged_table_is_always_utf_8(tmp_path: Path, encoding: str) -> None:
    _, rows, _ = unpack_bytes(tmp_path, "a;b\nZoé;Ève\n".encode(encoding))

    assert rows == [["2", "Zoé", "Ève"]]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("1", "too_few_fields"),
        ("1,2,3", "too_many_fields"),
        ('"1,2,3', "open_quote"),
        ("1,\0", "hidden_character"),
        ("1,\u202ejpg", "hidden_character"),
        ("1," + "x" * 40_000, "long_field"),
        ('1,"' + "x" * 200_000 + '"', "long_field"),
    ],
)
def test_a_broken_row_is_reported_and_its_neighbours_are_kept(tmp_path: Path, line: str, code: str) -> None:
    content = f"a,b\n7,8\n{line}\n9,10\n".encode()

    result, rows, problems = unpack_bytes(tmp_path, content)

    assert [row[0] for row in rows] == ["2", "4"]
    assert [(problem[0], problem[3]) for problem in problems] == [("3", code)]
    assert result.n_problems == 1


def test_a_table_cut_in_the_middle_of_a_row_loses_only_that_row(tmp_path: Path) -> None:
    _, rows, problems = unpack_bytes(tmp_path, b"a,b,c\n1,2,3\n4,5,6\n7,8")

    assert len(rows) == 2
    assert problems[0][::3] == ["4", "too_few_fields"]


def test_a_stray_quotation_mark_inside_a_field_is_just_a_letter(tmp_path: Path) -> None:
    _, rows, problems = unpack_bytes(tmp_path, b'a,b\n5" pipe,2\n3,4\n')

    assert rows == [["2", '5" pipe', "2"], ["3", "3", "4"]]
    assert problems == []


@pytest.mark.parametrize("closing", ['303,Pia "Q" Lark,5,88', '303,Pia 5",5,88', '303,"Pia",5,88'])
def test_a_quotation_mark_that_takes_in_rows_gives_nobody_the_score_of_another(tmp_path: Path, closing: str) -> None:
    rows = ["Student,Name,Grade,Score", '301,"Lea,5,71', "302,Max,6,72", closing, '304,"Lane 5, Flat 2\nHeron, 5",6,90']
    content = "\n".join(rows).encode()

    _, kept, problems = unpack_bytes(tmp_path, content)
    found = recognise(tmp_path / "source")

    assert [(row[0], row[1], row[4]) for row in kept] == [("3", "302", "72"), ("4", "303", "88"), ("5", "304", "90")]
    assert problems == [["2", "Name", '301,"Lea,5,71 ', "stray_quote"]]
    assert (
        [row[0] for row in vocabulary.rows(found)] == [row[0] for row in found.sample] == ["301", "302", "303", "304"]
    )


def test_cells_with_line_breaks_and_as_many_commas_as_a_row_are_cells(tmp_path: Path) -> None:
    notes = [
        "Kind, quiet, quick\nneeds more time, rest, help",
        "12 Lane\nFlat 3, Heron, 4101\n\nDoor 2, left, 1st",
        "a\nb,c",
    ]
    told = "".join(f'{number},71,"{note}"\n' for number, note in enumerate(notes, 70001))

    _, kept, problems = unpack_bytes(tmp_path, f'"Student\ncode",Score,"Notes, 2025\n(free)"\n{told}'.encode())

    assert [row[3].replace("  ", " ") for row in kept] == [
        " ".join(note.split("\n")).replace("  ", " ") for note in notes
    ]
    assert problems == []


@pytest.mark.parametrize("head", ['Student,"Name,Score', 'Student,Name,"Score'])
def test_a_quotation_mark_left_open_in_the_head_is_named_by_its_line(tmp_path: Path, head: str) -> None:
    _, rows, _ = unpack_bytes(tmp_path, f"{head}\n301,Lea,71\n302,Max,72\n".encode())
    found = recognise(tmp_path / "source")

    assert found.header == ("Student", "Name", "Score")
    assert [row[0] for row in rows] == ["2", "3"]
    assert [(note.code, "Line 1," in str(note.message)) for note in found.notes] == [("quoted_head", True)]


def test_rows_of_a_spreadsheet_keep_their_row_numbers(tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet()
        sheet.write_row(1, 0, ["student", "day", "score"])
        for row in (2, 5):
            sheet.write_row(row, 0, [100 + row, "", 3.5])
            sheet.write_datetime(row, 1, date(2025, 3, 4), day)

    result = unpack(recognise(path), tmp_path)

    assert result.path.read_text() == "3,102,2025-03-04,3.5\n6,105,2025-03-04,3.5\n"


def test_a_formula_without_its_value_is_no_empty_cell(tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Notes").write_row(0, 0, ["By", "hand"])
        sheet = book.add_worksheet("A & B")
        sheet.write_row(2, 1, ["student", "score"])
        for row, value in enumerate(("#DIV/0!", "", 77, ""), 3):
            sheet.write_row(row, 1, [100 + row])
            sheet.write_formula(row, 2, "=1/A3", None, value)

    found = recognise(path, sheet="A & B")

    assert unpack(found, tmp_path).path.read_text() == "4,103,#DIV/0!\n5,104,#=1/A3\n6,105,77\n7,106,#=1/A3\n"
    assert [(note.code, "'score'" in str(note.message)) for note in found.notes] == [("unstored", True)]


def test_of_merged_cells_a_school_or_grade_is_that_of_each_row_and_a_result_is_not(tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.merge_range("F1:G1", "Fall")
        sheet.write_row(1, 0, ["School", "Teacher", "Student", "Grade", "Level", "Points", "Score"])
        for place, merged in enumerate(("Aspen", "Ms Reed", None, 4, "Meets", "8/10", 71)):
            if merged:
                sheet.merge_range(2, place, 3, place, merged)
        sheet.write_column(2, 2, [101, 102, 103])
        sheet.merge_range("A6:A9", "Birch")

    found = recognise(path)

    assert unpack(found, tmp_path).path.read_text().splitlines() == [
        "3,Aspen,Ms Reed,101,4,Meets,8/10,71",
        "4,Aspen,Ms Reed,102,4,,,",
        "5,,,103,,,,",
        "6,Birch,,,,,,",
    ]
    assert [(note.code, str(note.message).partition("in: ")[2]) for note in found.notes] == [
        ("merged_cells", "'Level', 'Points', 'Score'.")
    ]


def test_formulas_without_values_at_the_edges_of_a_sheet_are_told(tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(1, 2, ["student", "score"])
        sheet.write_row(2, 2, [101, 71])
        for row, column in ((1, 1), (1, 4), (2, 4), (3, 1), (4, 2), (4, 3)):
            sheet.write_formula(row, column, "=A1", None, "")

    found = recognise(path)

    assert found.header == ("#=A1 (1)", "student", "score", "#=A1 (2)")
    assert unpack(found, tmp_path).path.read_text() == "3,,101,71,#=A1\n4,#=A1,,,\n5,,#=A1,#=A1,\n"


def test_a_formula_far_from_the_table_is_told_and_widens_nothing(tmp_path: Path) -> None:
    path = tmp_path / "stray.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate([("Student", "Score"), ("S1", 7), ("S2", 8)]):
            sheet.write_row(row, 0, cells)
        sheet.write_formula("XFD1", "=A1", None, "")
        sheet.write_formula("A900000", "=A1", None, "")

    seen = recognise(path)
    assert seen.header == ("Student", "Score")
    assert [str(note.message) for note in seen.notes] == [
        "Formulas without a value stand far from the table and were not read: XFD1."
    ]
    assert unpack(seen, tmp_path).path.read_text() == "2,S1,7\n3,S2,8\n900000,#=A1,\n"


def test_a_file_with_problems_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(gzip.compress(b"a,b\n1,2\n", mtime=0)[:-4])

    with pytest.raises(UnreadableFile) as refused:
        unpack(recognise(source), tmp_path)

    assert refused.value.code == "cut"


field = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Zl", "Zp"]), max_size=12)
line = st.tuples(field.filter(str.strip), field)


@given(rows=st.lists(line, min_size=1, max_size=8))
def test_whatever_a_csv_writer_quotes_comes_out_the_same(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("law")
    with (folder / "written").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows([("first name", "second name"), *rows])

    _, found, problems = unpack_bytes(folder, (folder / "written").read_bytes())

    assert found == [[str(n), *row] for n, row in enumerate(rows, 2)]
    assert problems == []


@pytest.mark.parametrize(
    ("content", "is_tidy"),
    [
        (b"a,b\n1,2\n3,4", True),
        (b"\r\na;b\r\n1;x y\r\n2;z\r\n", True),
        (b"a,b\n1, 2\n", False),
        ("a,b\n1,Zo\u00e9\n".encode("utf-8-sig"), False),
    ],
)
def test_a_file_of_whole_rows_stays_where_it_is(tmp_path: Path, content: bytes, *, is_tidy: bool) -> None:
    result, rows, problems = unpack_bytes(tmp_path, content)

    assert result.path == tmp_path / "source"
    assert result.regular
    assert result.regular.is_tidy == is_tidy
    assert int(rows[-1][0]) == len(content.splitlines())
    assert problems == []


@pytest.mark.parametrize(
    "content",
    [b'a,b\n1,"2"\n', b"a,b\n1,2\r\n3,4\n", b"a,b\n1,2\n\n3,4\n", b"a,b\n1\n", b"a,b\n1,\0\n", b"a,b\n\xff,2\n",
     b"a,b\n" + b"1,2\n" * 9_000 + b"1," + b"x" * 40_000 + b"\n"],
)  # fmt: skip
def test_a_line_that_needs_a_second_look_has_the_file_unpacked(tmp_path: Path, content: bytes) -> None:
    assert unpack_bytes(tmp_path, content)[0].regular is None


def test_lines_start_below_titles_and_a_line_of_groups(tmp_path: Path) -> None:
    text = "Report\n,,Reading,,Math,\nID,Grade,Score,Level,Score,Level\n1,3,410,Low,420,Low\n2,4,411,Low,421,High\n"

    _, table, _ = unpack_bytes(tmp_path, text.encode())

    assert [row[0] for row in table] == ["4", "5"]


def test_a_row_that_ends_before_columns_without_any_value_is_whole(tmp_path: Path) -> None:
    _, table, problems = unpack_bytes(tmp_path, b"a,b,c\n1,2,\n3,4\n5,6,\n7\n")

    assert table == [["2", "1", "2", ""], ["3", "3", "4", ""], ["4", "5", "6", ""]]
    assert [problem[0] for problem in problems] == ["5"]
