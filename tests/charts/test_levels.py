"""Levels hang at the cut; a year too small to show shows nothing."""

import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from aimline.charts import levels
from aimline.charts.levels import LevelsPicture, Year
from aimline.domain.words import say

YEARS = (
    Year("2022–23", (0.2, 0.3, 0.4, 0.1), 90),
    Year("2023–24", None, 6),
    Year("2024–25", (0.1, 0.27, 0.4, 0.23), 79),
)
NAMES = ("Beginning", "Nearly", "Proficient", "Advanced")
REACHED = say("reached “{level}” or above", level="Proficient")
LEVELS = LevelsPicture("Grade 5 mathematics", NAMES, 2, "Proficient or above", REACHED, YEARS)


def test_the_share_proficient_counts_levels_from_the_cut_on() -> None:
    assert levels.proficient(LEVELS, YEARS[0]) == pytest.approx(0.5)
    assert levels.proficient(LEVELS, YEARS[1]) is None


def test_the_sentence_compares_the_newest_year_with_the_one_before_that_may_be_shown() -> None:
    years = (Year("2021–22", (0.1, 0.1, 0.4, 0.4), 85), *YEARS)
    said = str(levels.draw(replace(LEVELS, years=years), uid="levels").sentence)
    start = "63\u00a0% of 79 students reached “Proficient” or above in 2024–25"
    assert said == f"{start}, 13 points more than in 2022–23."


def test_the_end_of_a_range_is_marked_and_compared_with_nothing() -> None:
    years = (Year("2023–24", (0.3, 0.7), 20), Year("2024–25", (0.1, 0.9), 24, mark="≥"))
    picture = replace(LEVELS, levels=("Below", "Proficient"), cut=1, years=years)

    drawing = levels.draw(picture, uid="levels")

    value = "≥ 90\u00a0%"
    assert str(drawing.sentence) == f"{value} of 24 students reached “Proficient” or above in 2024–25."
    assert drawing.table.rows[1] == ("2024–25", "≤ 10\u00a0%", value, "24")
    assert value in drawing.wide


def test_a_cut_score_is_spoken_of_in_whole_percent_and_with_the_month() -> None:
    picture = LevelsPicture(
        "Numeracy", ("Below the cut", "At or above the cut"), 1, "At or above the cut", say("were at or above the cut"),
        (Year("2024/25", (0.384, 0.616), 360, "January 2025"),
         Year("2025/26", (0.405, 0.595), 353, "January 2026 (MOY)")),
    )  # fmt: skip
    drawing = levels.draw(picture, uid="levels")
    start = "60\u00a0% of 353 students were at or above the cut in January 2026 (MOY)"
    assert str(drawing.sentence) == f"{start}, 2 points fewer than in January 2025."
    assert drawing.table.headers == ("Year", "Below the cut", "At or above the cut", "Students")


def test_one_year_alone_is_not_compared() -> None:
    said = str(levels.draw(replace(LEVELS, years=YEARS[:1]), uid="levels").sentence)
    assert said == "50\u00a0% of 90 students reached “Proficient” or above in 2022–23."


def test_no_year_to_show_is_said_in_words() -> None:
    drawing = levels.draw(replace(LEVELS, years=(YEARS[1],)), uid="levels")
    ET.fromstring(drawing.narrow)
    assert str(drawing.sentence) == "There are not enough students to show."


def test_a_hidden_year_keeps_its_row_without_numbers() -> None:
    row = levels.draw(LEVELS, uid="levels").table.rows[1]
    assert row == ("2023–24", "", "", "", "", "", "not shown")


def test_both_forms_are_valid_and_escaped() -> None:
    drawing = levels.draw(replace(LEVELS, levels=("<a>", "b", "<c>", "d"), title="<t>"), uid="levels")
    for form in (drawing.wide, drawing.narrow):
        ET.fromstring(form)
        assert "<c>" not in form
