"""The frame of a chart over time: where a day and a value lie, the grid, the months, the cut."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from aimline.charts import axes, lettering, svg, wording
from aimline.charts.drawing import Form, Write

_INSET = 7  # room between the frame and the first and last day, so that their marks stand free


@dataclass(frozen=True)
class Plot:
    """A rectangle of the drawing with a time axis from `start` to `end` and a measure's scale."""

    room: lettering.Box
    start: date
    end: date
    scale: axes.Scale

    def x(self, on: date) -> float:
        """Where a day lies; days outside the axis lie on its ends."""
        n_days = max(1, (self.end - self.start).days)
        share = min(1.0, max(0.0, (on - self.start).days / n_days))
        return self.room.left + _INSET + share * (self.room.right - self.room.left - 2 * _INSET)

    def y(self, value: float) -> float:
        """Where a value lies."""
        share = (value - self.scale.bottom) / (self.scale.top - self.scale.bottom)
        return self.room.bottom - min(1.0, max(0.0, share)) * (self.room.bottom - self.room.top)

    def at(self, on: date, value: float) -> tuple[float, float]:
        """The point of a value on a day."""
        return self.x(on), self.y(value)

    def covers(self, on: date) -> bool:
        """Whether the axis reaches a day."""
        return self.start <= on <= self.end


def frame(form: Form) -> lettering.Box:
    """The rectangle that is left for the plot within the margins of a form."""
    return lettering.Box(form.left, form.top, form.width - form.right, form.height - form.bottom)


def grid(plot: Plot, *, unit: str, size: float) -> str:
    """Level lines with their values; the highest carries the unit, a cut axis a break mark at its foot."""
    room = plot.room
    parts = []
    for text, spot in tick_words(plot, unit=unit, size=size):
        y = spot.y - 0.35 * size
        parts.append(svg.line(room.left, y, room.right, y, class_="rule", stroke=svg.LINE))
        parts.append(svg.words(text, x=spot.x, y=spot.y, text_anchor="end", fill=svg.SOFT))
    if plot.scale.is_cut:
        parts.append(_cut(room.left, room.bottom))
    return "".join(parts)


def tick_words(plot: Plot, *, unit: str, size: float) -> list[tuple[str, lettering.Spot]]:
    """The values beside the level lines and where each stands."""
    texts = tick_texts(plot.scale, unit)
    heights = (plot.y(value) + 0.35 * size for value in plot.scale.ticks)
    return [(text, lettering.Spot(plot.room.left - 6, y, "end")) for text, y in zip(texts, heights, strict=True)]


def tick_texts(scale: axes.Scale, unit: str) -> list[str]:
    """The values of an axis in words, lowest first; a short unit stands with the highest."""
    texts = [wording.number(value) for value in scale.ticks]
    return [*texts[:-1], wording.amount(scale.ticks[-1], unit if len(unit) <= 2 else "")]


def calendar(plot: Plot, pen: lettering.Lettering, *, foot: float, write: Write) -> str:
    """The months under the plot, as many as have room; a year stands in the place of its January."""
    n_months = (plot.end - plot.start).days / 30.4
    n_fit = (plot.room.right - plot.room.left) / 44
    step = next((step for step in (1, 2, 3, 6, 12) if n_months / step <= n_fit), 12)
    parts = []
    for on in axes.months(plot.start, plot.end, every=step):
        if not plot.covers(on):
            continue
        x = plot.x(on)
        names_year = on.month == 1 and n_months > 12
        text = str(on.year) if names_year else write(wording.MONTHS[on.month - 1])
        spot = lettering.Spot(x, plot.room.bottom + 5 + pen.size, "middle")
        label = pen.place(text, [spot], within=lettering.Box(0, 0, pen.frame.right, foot), class_="month")
        if label:
            tick = svg.line(x, plot.room.bottom, x, plot.room.bottom + 4, class_="axis", stroke=svg.EDGE)
            parts += [tick, label]
    return "".join(parts)


def pauses(plot: Plot, spans: Iterable[tuple[date, date]]) -> str:
    """Soft upright stripes over the breaks of the school calendar."""
    parts = []
    for starts_on, ends_on in spans:
        if ends_on < plot.start or starts_on > plot.end:
            continue
        left, right = plot.x(starts_on), plot.x(min(ends_on + timedelta(days=1), plot.end))
        room = plot.room
        size: dict[str, float | str] = {"width": max(1.0, right - left), "height": room.bottom - room.top}
        parts.append(svg.tag("rect", x=left, y=room.top, class_="break", fill=svg.TINT, **size))
    return "".join(parts)


def cut_mark(zigzag: list[tuple[float, float]]) -> str:
    """A jag in an axis that does not begin at the lowest value."""
    return svg.path(zigzag, class_="cut", color=svg.EDGE, stroke_width=1.3)


def _cut(x: float, y: float) -> str:
    zigzag = [(x, y - 15), (x, y - 11), (x + 4, y - 9), (x - 4, y - 5), (x, y - 3), (x, y)]
    return cut_mark(zigzag)
