"""How levels stand to each other."""

import pytest

from aimline.exchange import level_order


@pytest.mark.parametrize(
    ("levels", "found"),
    [
        (["Below", "Partially Proficient", "Proficient", "Advanced"], "Proficient"),
        (["Did not meet", "Approaching", "Meets standard"], "Meets standard"),
        (["Level 1", "Level 2", "Level 3", "Level 4"], "Level 3"),
        (["1", "2", "3", "4"], "3"),
        (["2", "3", "4", "5", "7"], "4"),  # stanines
        (["red", "green"], ""),
    ],
)
def test_the_first_level_that_meets_the_standard_is_found(levels: list[str], found: str) -> None:
    assert level_order.proficient_from(levels) == found


@pytest.mark.parametrize(
    "levels",
    [
        ["Tier 3", "Tier 2", "Tier 1"],
        ["<2B", "2B", "2P", "2A", "3B", ">4A"],
        ["Pre-A", "A", "B", "C", "H", "J"],
        ["WTS", "EXS", "GDS"],
        ["Low", "Mid", "High"],
        ["Well below average", "Below average", "Near average", "Above average"],
    ],
)
def test_levels_stand_in_the_order_their_form_and_words_tell(levels: list[str]) -> None:
    assert level_order.in_order(levels[::-1], dict.fromkeys(levels)) == levels


def test_letters_that_may_be_marks_are_put_in_order_by_their_scores() -> None:
    means = {"A": 92.0, "B": 84.0, "C": 75.0, "D": 66.0, "E": 52.0, "F": 30.0}

    assert level_order.in_order([*means], means) == ["F", "E", "D", "C", "B", "A"]


def test_progressing_and_on_have_their_places() -> None:
    for levels in (["Emerging", "Progressing", "Proficient"], ["Well Below", "Below", "On", "Above"]):
        assert level_order.in_order(sorted(levels), dict.fromkeys(levels)) == levels


@pytest.mark.parametrize(
    ("means", "is_guessed"),
    [
        ({"Sprout": None, "Bloom": None}, True),
        ({"Sprout": 12.0, "Bloom": None}, True),
        ({"Sprout": 12.0, "Bloom": 12.0}, True),
        ({"Sprout": 12.0, "Bloom": 20.0}, False),
        ({"Below": None, "Above": None}, False),
        ({"Step 2": None, "Step 1": None}, False),
        ({"Sprout": None}, False),
    ],
)
def test_an_order_is_a_guess_where_neither_words_nor_numbers_nor_scores_tell_it(
    means: dict[str, float | None], *, is_guessed: bool
) -> None:
    assert level_order.is_guessed([*means], means) == is_guessed
