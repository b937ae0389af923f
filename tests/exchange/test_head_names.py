"""What a head leaves as the name of a measure: the words as people wrote them."""

import pytest

from aimline.exchange.guess.heads import read


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("Fall F&P", "F&P"),
        ("Spring S&S Level", "S&S"),
        ("InDepth Vocabulary Score", "InDepth Vocabulary"),
        ("Winter aMath Scale Score", "aMath"),
        ("Français - Note", "Français"),
        ("Wortschatz und Sprachverständnis Niveau", "Wortschatz und Sprachverständnis"),
        ("Early Literacy+ Score", "Early Literacy+"),
        ("Shape 1.b", "Shape 1.b"),
    ],
)
def test_the_name_of_a_head_keeps_its_letters_and_signs(head: str, name: str) -> None:
    assert read(head).label == name


def test_a_month_that_allows_something_is_no_window() -> None:
    assert read("Knows that sums may be taken apart").season == ""
    assert read("Reading May").season == "May"
    assert read("Knows that sums may be taken apart").plainly == "Knows that sums may be taken apart"


def test_a_name_is_without_all_words_of_its_window() -> None:
    assert read("Fall Retell (Oct)").plainly == "Retell"
    assert read("Étape 2 Lecture").plainly == "Lecture"
