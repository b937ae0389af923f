"""`aimline import ROSTER.zip`: seen first, stored at once, held where many would leave."""

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.exchange import case_files
from tests.exchange.oneroster.bundles import FILES_1_1, changed, pack

LATER = ("--today", "2026-01-13")
DATED = """
source = "Test office"
[columns]
student = "Student"
grade = "Grade"
date = "Date"
score = "Score"
[constants]
measure = "M"
school = "M1"
[[measures]]
value = "M"
name = "Mathematics test"
"""


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pack(tmp_path_factory.mktemp("roster") / "roster.zip", dict(FILES_1_1))


@pytest.fixture(scope="module")
def folder(run: Run, bundle: Path) -> Path:
    """Return a data folder into which the bundle has come, its district founded with it."""
    folder = bundle.parent / "data"
    tried = run("import", bundle, "--data", folder, "--today", "2026-01-12", "--dry-run")
    assert tried.returncode == 0, tried.stderr
    assert "Nothing was stored." in tried.stdout
    stored = run("import", bundle, "--data", folder, "--today", "2026-01-12", "--format", "json")
    said = json.loads(stored.stdout)
    assert (said["stored"], said["counts"]["class_places"]["new"], said["district"]) == (True, 1, "Northfield")
    return folder


def test_the_same_bundle_again_changes_nothing_and_says_so(run: Run, folder: Path, bundle: Path) -> None:
    said = run("import", bundle, "--data", folder, *LATER)

    assert said.returncode == 0, said.stderr
    assert "Everything it says is here already." in said.stdout
    assert "All results of its gradebook are here already." in said.stdout


def test_many_leavers_are_held_and_said_in_numbers(run: Run, folder: Path, bundle: Path) -> None:
    fewer = changed("enrollments.csv", "e1,,,k1,s1,u1,student,false,2025-08-25,2026-06-12\n", "")
    path = pack(bundle.parent / "fewer.zip", fewer)

    held = run("import", path, "--data", folder, *LATER)
    assert held.returncode == 2
    assert "More than a tenth would leave: class places: 1 of 1." in held.stderr
    assert "Nothing was stored." in held.stderr

    early = run("import", path, "--data", folder, "--today", "2026-01-11", "--confirm-leavers")
    assert early.returncode == 2
    assert "A newer roster of this system is stored: roster.zip." in early.stderr

    meant = run("import", path, "--data", folder, *LATER, "--answer", "dates=day-first")
    assert meant.returncode == 2
    assert "Only digits=NUMBER, digits=any and keys=any are for a roster." in meant.stderr
    table = bundle.parent / "results.csv"
    table.write_text("Student,Score\n1001,5\n", encoding="utf-8")
    other = run("import", table, "--data", folder, *LATER, "--confirm-leavers")
    assert other.returncode == 2
    assert "--confirm-leavers is for OneRoster bundles" in other.stderr

    seen = run("import", path, "--data", folder, *LATER, "--confirm-leavers", "--dry-run", "--format", "json")
    assert json.loads(seen.stdout)["leavers"] == [{"what": "class places", "n_leaving": 1, "n_before": 1}]


def test_a_bundle_that_is_cut_off_is_refused_in_a_sentence(run: Run, folder: Path, bundle: Path) -> None:
    cut = bundle.parent / "cut.zip"
    cut.write_bytes(bundle.read_bytes()[:-60])

    said = run("import", cut, "--data", folder)

    assert said.returncode == 2
    assert "Traceback" not in said.stderr


def test_rows_kept_out_are_told_with_their_place(run: Run, folder: Path, bundle: Path) -> None:
    path = pack(bundle.parent / "odd.zip", changed("enrollments.csv", "e1,,,k1", "e1,,,k7"))

    said = run("import", path, "--data", folder, *LATER)

    assert "Rows kept out: 1." in said.stdout
    assert "enrollments.csv:2  classSourcedId 'k7' is not in classes.csv." in said.stdout
    assert "Everything it says is here already." in said.stdout


def test_a_file_that_is_not_there_is_told_without_a_line(run: Run, folder: Path, bundle: Path) -> None:
    path = pack(bundle.parent / "short.zip", {n: text for n, text in FILES_1_1.items() if n != "demographics.csv"})

    said = run("import", path, "--data", folder, *LATER)

    assert "  demographics.csv  The manifest promises demographics.csv" in said.stdout


def test_a_stored_roster_is_taken_back_by_its_id(run: Run, folder: Path, bundle: Path) -> None:
    fewer = changed("enrollments.csv", "e1,,,k1,s1,u1,student,false,2025-08-25,2026-06-12\n", "")
    path = pack(bundle.parent / "gone.zip", fewer)
    stored = run("import", path, "--data", folder, *LATER, "--confirm-leavers", "--format", "json")
    import_id = json.loads(stored.stdout)["import"]

    said = run("withdraw", import_id, "--data", folder, *LATER, "--why", "wrong day")

    assert said.returncode == 0, said.stderr
    assert "It was withdrawn. Rows that are as they were before: 1. Students, adults" in said.stdout
    again = run("import", bundle, "--data", folder, *LATER)
    assert "Everything it says is here already." in again.stdout


def test_whose_a_number_was_is_said_beside_the_file(run: Run, folder: Path, tmp_path: Path) -> None:
    data = shutil.copytree(folder, tmp_path / "data")
    cy = "u9,,,true,s1,student,cy,,Cy,Wren,,1001,,,,,05,\n"
    passed = changed("users.csv", "Ana,Lark,,1001,,,,u3,05,\n", f"Ana,Lark,,1099,,,,,05,\n{cy}")
    passed = changed("enrollments.csv", "e2,", "e9,,,k1,s1,u9,student,false,2025-08-25,2026-06-12\ne2,", passed)
    path = pack(tmp_path / "passed.zip", passed)
    assert "Numbers that pass to another student: 1" in run("import", path, "--data", data, *LATER).stdout
    table, mapping = tmp_path / "december.csv", tmp_path / "december.toml"
    table.write_text("Student,Grade,Date,Score\n1001,5,2025-12-05,9\n", encoding="utf-8")
    mapping.write_text(DATED, encoding="utf-8")
    told = ("import", table, "--mapping", mapping, "--place", "LD", "--data", data, *LATER)

    asked, stored = run(*told), run(*told, "--other-student", "1001")

    assert "Add --same-student or --other-student and the number, for each." in asked.stderr
    assert stored.returncode == 0, stored.stderr
    assert "To store: 1" in stored.stdout


def test_standards_come_in_by_a_command_of_their_own(run: Run, folder: Path) -> None:
    file = case_files.write(folder.parent / "case.json", case_files.package())

    said = run("standards", file, "--data", folder, *LATER)

    assert said.stderr == ""
    assert said.stdout.startswith("Lark Mathematics. Standards: 4.\n4 new, 0 changed, 0 same, 0 gone.\nStored. ")
