"""`aimline import` with files as they come: each is told in a sentence, and nothing is half stored."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli import results_file
from tests.cli.conftest import Run
from tests.cli.results_file import rows, text
from tests.conftest import NewInstallation

GOOD = text(rows(12))
Import = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def folder(new_installation: NewInstallation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_installation(tmp_path_factory.mktemp("import") / "data").parent


@pytest.fixture
def bring(run: Run, folder: Path) -> Import:
    """Return a function that imports a content and gives the status and what was said."""

    def importing(content: str | bytes, *options: str, name: str = "results.csv") -> tuple[int, str, str]:
        file, mapping = results_file.write(folder, name, content), results_file.write_mapping(folder)
        said = run("import", file, "--mapping", mapping, "--data", folder / "data", "--today", "2025-06-30", *options)
        return said.returncode, said.stdout, said.stderr

    return importing


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("# Notes\n\nNot a table at all.\n", "Only one column was found"),
        (b"%PDF-1.4\n" + b"x" * 400, "it looks like this: a PDF document"),
        (bytes(range(256)) * 8, "it looks like this: not text"),
        (GOOD.replace(",", "#"), "Only one column was found"),
        ("", "The file is empty."),
        (text([]), "The file names its columns but has no row below them."),
        (GOOD.replace(",Score,", ",Points,"), "The file has no column 'Score'. Its columns are: District, School"),
        (gzip.compress(GOOD.encode(), mtime=0)[:-40], "The packed file is damaged or was cut off."),
        (GOOD.replace(",2025,", ",2027,"), "No row of the file can be stored"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_a_sentence(
    bring: Import, content: str | bytes, sentence: str
) -> None:
    status, _, said = bring(content)

    assert status == 2
    assert sentence in said
    assert "Nothing was stored." in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("content", "line", "sentences"),
    [
        (GOOD.replace("s3,6,", "s3,13,"), "5", ["'13' is not a grade.", "Grades are PK, K and 1 to 12."]),
        (GOOD.replace("M,4,", "M,forty,"), "6", ["'forty' is not a score."]),
        (GOOD.replace("M,5,", "M,500,"), "7", ["The score 500 lies outside the range of its measure."]),
        (GOOD.replace("s6,3,2025", "s6,3,2027"), "8", ["The tests of 2027 are dated after today."]),
        (GOOD + rows(1)[0] + "\n", "14", ["This line says of student s0 what an earlier line says already."]),
        (GOOD[:-20], "13", ["This line has fewer fields than the header.", "a file that was cut off here"]),
        (GOOD.replace("s7,", '"s7,'), "9", ["A quotation mark opened on this line is never closed."]),
        (GOOD.replace("s8,", "s\0008,"), "10", ["characters that cannot be seen"]),
        (GOOD.replace("s9,", "s" * 121 + ","), "11", ["is too long for the column Student."]),
    ],
)
def test_a_row_that_is_wrong_is_told_with_its_line_and_the_others_kept(
    bring: Import, content: str, line: str, sentences: list[str]
) -> None:
    status, said, _ = bring(content, "--dry-run")

    told = " ".join(said.split())
    assert status == 0
    assert "To mend: 1." in said
    assert any(row.split()[0] == line for row in said.splitlines() if row.strip())
    assert all(sentence in told for sentence in sentences)


@pytest.mark.parametrize(
    ("content", "remark"),
    [
        (GOOD.replace(",", ";"), "Columns were read as separated by semicolons."),
        (GOOD.replace("asp", "Zoé").encode("latin-1"), "Letters were read as Windows-1252"),
        (GOOD.replace("asp", "Zoé").encode("utf-16"), "Letters were read as UTF-16"),
    ],
)
def test_a_file_in_another_form_is_read_and_the_form_told(bring: Import, content: str | bytes, remark: str) -> None:
    status, said, _ = bring(content, "--dry-run")

    assert (status, "To store: 12 " in said, remark in said) == (0, True, True)


def test_a_score_that_is_missing_is_kept_as_a_result_without_score(bring: Import) -> None:
    _, said, _ = bring(GOOD.replace("M,4,", "M,N/A,"), "--dry-run")

    assert "To store: 12 (without a result: 1). To mend: 0." in said


def test_the_same_file_twice_is_stored_once_and_nothing_is_lost(bring: Import) -> None:
    first, second, third = bring(GOOD, "--json"), bring(GOOD, "--json"), bring(GOOD)

    assert (first[0], second[0], third[0]) == (0, 0, 0)
    assert json.loads(first[1])["batches"][0]["n_rows"] == 12
    assert json.loads(second[1])["batches"] == []
    assert json.loads(second[1])["in_the_way"][0].startswith("This file is already imported.")
    assert "There is nothing to do." in third[1]


def test_the_same_file_read_in_another_way_says_that_it_is_stored(bring: Import, run: Run, folder: Path) -> None:
    content = text(rows(5, first=700))
    bring(content)
    file, mapping = folder / "results.csv", folder / "other.toml"
    mapping.write_text(results_file.MAPPING.replace("minimum = 0", "minimum = -1"), encoding="utf-8")

    said = run("import", file, "--mapping", mapping, "--data", folder / "data", "--today", "2025-06-30", "--dry-run")

    assert "This very file is stored already, read in another way." in said.stdout
    assert "aimline withdraw" in said.stdout


def test_json_names_every_problem_and_every_batch(bring: Import) -> None:
    wrong = [line.replace(",M,", ",X,") for line in rows(300, first=100)]
    both = text([*rows(5, first=50), *wrong, *rows(4, district="20")])

    status, said, _ = bring(both, "--json")

    found = json.loads(said)
    assert (status, found["state"], len(found["problems"])) == (0, "committed", 300)
    assert found["problems"][0] | {"hint": ""} == {
        "file": "results.csv", "line": 7, "column": "Subject", "value": "X", "code": "measure_unknown",
        "message": "'X' is not one of the measures this file was said to hold.", "hint": "",
    }  # fmt: skip
    assert [(b["district"], b["n_rows"], b["n_problems"]) for b in found["batches"]] == [("10", 5, 300), ("20", 4, 0)]


def test_results_on_another_scale_wait_for_a_word(bring: Import) -> None:
    first, again = rows(30, first=400, year=2024), rows(30, first=400)
    strange = text([line.replace(",M,", ",M,0.") for line in again])
    assert bring(text(first))[0] == 0

    held = bring(strange, "--json")
    status, said, _ = bring(strange, "--json", "--confirm")

    assert (held[0], json.loads(held[1])["batches"]) == (2, [])
    assert "as if on another scale" in held[2]
    assert "add --confirm" in held[2]
    assert (status, json.loads(said)["state"]) == (0, "committed")


def test_a_test_given_in_several_districts_is_told_once(bring: Import) -> None:
    _, said, _ = bring(text([*rows(5, first=70), *rows(4, district="20", first=70)]), "--dry-run")

    [line] = [line for line in said.splitlines() if line.startswith("Mathematics test")]
    assert line.split()[-3:] == ["9", "10,", "20"]


def test_rows_to_mend_go_into_a_table(bring: Import, folder: Path) -> None:
    bring(GOOD.replace("s3,6,", "s3,13,"), "--dry-run", "--problems", str(folder / "mend.csv"))

    lines = (folder / "mend.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[1].startswith("results.csv,5,Grade,13,'13' is not a grade.")


def test_a_try_leaves_no_copy_of_the_file(bring: Import, folder: Path) -> None:
    before = set((folder / "data" / "uploads").iterdir())

    bring(GOOD.replace("s3,6,", "s3,7,"), "--dry-run")

    assert set((folder / "data" / "uploads").iterdir()) == before


def test_an_import_taken_back_may_come_again(bring: Import, run: Run, folder: Path) -> None:
    content = text(rows(3, year=2024))
    upload = json.loads(bring(content, "--json")[1])["import"]

    said = run("withdraw", upload, "--why", "A corrected file comes.", "--data", folder / "data")

    assert (said.returncode, bring(content)[0]) == (0, 0)
