"""Levels hang at the cut; a year too small to show shows nothing."""

import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from aimline.charts import levels
from aimline.charts.levels import LevelsPicture, Year

YEARS = (
    Year("2022–23", (0.2, 0.3, 0.4, 0.1), 90),
    Year("2023–24", None, 6),
    Year("2024–25", (0.1, 0.27, 0.4, 0.23), 79),
)
LEVELS = LevelsPicture("Grade 5 mathematics", ("Beginning", "Nearly", "Proficient", "Advanced"), 2, YEARS)


def test_the_share_proficient_counts_levels_from_the_cut_on() -> None:
    assert levels.proficient(LEVELS, YEARS[0]) == pytest.approx(0.5)
    assert levels.proficient(LEVELS, YEARS[1]) is None


def test_the_sentence_compares_the_newest_year_with_the_first() -> None:
    said = str(levels.draw(LEVELS, uid="levels").sentence)
    assert (
        said
        == "63\u00a0% of 79 students reached Proficient or above in 2024–25, 13 points more than in 2022–23."
    )


def test_one_year_alone_is_not_compared() -> None:
    said = str(levels.draw(replace(LEVELS, years=YEARS[:1]), uid="levels").sentence)
    assert said == "50\u00a0% of 90 students reached Proficient or above in 2022–23."


def test_no_year_to_show_is_said_in_words() -> None:
    drawing = levels.draw(replace(LEVELS, years=(YEARS[1],)), uid="levels")
    ET.fromstring(drawing.narrow)
    assert str(drawing.sentence) == "No year has enough students to show."


def test_a_hidden_year_keeps_its_row_without_numbers() -> None:
    row = levels.draw(LEVELS, uid="levels").table.rows[1]
    assert row == ("2023–24", "", "", "", "", "", "fewer than 10")


def test_both_forms_are_valid_and_escaped() -> None:
    drawing = levels.draw(replace(LEVELS, levels=("<a>", "b", "<c>", "d"), title="<t>"), uid="levels")
    for form in (drawing.wide, drawing.narrow):
        ET.fromstring(form)
        assert "<c>" not in form
