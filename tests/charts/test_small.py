"""The small form keeps line, band, dots and target, and says nothing."""

import xml.etree.ElementTree as ET
from datetime import date

from aimline.charts import small
from aimline.charts.picture import AimlinePicture, Dot

START, END = date(2025, 9, 15), date(2026, 3, 15)
GOAL = AimlinePicture(
    title="Grade 4 fractions",
    unit="%",
    baseline=Dot(START, 62, 24),
    target=85,
    deadline=END,
    line=((START, 62.0), (END, 85.0)),
    readings=(Dot(date(2025, 10, 15), 63, 24),),
    tolerance=5,
    low=0,
    high=100,
    stops=((date(2025, 12, 1), 70.0),),
)


def test_a_small_chart_has_no_lettering() -> None:
    drawing = small.draw(GOAL, uid="s1")
    assert "<text" not in drawing.wide
    assert "<text" not in drawing.narrow


def test_a_small_chart_keeps_line_band_dots_and_target() -> None:
    root = ET.fromstring(small.draw(GOAL, uid="s1").wide)
    kinds = {element.get("class") for element in root.iter() if element.get("class")}
    assert kinds == {"chart", "rule", "band", "aim", "read", "dot", "open", "open target", "target", "goal"}


def test_a_small_chart_is_told_to_those_who_listen() -> None:
    root = ET.fromstring(small.draw(GOAL, uid="s1").wide)
    assert root[1].text == "63\u00a0% on 15 Oct, 2.8 points behind the line; aimed at 85\u00a0% by 15 Mar 2026."
