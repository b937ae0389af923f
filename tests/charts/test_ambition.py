"""The band of ambition: four zones, a flag, a dot for each group; harder is always to the right."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

from aimline.charts import ambition
from aimline.charts.ambition import AmbitionPicture

BAND = AmbitionPicture("How ambitious?", "%", 62.0, (63.0, 71.0, 81.0), 75.0, (60.0, 64.0, 64.0, 80.0), low=0, high=100)
FALLS = replace(BAND, start=24.0, edges=(23.0, 18.0, 11.0), target=15.0, ends=(22.0, 14.0), falls=True)


def test_the_sentence_says_the_zone_and_where_a_strong_effort_leads() -> None:
    drawing = ambition.draw(BAND, uid="b")
    assert str(drawing.sentence) == "75\u00a0% lies in “stretch”. A strong effort makes targets up to 71\u00a0% likely."


def test_without_a_target_only_the_band_is_told() -> None:
    drawing = ambition.draw(replace(BAND, target=None), uid="b")
    assert str(drawing.sentence) == "A strong effort makes targets up to 71\u00a0% likely."
    assert 'class="goal"' not in drawing.wide


def test_groups_that_moved_this_much_are_filled_and_the_others_hollow() -> None:
    drawing = ambition.draw(BAND, uid="b")
    assert (drawing.wide.count('class="dot"'), drawing.wide.count('class="open second"')) == (1, 3)
    assert drawing.legend is not None


def test_without_groups_nothing_is_said_about_dots() -> None:
    assert ambition.draw(replace(BAND, ends=()), uid="b").legend is None


def test_the_table_tells_every_zone_start_and_target() -> None:
    rows = ambition.draw(FALLS, uid="b").table.rows
    assert rows[0] == ("too easy", "above 23\u00a0%")
    assert rows[3:] == (("very hard", "below 11\u00a0%"), ("start", "24\u00a0%"), ("target", "15\u00a0%"))


def test_what_falls_runs_backwards() -> None:
    zones = [ambition.zone_of(FALLS, value) for value in (24.0, 20.0, 15.0, 10.0)]
    assert zones == [0, 1, 2, 3]
    assert [ambition.zone_of(BAND, value) for value in (62.0, 63.0, 71.1, 90.0)] == [0, 1, 2, 3]


def test_both_forms_are_valid_and_hold_no_style() -> None:
    for picture in (BAND, FALLS, replace(BAND, target=100.0), replace(BAND, edges=(62.0, 62.0, 62.0))):
        drawing = ambition.draw(picture, uid="b")
        for form in (drawing.wide, drawing.narrow):
            ET.fromstring(form)
            assert not re.search("style=|<style|<script|nan", form)
