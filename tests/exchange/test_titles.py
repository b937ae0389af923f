"""What the lines above a table say of all of it."""

import pytest

from aimline.exchange import sum_lines, titles


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (["Fluency, Fall 2023"], {"year": "Fall 2023"}),
        (["Maple Hill", "School Year 2023-2024", "Printed 02/09/2025"], {"year": "2023-2024"}),
        (["Spring 2024    printed 14-Jun-2025"], {"year": "Spring 2024"}),
        (["Mrs. Okonjo - Grade 4 - Narrative (1-4) - Nov. 2023"], {"year": "November 2023", "grade": "4"}),
        (["3rd grade and 4th grade, 2022-23 or 2023-24"], {}),
        (["Level A (2-5)", "Room 12"], {}),
    ],
)
def test_titles_name_the_year_and_the_grade(texts: list[str], found: dict[str, str]) -> None:
    assert titles.constants(texts) == found


@pytest.mark.parametrize("word", ["Class average", "MEAN", "Moyenne de la classe", "Grade 4 Total", "Average (n=19)"])
def test_lines_that_sum_up_are_known_by_their_words(word: str) -> None:
    assert sum_lines.words([word]) == [word]


@pytest.mark.parametrize("name", ["Max", "Min", "Total Mayhem", "Meany, Ada", "4711"])
def test_names_of_children_are_no_sums(name: str) -> None:
    assert sum_lines.words([name]) == []
