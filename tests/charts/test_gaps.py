"""Gaps are drawn largest first, with n, and never for a group too small to show."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

from aimline.charts import gaps
from aimline.charts.gaps import GapsPicture, Group

GROUPS = (
    Group("Girls", 64, 39, 49, 79),
    Group("Individual education plan", None, 4),
    Group("English learners", 38, 21, 19, 57),
    Group("Free <lunch>", 49, 40, 33, 65),
)
GAPS = GapsPicture("Grade 5 mathematics by group", "%", 63, 79, GROUPS, low=0, high=100)


def test_the_largest_gap_comes_first_and_hidden_groups_last() -> None:
    names = [group.name for group in GAPS.ranked]
    assert names == ["English learners", "Free <lunch>", "Girls", "Individual education plan"]


def test_for_a_measure_where_less_is_better_the_highest_group_comes_first() -> None:
    assert replace(GAPS, direction="down").ranked[0].name == "Girls"


def test_the_sentence_names_the_largest_gap_with_its_students() -> None:
    drawing = gaps.draw(GAPS, uid="gap")
    assert str(drawing.sentence) == "The largest gap: English learners, 25 points behind all students (21 students)."


def test_no_gap_is_said_when_no_group_is_behind() -> None:
    ahead = replace(GAPS, groups=(Group("Girls", 64, 39),))
    assert str(gaps.draw(ahead, uid="gap").sentence) == "No group stands behind all students."


def test_a_group_too_small_to_rank_comes_after_the_others_and_is_not_named() -> None:
    one = Group("Asian", 0, 1, is_ranked=False)
    drawn = replace(GAPS, groups=(one, *GAPS.groups))
    assert [group.name for group in drawn.ranked][-2:] == ["Asian", "Individual education plan"]
    assert "English learners" in str(gaps.draw(drawn, uid="gap").sentence)
    alone = gaps.draw(replace(GAPS, groups=(one,)), uid="gap")
    assert str(alone.sentence) == "Every group is too small to be compared with all students."


def test_the_end_of_a_range_is_marked_with_its_gap() -> None:
    drawing = gaps.draw(replace(GAPS, groups=(Group("English learners", 10, 24, mark="≤"),)), uid="gap")

    said = "The largest gap: English learners, at least 53 points behind all students (24 students)."
    assert str(drawing.sentence) == said
    assert drawing.table.rows[1][1:3] == ("≤ 10\u00a0%", "≤ −53 points")


def test_a_hidden_group_has_no_dot_and_no_number() -> None:
    drawing = gaps.draw(GAPS, uid="gap")
    assert drawing.wide.count('class="dot"') == 3
    assert drawing.table.rows[-1] == ("Individual education plan", "", "", "", "", "not shown")


def test_both_forms_are_valid_and_escaped() -> None:
    drawing = gaps.draw(GAPS, uid="gap")
    for form in (drawing.wide, drawing.narrow):
        ET.fromstring(form)
        assert "<lunch>" not in form
        assert not re.search("style=|<style|<script", form)


def test_a_table_row_tells_value_gap_interval_and_students() -> None:
    row = gaps.draw(GAPS, uid="gap").table.rows[1]
    assert row == ("English learners", "38\u00a0%", "−25 points", "19\u00a0%", "57\u00a0%", "21")


def test_no_groups_at_all_still_make_a_picture() -> None:
    drawing = gaps.draw(replace(GAPS, groups=()), uid="gap")
    ET.fromstring(drawing.wide)
    assert str(drawing.sentence) == "No group has enough students to show."


def test_a_gap_is_the_difference_of_the_two_values_as_they_are_written() -> None:
    picture = replace(GAPS, everyone=63.849, groups=(Group("English learners", 56.851, 21),))

    assert [row[2] for row in gaps.draw(picture, uid="g").table.rows[1:]] == ["−6.9 points"]
