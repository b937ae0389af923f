"""Bars of what to mend: words, numbers and lengths agree, in both forms and in the table."""

import re
import xml.etree.ElementTree as ET

import pytest

from aimline.charts import mends
from aimline.charts.mends import Bar, MendsPicture
from aimline.domain.words import say

PICTURE = MendsPicture(
    say("Plan"),
    (
        (say("Of all {n} statements", n=10), (Bar(say("Tell <what> is done"), 2, 10),)),
        (say("Of the {n} goals", n=8), (Bar(say("Have no start"), 6, 8), Bar(say("Have no date"), 1, 8))),
    ),
)


def bars(svg: str) -> list[float]:
    widths = [float(one.get("width", 0)) for one in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}rect")]
    return [length / whole for whole, length in zip(widths[::2], widths[1::2], strict=True)]


@pytest.mark.parametrize("form", ["wide", "narrow"])
def test_a_bar_is_as_long_as_its_share(form: str) -> None:
    drawn = getattr(mends.draw(PICTURE, uid="x"), form)
    assert bars(drawn) == pytest.approx([0.2, 0.75, 0.125], abs=0.01)
    assert "Tell &lt;what&gt; is done" in drawn
    assert "6 · 75%" in drawn


def test_the_longest_bars_are_told_in_a_sentence_and_all_in_the_table() -> None:
    drawn = mends.draw(PICTURE, uid="x")
    assert str(drawn.sentence) == "To be mended most often: 6 of 8, “Have no start”; 2 of 10, “Tell <what> is done”."
    assert drawn.table.rows[1] == ("Have no start", "6", "8", "75%")


def test_one_bar_and_none_are_told_too() -> None:
    one = MendsPicture(say("Plan"), ((say("All"), (Bar(say("Have no date"), 1, 1),)),))
    assert str(mends.sentence(one)) == "To be mended: 1 of 1, “Have no date”."
    assert str(mends.sentence(MendsPicture(say("Plan"), ()))) == "There is nothing to mend."


def test_the_picture_is_written_in_the_readers_language() -> None:
    drawn = mends.draw(PICTURE, uid="x", write=lambda message: str(message).upper())
    assert "HAVE NO START" in drawn.wide
    assert not re.search(r"\sstyle=|<script", drawn.wide)
