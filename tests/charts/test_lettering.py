"""Words are measured before they are set."""

import pytest

from aimline.charts import lettering, wording
from aimline.charts.lettering import Box, Lettering, Spot


@pytest.mark.parametrize(
    ("text", "size", "browser_says"),
    [("76\u00a0%, 24 students", 13, 113.0), ("peer re-teach groups", 13, 132.0), ("15 Mar", 12, 37.8)],
)
def test_a_width_is_rather_too_much_than_too_little(text: str, size: float, browser_says: float) -> None:
    assert browser_says <= lettering.width(text, size) <= 1.25 * browser_says


def test_a_word_takes_the_first_free_spot() -> None:
    pen = Lettering(Box(0, 0, 100, 100), size=10)
    assert 'x="10"' in pen.place("one", [Spot(10, 50), Spot(60, 50)])
    assert 'x="60"' in pen.place("two", [Spot(10, 50), Spot(60, 50)])


def test_a_word_without_a_free_spot_is_left_out() -> None:
    pen = Lettering(Box(0, 0, 100, 100), size=10)
    pen.keep_clear(Box(0, 0, 100, 100))
    assert pen.place("one", [Spot(10, 50)]) == ""


def test_a_word_prefers_a_spot_that_crosses_no_line() -> None:
    pen = Lettering(Box(0, 0, 100, 100), size=10)
    pen.avoid([(15, 48)])
    assert 'x="60"' in pen.place("one", [Spot(10, 50), Spot(60, 50)])


@pytest.mark.parametrize(
    ("name", "longest", "short"),
    [
        ("peer groups", 20, "peer groups"),
        ("peer re-teach groups every morning", 22, "peer re-teach groups…"),
        ("Donaudampfschifffahrt", 8, "Donauda…"),
        ("  too   much  room ", 20, "too much room"),
    ],
)
def test_a_long_name_is_cut_at_a_words_end(name: str, longest: int, short: str) -> None:
    assert wording.shortened(name, longest) == short


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (62.0, "%", "62\u00a0%"),
        (63.14, "%", "63.1\u00a0%"),
        (-2.5, "", "−2.5"),
        (2.555, "", "2.56"),
        (-0.001, "", "0"),
    ],
)
def test_an_amount_has_no_idle_decimals(value: float, unit: str, text: str) -> None:
    assert wording.amount(value, unit) == text


@pytest.mark.parametrize(("value", "unit", "text"), [(-1.0, "%", "1 point"), (4.0, "%", "4 points"), (0.2, "", "0.2")])
def test_percentages_differ_by_points(value: float, unit: str, text: str) -> None:
    assert str(wording.distance(value, unit)) == text
