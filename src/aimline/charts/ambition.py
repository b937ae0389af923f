"""The band of ambition: four zones from the start upward, a flag for the target, a dot for each comparable group."""

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from aimline.charts import lettering, svg, wording
from aimline.charts.drawing import Drawing, Form, Table, Write
from aimline.domain.words import Message, say

_WIDE = Form("wide", width=640, height=126, left=24, right=24, top=66, bottom=30, size=13)
_NARROW = Form("narrow", width=300, height=132, left=14, right=14, top=72, bottom=30, size=12)
_DOT = 3.2
_STACK = 34.0

ZONES = (say("too easy"), say("realistic"), say("stretch"), say("very hard"))
_SHADES = (".05", ".34", ".2", ".09")


@dataclass(frozen=True)
class AmbitionPicture:
    """Where the rating of a target changes, all in the measure's unit.

    `edges` are the ends of too easy, realistic and stretch, each at or beyond the one before it; `ends` is where
    comparable groups came out, had they begun at `start`. For a measure that should fall the picture runs backwards,
    so that harder is always to the right.
    """

    title: str
    unit: str
    start: float
    edges: tuple[float, float, float]
    target: float | None = None
    ends: tuple[float, ...] = ()
    falls: bool = False
    low: float | None = None
    high: float | None = None
    sentence: Message | None = None


def draw(picture: AmbitionPicture, *, uid: str, write: Write = str) -> Drawing:
    """Draw the band in a wide and a narrow form. `uid` must be unique on the page."""
    about_dots = say("Small dots: comparable groups, filled where they moved this much or more.")
    return Drawing(
        wide=_form(picture, _WIDE, uid=f"{uid}-wide", write=write),
        narrow=_form(picture, _NARROW, uid=f"{uid}-narrow", write=write),
        table=_table(picture, write=write),
        sentence=picture.sentence or _sentence(picture, write=write),
        legend=about_dots if picture.ends else None,
    )


@dataclass(frozen=True)
class _Across:
    """The axis from easy, on the left, to hard."""

    picture: AmbitionPicture
    form: Form
    first: float
    last: float

    def x(self, value: float) -> float:
        share = (value - self.first) / (self.last - self.first)
        return self.form.left + min(1.0, max(0.0, share)) * (self.form.width - self.form.left - self.form.right)


def _across(picture: AmbitionPicture, form: Form) -> _Across:
    """Show the start, every edge, the target and nearly all dots, and as much of the last zone as the scale has."""
    sign = -1.0 if picture.falls else 1.0
    placed = [sign * each for each in (picture.start, *picture.edges)]
    room = max(placed) - min(placed) or 1.0
    first, last = min(placed) - 0.12 * room, max(placed) + 0.3 * room
    if picture.target is not None:
        first, last = min(first, sign * picture.target - 0.05 * room), max(last, sign * picture.target + 0.05 * room)
    dots = sorted(sign * end for end in picture.ends)
    first = min([first, *dots[len(dots) // 10 : len(dots) // 10 + 1]])
    ends = sorted(sign * bound for bound in (picture.low, picture.high) if bound is not None)
    if picture.low is not None and picture.high is not None:
        first, last = max(first, ends[0]), min(last, ends[1])
    return _Across(picture, form, sign * first, sign * max(last, first + 1e-6))


def _form(picture: AmbitionPicture, form: Form, *, uid: str, write: Write) -> str:
    across = _across(picture, form)
    pen = lettering.Lettering(lettering.Box(0, 0, form.width, form.height), form.size)
    band = lettering.Box(form.left, form.top, form.width - form.right, form.height - form.bottom)
    flag = _flag(across, pen, band)
    content = [_zones(across, pen, band, write=write), _cloud(across, pen, band), _start(across, band), flag]
    content.append(_values(across, pen, band))
    return svg.picture(
        "".join(content), uid=uid, width=form.width, height=form.height, size=form.size, title=picture.title,
        description=write(picture.sentence or _sentence(picture, write=write)),
    )  # fmt: skip


def _zones(across: _Across, pen: lettering.Lettering, band: lettering.Box, *, write: Write) -> str:
    """Four fields with their names; a name that does not fit into its field is told by sentence and table."""
    walls = [band.left, *(across.x(edge) for edge in across.picture.edges), band.right]
    parts, middle = [], (band.top + band.bottom) / 2 + 0.35 * pen.size
    for name, shade, (left, right) in zip(ZONES, _SHADES, pairwise(walls), strict=True):
        if right - left < 1:
            continue
        parts.append(
            svg.tag("rect", x=left, y=band.top, width=right - left, height=band.bottom - band.top,
                    class_="band", fill="currentColor", fill_opacity=shade, color=svg.TEAL)
        )  # fmt: skip
        text = write(name)
        if lettering.width(text, pen.size) + 6 < right - left:
            x = (left + right) / 2
            parts.append(svg.words(text, x=x, y=middle, text_anchor="middle", class_="loud", fill=svg.INK))
        if right < band.right - 1:
            parts.append(svg.line(right, band.top, right, band.bottom + 4, class_="target", **svg.TEAL_INK))
    frame: dict[str, float | str] = {"x": band.left, "y": band.top, "width": band.right - band.left}
    edge = svg.tag("rect", height=band.bottom - band.top, class_="axis", fill="none", stroke=svg.EDGE, **frame)
    return "".join(parts) + edge


def _cloud(across: _Across, pen: lettering.Lettering, band: lettering.Box) -> str:
    """Comparable groups stacked over the place where they came out; those off the picture stand at its ends."""
    picture, width = across.picture, 2.4 * _DOT
    columns = Counter(round((across.x(end) - band.left) / width) for end in picture.ends)
    step = min(2.2 * _DOT, _STACK / max(columns.values(), default=1))
    target = None if picture.target is None else round((across.x(picture.target) - band.left) / width)
    parts = []
    for column, n in sorted(columns.items()):
        x, reached = band.left + column * width, target is not None and column >= target
        for row in range(n):
            y = band.top - _DOT - 2 - row * step
            if reached:
                parts.append(svg.circle(x, y, _DOT, class_="dot", fill="currentColor"))
            else:
                parts.append(svg.ring(x, y, _DOT, class_="second", color=svg.SOFT))
    return "".join(parts)


def _start(across: _Across, band: lettering.Box) -> str:
    return svg.ring(across.x(across.picture.start), band.bottom, 5.2, stroke_width=2.2)


def _flag(across: _Across, pen: lettering.Lettering, band: lettering.Box) -> str:
    picture = across.picture
    if picture.target is None:
        return ""
    x, top = across.x(picture.target), pen.size + 8
    spots = [lettering.Spot(x, pen.size, "middle"), lettering.Spot(pen.frame.right - 2, pen.size, "end"),
             lettering.Spot(2, pen.size)]  # fmt: skip
    value = pen.place(wording.amount(picture.target, picture.unit), spots, loud=True, class_="aimed")
    pole = svg.line(x, top, x, band.top, class_="target", stroke_width=2.2, **svg.TEAL_INK)
    side = -10 if x > pen.frame.right - 16 else 10
    flag = svg.surface([(x, top), (x + side, top + 5), (x, top + 10)], class_="goal", fill=svg.TEAL)
    return pole + flag + value


def _values(across: _Across, pen: lettering.Lettering, band: lettering.Box) -> str:
    """The start and the edges in numbers below the band; one that would cover another is left to the table."""
    picture, foot = across.picture, band.bottom + 6 + pen.size
    said = ""
    for value in dict.fromkeys((picture.start, picture.edges[1], picture.edges[2], picture.edges[0])):
        x, text = across.x(value), wording.amount(value, picture.unit)
        if not band.left - 1 <= x <= band.right + 1 or (x in (band.left, band.right) and value != picture.start):
            continue
        spots = [lettering.Spot(x, foot, "middle"), lettering.Spot(pen.frame.right - 2, foot, "end"),
                 lettering.Spot(2, foot)]  # fmt: skip
        half = lettering.width(text, pen.size) / 2
        fits = half < x < pen.frame.right - half
        said += pen.place(text, spots[:1] if fits else spots[1:], class_="inside")
    return said


def _sentence(picture: AmbitionPicture, *, write: Write) -> Message:
    edge = wording.amount(picture.edges[1], picture.unit)
    if picture.target is None:
        return say("A strong effort makes targets up to {edge} likely.", edge=edge)
    return say(
        "{target} lies in “{zone}”. A strong effort makes targets up to {edge} likely.",
        target=wording.amount(picture.target, picture.unit), zone=write(ZONES[zone_of(picture, picture.target)]),
        edge=edge,
    )  # fmt: skip


def zone_of(picture: AmbitionPicture, value: float) -> int:
    """Tell in which of the four zones a value lies, from 0 (too easy) to 3."""
    sign = -1.0 if picture.falls else 1.0
    first, second, third = (sign * edge for edge in picture.edges)
    return sum((sign * value >= first, sign * value > second, sign * value > third))


def _table(picture: AmbitionPicture, *, write: Write) -> Table:
    first, second, third = (wording.amount(edge, picture.unit) for edge in picture.edges)
    less, more = (say("above {edge}"), say("below {edge}")) if picture.falls else (
        say("below {edge}"), say("above {edge}")
    )  # fmt: skip
    limits = (
        say(less.text, edge=first), say("{first} to {second}", first=first, second=second),
        say("{first} to {second}", first=second, second=third), say(more.text, edge=third),
    )  # fmt: skip
    rows = [(write(name), write(limit)) for name, limit in zip(ZONES, limits, strict=True)]
    rows.append((write(say("start")), wording.amount(picture.start, picture.unit)))
    if picture.target is not None:
        rows.append((write(say("target")), wording.amount(picture.target, picture.unit)))
    return Table(picture.title, (write(say("Rating")), write(say("Targets"))), tuple(rows))
