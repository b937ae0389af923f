"""The strip above the aimline chart: today and the days on which a strategy changed, with their names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

from aimline.charts import lettering, svg, wording
from aimline.charts.drawing import Write
from aimline.charts.picture import Phase
from aimline.charts.plot import Plot
from aimline.domain.words import say

_RIGHT, _LEFT = (4.0, "start"), (-4.0, "end")
_BESIDE = ((0.0, "middle"), (3.0, "start"), (-3.0, "end"))
_LONGEST = (26, 16, 10)
_LEFT_OUT = 3.0  # a name that finds no room costs as much as three that are crossed


@dataclass(frozen=True)
class Named:
    """One way to set the names: the pen that set them, where each upright begins, and how well it reads."""

    pen: lettering.Lettering
    words: str
    tops: tuple[tuple[date, float], ...]
    cost: float


def draw(
    plot: Plot,
    pen: lettering.Lettering,
    phases: Iterable[Phase],
    *,
    today: date | None,
    strip: lettering.Box,
    write: Write,
) -> str:
    """Draw a hairline for today and a thin upright for each phase, each with its name in the strip.

    A name beside one upright may stand in the way of the next, so the orders in which sides and rows are tried are
    compared, and the one that keeps the most names whole and the fewest of them crossed is drawn.
    """
    shown = [phase for phase in sorted(phases, key=lambda phase: phase.on) if plot.covers(phase.on)]
    day = today if today is not None and plot.covers(today) else None
    rows = [strip.bottom - 4 - row * (pen.size + 3) for row in (0, 1)]
    spots = [lettering.Spot(plot.x(day) + shift, y, anchor) for y in rows for shift, anchor in _BESIDE] if day else []
    turns = range(len(spots)) if shown and day else range(1)
    ways = []
    for turn, sides, heights in product(turns, ((_RIGHT, _LEFT), (_LEFT, _RIGHT)), (rows, rows[::-1])):
        trial, boxes = pen.copy(), list[tuple[date, lettering.Box]]()
        words = trial.place(write(say("today")), spots[turn:] + spots[:turn], within=strip, class_="day")
        boxes += [(day, trial.taken[-1])] if day and words else []
        ways.append(_name(plot, trial, shown, boxes, words, strip=strip, sides=sides, rows=heights))
        if ways[-1].cost == 0:
            break
    best = min(ways, key=lambda way: way.cost)
    pen.taken, pen.inked = best.pen.taken, best.pen.inked
    uprights = (
        svg.line(plot.x(on), top, plot.x(on), plot.room.bottom, class_="phase", stroke_dasharray="2 3", **svg.SOFT_INK)
        for on, top in best.tops
    )
    hairline = (
        svg.line(plot.x(day), strip.bottom - 1, plot.x(day), plot.room.bottom, class_="today", stroke=svg.SOFT)
        if day
        else ""
    )
    return hairline + "".join(uprights) + best.words


def _name(
    plot: Plot,
    pen: lettering.Lettering,
    phases: list[Phase],
    boxes: list[tuple[date, lettering.Box]],
    words: str,
    *,
    strip: lettering.Box,
    sides: Iterable[tuple[float, str]],
    rows: Sequence[float],
) -> Named:
    """Name the phases one after the other, trying sides and rows in this order."""
    cost, named, tops = 0.0, list(boxes), list[tuple[date, float]]()
    order = tuple(sides)
    for phase in phases:
        x = plot.x(phase.on)
        spots = [lettering.Spot(x + shift, y, anchor) for shift, anchor in order for y in rows]
        names = (wording.shortened(phase.name, longest) for longest in _LONGEST)
        tried = ((n, pen.place(name, spots, within=strip, class_="name")) for n, name in enumerate(names))
        short, label = next(((float(n), label) for n, label in tried if label), (_LEFT_OUT, ""))
        words, cost = words + label, cost + short
        named += [(phase.on, pen.taken[-1])] if label else []
        tops.append((phase.on, pen.taken[-1].top + 2 if label else strip.bottom))
        pen.avoid((x, strip.top + 3.0 * i) for i in range(int(strip.bottom - strip.top) // 3))
    return Named(pen, words, tuple(tops), cost + _n_crossed(plot, named, tops))


def _n_crossed(plot: Plot, named: list[tuple[date, lettering.Box]], tops: list[tuple[date, float]]) -> int:
    """Count the names that the upright of another day runs through."""
    return sum(
        own != on and box.left - 1 <= plot.x(on) <= box.right + 1 and box.bottom > top
        for on, top in tops
        for own, box in named
    )
