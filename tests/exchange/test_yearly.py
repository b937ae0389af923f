from datetime import date

from aimline.cli import guess as command
from aimline.exchange.guessing import guess
from benchmarks import guesses

ROWS = [[f"P{n}", str(400 + 3 * n), str(410 + 2 * n)] for n in range(9)]


def windows(*heads: str) -> list[str]:
    return [group.window for group in guess(["Student ID", *heads], ROWS).mapping.results]


def test_scores_of_years_side_by_side_are_stored_in_their_years_and_grades() -> None:
    path = guesses.FOLDER / "w_years_side_by_side.csv"

    told = command.answer(path, today=date(2026, 11, 30))

    # Its three words rise, but none of them says from where on a student is proficient.
    assert [each["about"] for each in told["questions"]] == ["levels"]
    assert {(each["school_year"], each["term"], each["measure"]) for each in told["results"]} == {
        (2022, None, "Overall"), (2023, None, "Overall"), (2024, None, "Overall"),
    }  # fmt: skip
    assert [each["grade"] for each in told["results"][:2]] == [6, 7]
    assert told["counts"]["n_stored"] == 39


def test_a_season_with_its_year_is_the_window() -> None:
    assert windows("Fall 2023 Scale Score", "Fall 2024 Scale Score") == ["Fall 2023", "Fall 2024"]
    assert windows("Fall 2023 Scale Score", "Spring 2024 Scale Score") == ["Fall 2023", "Spring 2024"]
    assert windows("2022-23 Scale Score", "2023-24 Scale Score") == ["2022-23", "2023-24"]


def test_a_year_of_one_head_alone_is_of_the_name_of_a_test() -> None:
    assert windows("LEAP 2025 Scale Score", "NAEP Scale Score") == ["", ""]


def test_a_grade_may_be_written_with_one_letter() -> None:
    rows = [[f"P{n}", word, str(400 + 3 * n)] for n, word in enumerate(("G01", "G1", "G02", "G03", "G01"))]

    assert guess(["Student ID", "Grade", "Scale Score"], rows).mapping.columns["grade"] == "Grade"
