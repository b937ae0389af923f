"""`aimline import FILE --guess --dry-run --format json` shows the guess and the first results, as documented."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from aimline.cli import guess as command
from tests.cli import results_file
from tests.cli.conftest import Run
from tests.exchange.statements.plan_files import xlsx

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "guessed-mapping.md").read_text(encoding="utf-8")
FILE = (
    "Student ID,School,Grade,Test Date,ELA Scale Score,ELA Level,ELA Percentile,Math Scale Score,Math Level\n"
    + "".join(
        f"{1000 + n},Aspen,4,5/{n + 13}/2025,{400 + n},{('Below', 'Proficient')[n % 2]},{50 + n},{420 + n},Proficient\n"
        for n in range(12)
    )
)


def guess(run: Run, folder: Path, content: str, *options: str) -> dict[str, Any]:
    file = results_file.write(folder, "spring.csv", content)
    said = run("import", file, "--guess", "--dry-run", "--format", "json", "--today", "2025-06-30", *options)
    assert said.returncode == 0, said.stderr
    found: dict[str, Any] = json.loads(said.stdout)
    return found


def test_the_guess_names_columns_measures_and_the_first_results(run: Run, tmp_path: Path) -> None:
    found = guess(run, tmp_path, FILE)

    mapping = found["mapping"]
    assert mapping["student"] == {"column": "Student ID", "confidence": 0.95}
    assert mapping["date"]["format"] == "%m/%d/%Y"
    assert [(each["score_column"], each["level_column"], each["scale"]) for each in mapping["measures"]] == [
        ("ELA Scale Score", "ELA Level", "scale score"), ("Math Scale Score", "Math Level", "scale score"),
    ]  # fmt: skip
    assert len(found["results"]) == 20
    assert found["results"][0] == {
        "line": 2, "student": "1000", "school": "Aspen", "grade": 4, "school_year": 2025, "term": "May",
        "date": "2025-05-13", "measure": "ELA", "score": 400.0, "level": "Below", "status": "scored",
    }  # fmt: skip
    assert not (tmp_path / "aimline-data").exists()


def test_what_the_file_leaves_open_is_a_question(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dates = FILE
    for n in range(12):
        dates = dates.replace(f"5/{n + 13}/2025", f"5/{n + 1}/2025")

    found = guess(run, tmp_path, dates)
    command.tell(found)

    assert [each["about"] for each in found["questions"]] == ["date_format"]
    assert "only you can say" in capsys.readouterr().out


def test_titles_beginning_readers_and_lines_of_averages_are_understood(run: Run, tmp_path: Path) -> None:
    scores = ("860L", "BR130L", "INC")
    children = "".join(f"{n + 1},Ada {name},Lund,{scores[n % 3]}\n" for n, name in enumerate("ABCDEFGH"))
    sheet = f"Room 4 - Grade 2,,,\nSpring 2025,,,\n#,Name,Teacher,Lexile\n{children},Class average,,700L\n"

    found = guess(run, tmp_path, sheet)

    assert found["mapping"]["student"]["column"] == "Name"
    assert (found["mapping"]["grade"]["value"], found["mapping"]["year"]["value"]) == ("2", "Spring 2025")
    assert [(each["score"], each["term"]) for each in found["results"]][:3] == [
        (860.0, "Spring"), (-130.0, "Spring"), (None, "Spring"),
    ]  # fmt: skip
    assert (found["counts"]["n_scored"], found["counts"]["n_set_aside"], found["counts"]["n_wrong"]) == (6, 1, 0)
    assert [each["about"] for each in found["questions"]] == ["student"]


def test_a_file_that_names_no_time_is_asked_about(run: Run, tmp_path: Path) -> None:
    found = guess(run, tmp_path, FILE.replace("Test Date", "Comment").replace("/2025", ""))

    assert [each["about"] for each in found["questions"]] == ["year"]
    assert found["mapping"]["year"] == {"column": None, "value": "2024-2025", "confidence": 0.0}


def test_a_sheet_of_a_workbook_is_chosen_by_name(run: Run, tmp_path: Path) -> None:
    lines = [line.split(",") for line in FILE.splitlines()]
    book = xlsx(tmp_path / "spring.xlsx", {"Spring": lines, "Winter": lines[:4]})

    said = run("import", str(book), "--guess", "--dry-run", "--format", "json", "--sheet", "Winter")

    found = json.loads(said.stdout)
    assert (found["sheet"], found["n_rows"]) == ("Winter", 3)


def test_the_page_names_every_key(run: Run, tmp_path: Path) -> None:
    found = guess(run, tmp_path, FILE)

    keys = {*found, *found["mapping"], *found["mapping"]["measures"][0], *found["results"][0]}
    assert [key for key in sorted(keys) if f"`{key}`" not in PAGE and f"{key}" not in PAGE] == []


def test_the_guess_says_where_the_order_of_levels_is_one(tmp_path: Path) -> None:
    words = ("Proficient", "Sprout", "Bloom")
    lines = ["ID,Grade,Test Date,Math Level", *(f"{n},4,2025-10-06,{words[n % 3]}" for n in range(20, 32))]
    file = tmp_path / "levels.csv"
    file.write_text("\n".join(lines), encoding="utf-8")

    notes = command.answer(file, today=date(2026, 6, 30))["notes"]

    assert [note for note in notes if "their order is a guess. Taken as lowest first: Bloom, Sprout" in note]


def test_a_grade_that_stands_beside_each_result_is_told(run: Run, tmp_path: Path) -> None:
    heads = "AI_CODE,CB_ID,SECONDARY_ID,LATEST_SAT_DATE,LATEST_SAT_GRADE,LATEST_SAT_TOTAL,LATEST_SAT_EBRW"
    rows = "".join(f"431207,{n},{n + 20},2025-04-09,6,960,500,460,Y,N\n" for n in range(101, 109))

    found = guess(run, tmp_path, f"{heads},LATEST_SAT_MATH_SECTION,EBRW_CCR_BENCHMARK,MATH_CCR_BENCHMARK\n{rows}")

    assert found["profile"] == "sat"
    assert found["mapping"]["grade"] == {"column": ["LATEST_SAT_GRADE"], "confidence": 0.9}
    assert found["results"][0]["grade"] == 11
