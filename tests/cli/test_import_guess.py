"""`aimline import FILE` without a mapping: columns are guessed, and the only district is the place."""

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from aimline.cli import guess as command
from tests.cli import results_file
from tests.cli.conftest import Run
from tests.conftest import NewInstallation

FILE = "Student ID,School Name,Grade,School Year,Subject,Score\n" + "".join(
    f"s{n},Aspen,4,2025,Mathematics,{40 + n}\n" for n in range(12)
)


def bring(run: Run, folder: Path, content: str, *options: str) -> tuple[int, str, str]:
    file = results_file.write(folder, "results.csv", content)
    said = run("import", file, "--data", folder / "data", "--today", "2025-06-30", *options)
    return said.returncode, said.stdout, " ".join(said.stderr.split())


@pytest.fixture
def folder(new_installation: NewInstallation, tmp_path: Path) -> Path:
    return new_installation(tmp_path / "data").parent


def begin(run: Run, folder: Path, *districts: str) -> None:
    """Bring one file for each district, so that it is there."""
    file = results_file.write(folder, "first.csv", results_file.text(
        [line for code in districts for line in results_file.rows(3, district=code)]
    ))  # fmt: skip
    said = run("import", file, "--mapping", results_file.write_mapping(folder), "--data", folder / "data",
               "--today", "2025-06-30")  # fmt: skip
    assert said.returncode == 0, said.stderr


def test_the_only_district_is_the_place_and_an_average_in_the_column_of_names_is_no_child(
    run: Run, folder: Path
) -> None:
    begin(run, folder, "10")
    head, *children = FILE.splitlines()
    lines = [f"{head},Name", *(f"{child},Ada Lund" for child in children), ",,,,,45.5,School average"]

    status, said, _ = bring(run, folder, "\n".join(lines), "--dry-run")

    assert (status, "To store: 12" in said, "New districts" in said) == (0, True, False)
    assert "To mend: 0. Set aside: 1." in said


def test_with_several_districts_the_sentence_names_the_codes_of_places(run: Run, folder: Path) -> None:
    begin(run, folder, "10", "20")

    status, _, said = bring(run, folder, FILE)

    assert status == 2
    assert "The file does not say which district it is of." in said
    assert "Add --place with one of these codes: 10, 20." in said


def test_a_file_whose_column_of_districts_is_empty_asks_for_the_place(run: Run, folder: Path) -> None:
    wide = FILE.replace("Subject", "Reading Score").replace(",Score", ",Writing Score").replace("Mathematics", "55")
    silent = "\n".join(f"{line}," for line in wide.splitlines()).replace("Score,\n", "Score,District ID\n", 1)

    status, _, said = bring(run, folder, silent)

    _, added, _ = bring(run, folder, silent, "--dry-run", "--new-district", "Lark")

    assert status == 2
    assert "The file does not say which district it is of. Add --new-district and its name" in said
    assert "New districts (1): Lark." in added


def test_two_years_of_one_test_meet_under_the_name_that_is_asked_for_once(run: Run, folder: Path) -> None:
    lines = [f"{n},4,Fall,Elm,YEAR,{n}" for n in range(20, 32)]
    text = "\n".join(["Student ID,Grade,Testing Window,School,School Year,Score", *lines])
    fall, before = folder.parent / "fall.csv", folder.parent / "fall_prev.csv"
    fall.write_text(text.replace("YEAR", "2025-2026"), encoding="utf-8")
    before.write_text(text.replace("YEAR", "2024-2025").replace("Score", "Score,Note", 1), encoding="utf-8")

    asked = run("import", fall, "--data", folder, "--today", "2026-06-15", "--new-district", "Lark")
    named = ("--confirm", "--new-district", "Lark", "--data", folder, "--today", "2026-06-15")
    first = run("import", fall, "--answer", "name=MAP Growth", *named)
    offered = run("import", before, *named)
    second = run("import", before, "--answer", "name=map growth", *named)

    assert "Nothing in this file says what its test is called" in " ".join(asked.stderr.split())
    assert "MAP Growth  2026         Fall" in first.stdout, first.stderr
    assert "MAP Growth  2025         Fall" in second.stdout, offered.stderr + second.stderr


def test_levels_of_which_none_is_known_to_be_proficient_are_asked_about_and_told(run: Run, folder: Path) -> None:
    begin(run, folder, "10")
    levels = ("Level", *(("Low", "Mid", "High")[n % 3] for n in range(12)))
    leveled = "\n".join(f"{line},{level}" for line, level in zip(FILE.splitlines(), levels, strict=True))

    status, _, asked = bring(run, folder, leveled, "--dry-run")
    _, said, _ = bring(run, folder, leveled, "--dry-run", "--answer", "proficient=none")
    _, judged, _ = bring(run, folder, leveled, "--dry-run", "--answer", "proficient=mid")

    assert status == 2
    assert "From which level on is a student proficient" in " ".join(asked.split())
    assert "nobody said" not in " ".join(judged.split())
    assert "nobody said from which of its levels a student is proficient (Low, Mid, High)" in " ".join(said.split())


def test_what_a_file_leaves_open_is_answered_on_the_command_line_once(run: Run, folder: Path) -> None:
    begin(run, folder, "10")
    dated = FILE.replace("School Year", "Test Date")
    for n in range(12):
        dated = dated.replace(f"s{n},Aspen,4,2025", f"s{n},Aspen,4,0{n % 3 + 2}/0{n % 7 + 3}/2025")

    asked = bring(run, folder, dated)
    answered = bring(run, folder, dated, "--answer", "dates=month-first", "--confirm")
    remembered = bring(run, folder, dated.replace(",40\n", ",41\n"))
    written = results_file.write(folder, "map.toml", "format = 1\n")
    beside = bring(run, folder, dated, "--mapping", str(written), "--answer", "year=this")

    assert (asked[0], answered[0], remembered[0]) == (2, 0, 0)
    assert "Answer with --answer dates=day-first or --answer dates=month-first." in asked[2]
    assert (beside[0], "leave --mapping away" in beside[2]) == (2, True)
    assert "2025-03-07" in answered[1]  # a month first, and its newest day


def test_sheets_with_the_same_columns_are_read_together_when_that_is_said(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    path = tmp_path / "rooms.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name, first in (("Room 1", 100), ("Room 2", 200)):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["Student ID", "School", "Grade", "Test Date", "Test", "Score"])
            for n in range(12):
                score = "many" if (name, n) == ("Room 2", 3) else str(40 + n)
                sheet.write_row(n + 1, 0, [str(first + n), "Oak", "3", "2025-10-06", "Facts", score])
    how = ("--new-district", "Lark", "--data", folder, "--today", "2026-01-12", "--dry-run")

    one, both = run("import", path, *how), run("import", path, "--alike-sheets", *how)

    assert "Sheets that were read: Room 1. Not read: Room 2." in one.stdout
    assert "Rows: 24. To store: 23" in both.stdout, both.stderr
    assert "Room 2: 5" in both.stdout


@pytest.mark.parametrize(("is_1904", "day"), [(False, 46034), (True, 44572)])
def test_unformatted_days_of_a_workbook_are_dates_and_failed_formulas_are_problems(
    tmp_path: Path, *, is_1904: bool, day: int
) -> None:
    path = tmp_path / "spelling.xlsx"
    with xlsxwriter.Workbook(str(path), {"date_1904": is_1904}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Student ID", "School", "Grade", "Date", "Score"])
        for n in range(12):
            sheet.write_row(n + 1, 0, [1000 + n, "Oak School", 3, day + n % 3, 50 + n])
        for row, value in ((5, "#DIV/0!"), (6, "")):
            sheet.write_formula(row, 4, "=A1+3", None, value)

    told = command.answer(path, today=date(2026, 11, 30))

    assert [(each["line"], each["column"], each["value"]) for each in told["problems"]] == [
        (6, "Score", "#DIV/0!"), (7, "Score", "#=A1+3"),
    ]  # fmt: skip
    assert {each["date"] for each in told["results"]} == {"2026-01-12", "2026-01-13", "2026-01-14"}
    assert {each["term"] for each in told["results"]} == {"January"}
    assert told["questions"] == []
    assert f"({day} is 12 January 2026)" in told["notes"][-1]
