"""Exams that a file tells by their codes alone."""

import pytest

from aimline.exchange import exam_names
from aimline.exchange.mapping import Results


@pytest.mark.parametrize(
    ("word", "column", "name"),
    [
        ("66", "Exam Code 01", "AP Calculus AB"),
        ("7", "Exam Code 02", "AP US History"),
        ("99", "Exam Code 01", ""),
        ("66", "Test Code", ""),
    ],
)
def test_a_code_of_an_exam_is_named_where_the_heads_are_those_of_its_board(word: str, column: str, name: str) -> None:
    assert exam_names.of(word, [Results(f"[{column}]", score="Exam Grade 01")]) == name
