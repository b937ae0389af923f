from datetime import date

from aimline.cli import guess as command
from aimline.exchange.calendar_words import read_ending
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


def test_years_of_two_figures_and_terms_with_their_year_are_windows() -> None:
    assert windows("WIDA 22-23 Score", "WIDA 23-24 Score") == ["22-23", "23-24"]
    assert windows("Writing Score 2024 S2", "Writing Score 2025 S1") == ["Semester 2 2024", "Semester 1 2025"]
    assert windows("Test 9/26 Score", "Test 10/17 Score") == ["", ""]


def test_a_year_that_is_a_window_of_some_results_is_so_of_all() -> None:
    heads = ("Reading Scale Score 2023", "Reading Scale Score 2024", "Science Scale Score 2024")
    rows = [[*row, str(420 + 5 * n)] for n, row in enumerate(ROWS)]

    told = guess(["Student ID", *heads], rows).mapping.results

    assert [group.window for group in told] == ["2023", "2024", "2024"]


def test_a_term_with_its_year_is_of_that_school_year() -> None:
    assert read_ending("Semester 2 2024") == 2024
    assert read_ending("T3 2025") == 2025
    assert read_ending("Group 2 2024") is None
