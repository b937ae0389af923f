"""The names above the chart stand beside the uprights, never across them."""

import re
from datetime import date
from itertools import product

import pytest

from aimline.charts import aimline_strip, axes, lettering
from aimline.charts.picture import Phase
from aimline.charts.plot import Plot

ROOM = lettering.Box(46, 42, 770, 308)
STRIP = lettering.Box(2, 0, 838, 42)
PLOT = Plot(ROOM, date(2025, 9, 20), date(2026, 6, 5), axes.scale([40, 100], low=0, high=None, n_ticks=6))
LABEL = re.compile(r'<text[^>]*x="([\d.]+)"[^>]*y="([\d.]+)"[^>]*text-anchor="(\w+)"[^>]*>([^<]+)</text>')
UPRIGHT = re.compile(r'<line[^>]*x1="([\d.]+)"[^>]*y1="([\d.]+)"[^>]*class="phase"')


def drawn(*phases: Phase, today: date | None = date(2026, 1, 12)) -> str:
    return aimline_strip.draw(PLOT, lettering.Lettering(ROOM, 13), phases, today=today, strip=STRIP, write=str)


def crossed(said: str) -> list[str]:
    """Return the names that an upright runs through."""
    uprights = [(float(x), float(top)) for x, top in UPRIGHT.findall(said)]
    found = []
    for (x, y, anchor, text), (at, top) in product(LABEL.findall(said), uprights):
        box = lettering.box(text, lettering.Spot(float(x), float(y), anchor), 13)
        if box.left < at < box.right and box.bottom > top:
            found.append(text)
    return found


@pytest.mark.parametrize(
    "days",
    [
        (date(2025, 11, 20), date(2025, 12, 18)),
        (date(2026, 1, 9),),
        (date(2026, 1, 9), date(2026, 1, 20)),
        (date(2025, 10, 1), date(2025, 12, 1), date(2026, 2, 1)),
    ],
)
def test_no_name_is_crossed_by_the_upright_of_another_day(days: tuple[date, ...]) -> None:
    names = ("daily partner reading", "reading specialist", "small groups")
    said = drawn(*(Phase(on, name) for on, name in zip(days, names, strict=False)))
    assert len(UPRIGHT.findall(said)) == len(days)
    assert "today" in said
    assert crossed(said) == []


def test_a_crossed_name_would_be_noticed() -> None:
    upright = '<line x1="100" y1="10" x2="100" y2="300" class="phase"/>'
    assert crossed(f'<text x="80" y="30" text-anchor="start">small groups</text>{upright}') == ["small groups"]


def test_names_that_have_no_room_leave_their_upright() -> None:
    crowd = tuple(Phase(date(2025, 11, 1 + n), "a strategy with a long name") for n in range(8))
    said = drawn(*crowd, today=None)
    assert len(UPRIGHT.findall(said)) == 8
    assert 1 <= len(LABEL.findall(said)) < 8
