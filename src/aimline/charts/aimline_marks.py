"""The marks of the aimline chart, each drawn from the plot and the picture alone."""

from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from aimline.charts import svg, wording
from aimline.charts.drawing import Write
from aimline.charts.picture import AimlinePicture, Dot
from aimline.charts.plot import Plot
from aimline.domain.words import Message, say


def band(plot: Plot, picture: AimlinePicture) -> str:
    """The tolerance around the aimline: inside it a reading may be chance."""
    if picture.tolerance <= 0:
        return ""
    upper = [plot.at(on, value + picture.tolerance) for on, value in picture.line]
    lower = [plot.at(on, value - picture.tolerance) for on, value in reversed(picture.line)]
    return svg.surface(upper + lower, class_="band", fill="currentColor", fill_opacity=".11", color=svg.TEAL)


def aim(plot: Plot, picture: AimlinePicture) -> str:
    """The aimline itself, thin and dashed."""
    points = [plot.at(on, value) for on, value in picture.line]
    return svg.path(points, class_="aim", color=svg.TEAL, stroke_width=1.6, stroke_dasharray="6 4.5")


def stops(plot: Plot, picture: AimlinePicture) -> str:
    """A small tick across the aimline at each interim benchmark."""
    return "".join(
        svg.line(x, y - 7, x, y + 7, class_="tick", stroke_width=2, **svg.TEAL_INK)
        for x, y in (plot.at(on, value) for on, value in picture.stops)
    )


def fan(plot: Plot, picture: AimlinePicture, *, uid: str) -> str:
    """The forecast to the deadline, lighter with distance."""
    steps = sorted(picture.fan, key=lambda step: step.on)
    if not steps or not picture.shown:
        return ""
    last = picture.shown[-1]
    origin = plot.at(last.on, last.value or 0.0)
    upper = [plot.at(step.on, step.high) for step in steps]
    lower = [plot.at(step.on, step.low) for step in reversed(steps)]
    shades = svg.tag("stop", offset="0", stop_color="currentColor", stop_opacity=".34") + svg.tag(
        "stop", offset="1", stop_color="currentColor", stop_opacity=".06"
    )
    fade = svg.tag("linearGradient", shades, id=f"{uid}-fan", class_="fan", color=svg.TEAL)
    return fade + svg.surface([origin, *upper, *lower], fill=f"url(#{uid}-fan)")


def target(plot: Plot, picture: AimlinePicture) -> str:
    """A ringed flag at the deadline."""
    x, y = plot.at(picture.deadline, picture.target)
    ring = svg.ring(x, y, 10, class_="target", color=svg.TEAL, stroke_width=2.2)
    pole = svg.line(x - 3, y - 6, x - 3, y + 6, class_="target", stroke_width=1.6, **svg.TEAL_INK)
    flag = svg.surface([(x - 3, y - 6), (x + 6, y - 3), (x - 3, y)], class_="goal", fill=svg.TEAL)
    return ring + pole + flag


def readings(plot: Plot, picture: AimlinePicture, *, write: Write) -> str:
    """The open baseline, the solid line and its filled dots; readings too small to show part the line."""
    dots = [picture.baseline, *sorted(picture.readings, key=lambda dot: dot.on)]
    parts = [svg.path(run, class_="read", stroke_width=2.4, stroke_linejoin="round") for run in _runs(plot, dots)]
    radius = 4.8 if len(dots) <= 24 else 3.2
    for dot in picture.shown:
        newest = dot is picture.shown[-1]
        parts.append(_dot(plot, dot, radius=radius + (1.4 if newest else 0), unit=picture.unit, write=write))
    parts += [small(plot, dot, picture, write=write) for dot in picture.hidden]
    start = plot.at(picture.baseline.on, picture.baseline.value or 0.0)
    return "".join(parts) + svg.ring(*start, 5.8, stroke_width=2.2)


def corrections(plot: Plot, picture: AimlinePicture) -> str:
    """The place a corrected reading had before: a struck-through ring, tied to where it is now."""
    parts = []
    for dot in picture.shown:
        if dot.was is None:
            continue
        x, y = plot.at(dot.on, dot.was)
        now = plot.at(dot.on, dot.value or 0.0)
        parts.append(svg.line(x, y, *now, class_="was", stroke_dasharray="1 3", **svg.SOFT_INK))
        parts.append(svg.ring(x, y, 4, class_="was", color=svg.SOFT))
        parts.append(svg.line(x - 7, y + 3, x + 7, y - 3, class_="was", stroke_width=1.6, **svg.SOFT_INK))
    return "".join(parts)


def small(plot: Plot, dot: Dot, picture: AimlinePicture, *, write: Write) -> str:
    """A reading without a value: hollow, at the foot of the plot, so that its place tells none."""
    title = say("{day}: {told}", day=wording.day(dot.on), told=untold(dot, picture.unit))
    told = svg.words(write(title), element="title")
    return svg.ring(plot.x(dot.on), plot.room.bottom - 9, 5, told, stroke_width=1.6, stroke_dasharray="2.5 2.5")


def untold(dot: Dot, unit: str) -> Message:
    """What is said where a reading has no value."""
    return wording.end(dot.at_least, dot.at_most, unit) or say("not shown")


def traced(plot: Plot, points: Iterable[tuple[date, float]]) -> list[tuple[float, float]]:
    """Points along a line, close enough together that a word across it meets one."""
    corners = [plot.at(on, value) for on, value in points]
    traced: list[tuple[float, float]] = list(corners)
    for (x1, y1), (x2, y2) in pairwise(corners):
        n = int(max(abs(x2 - x1), abs(y2 - y1)) // 8)
        traced += [(x1 + (x2 - x1) * i / (n + 1), y1 + (y2 - y1) * i / (n + 1)) for i in range(1, n + 1)]
    return traced


def _runs(plot: Plot, dots: list[Dot]) -> list[list[tuple[float, float]]]:
    runs: list[list[tuple[float, float]]] = [[]]
    for dot in dots:
        if dot.value is None:
            runs.append([])
        else:
            runs[-1].append(plot.at(dot.on, dot.value))
    return [run for run in runs if len(run) > 1]


def _dot(plot: Plot, dot: Dot, *, radius: float, unit: str, write: Write) -> str:
    x, y = plot.at(dot.on, dot.value or 0.0)
    told = say("{day}: {value}", day=wording.day(dot.on), value=wording.amount(dot.value or 0.0, unit))
    if dot.n is not None:
        told = say("{reading}, {students}", reading=told, students=wording.students(dot.n))
    if dot.is_counted_by_hand:
        told = say("{reading}, counted by hand", reading=told)
    return svg.circle(x, y, radius, svg.words(write(told), element="title"), class_="dot", fill="currentColor")
