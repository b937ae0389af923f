"""`aimline import FILE --guess --dry-run --format json` shows the guess and the first results, as documented."""

import json
from pathlib import Path
from typing import Any

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
        "line": 2, "student": "1000", "school": "Aspen", "grade": 4, "school_year": 2025, "term": "2025-05-13",
        "date": "2025-05-13", "measure": "ELA", "score": 400.0, "level": "Below", "status": "scored",
    }  # fmt: skip
    assert not (tmp_path / "aimline-data").exists()


def test_what_the_file_leaves_open_is_a_question(run: Run, tmp_path: Path) -> None:
    dates = FILE
    for n in range(12):
        dates = dates.replace(f"5/{n + 13}/2025", f"5/{n + 1}/2025")

    assert [each["about"] for each in guess(run, tmp_path, dates)["questions"]] == ["date_format"]


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
