"""The aimline chart: a goal on its way from baseline to target."""

from dataclasses import dataclass, replace
from datetime import date

from aimline.charts import aimline_marks as marks
from aimline.charts import aimline_strip, aimline_words, axes, lettering, plot, svg, wording
from aimline.charts.drawing import Drawing, Form, Write
from aimline.charts.picture import AimlinePicture, Dot, Proxy
from aimline.domain.words import say

WIDE = Form("wide", width=840, height=336, left=46, right=70, top=42, bottom=28, size=13)
NARROW = Form("narrow", width=300, height=268, left=32, right=16, top=44, bottom=24, size=12)
MOST_WORDS = 7
"""So many words may stand inside the plot; the rest is said by sentence and table."""

_PROXY_HEIGHT = 78.0


def draw(picture: AimlinePicture, *, uid: str, write: Write = str) -> Drawing:
    """Draw a goal on its way, in a wide and a narrow form (design.md, "The aimline chart").

    `uid` must be unique on the page and a valid id; `write` turns sentences into the reader's language.
    """
    return Drawing(
        wide=_form(picture, WIDE, uid=f"{uid}-wide", write=write),
        narrow=_form(picture, NARROW, uid=f"{uid}-narrow", write=write),
        table=aimline_words.table(picture, write=write),
        sentence=aimline_words.sentence(picture),
        legend=aimline_words.legend(picture),
    )


@dataclass(frozen=True)
class _Sheet:
    """One form under work: its plot, its strip above the plot, and the pen that sets its words."""

    picture: AimlinePicture
    form: Form
    plot: plot.Plot
    strip: lettering.Box
    pen: lettering.Lettering
    write: Write


def _form(picture: AimlinePicture, form: Form, *, uid: str, write: Write) -> str:
    form = _fitted(form, picture)
    sheet = _sheet(picture, form, write=write)
    surface, height = sheet.plot, form.height + _PROXY_HEIGHT * len(picture.proxies)
    words = _words(sheet)
    content = [
        plot.pauses(surface, ((pause.starts_on, pause.ends_on) for pause in picture.pauses)),
        plot.grid(surface, unit=picture.unit, size=form.size),
        marks.band(surface, picture),
        marks.fan(surface, picture, uid=uid),
        _time_marks(sheet),
        marks.aim(surface, picture),
        marks.stops(surface, picture),
        marks.corrections(surface, picture),
        marks.readings(surface, picture, write=write),
        marks.target(surface, picture),
        words,
        *(_proxy(sheet, proxy, row=row) for row, proxy in enumerate(picture.proxies)),
    ]
    return svg.picture(
        "".join(content),
        uid=uid,
        width=form.width,
        height=height,
        size=form.size,
        title=picture.title,
        description=write(aimline_words.sentence(picture)),
    )


def _fitted(form: Form, picture: AimlinePicture) -> Form:
    """Give the strip above the plot only the room it needs, and the left margin what its values need."""
    scale = _scale(picture)
    left = 10 + max(lettering.width(text, form.size) for text in plot.tick_texts(scale, picture.unit))
    return replace(form, left=max(form.left, left), top=form.top if picture.phases else 26.0)


def _scale(picture: AimlinePicture) -> axes.Scale:
    levels = [value for _, value in picture.line] + [picture.target, picture.baseline.value or 0.0]
    levels += [value for dot in picture.shown for value in (dot.value, dot.was) if value is not None]
    levels += [edge for step in picture.fan for edge in (step.low, step.high)]
    return axes.scale(levels, low=picture.low, high=picture.high, n_ticks=6)


def _sheet(picture: AimlinePicture, form: Form, *, write: Write) -> _Sheet:
    room = plot.frame(form)
    surface = plot.Plot(room, *picture.span, _scale(picture))
    strip = lettering.Box(2, 0, form.width - 2, room.top)
    return _Sheet(picture, form, surface, strip, lettering.Lettering(room, form.size), write)


def _time_marks(sheet: _Sheet) -> str:
    picture = sheet.picture
    return aimline_strip.draw(
        sheet.plot, sheet.pen, picture.phases, today=picture.today, strip=sheet.strip, write=sheet.write
    )


def _words(sheet: _Sheet) -> str:
    """Set the words, the most important first: target, newest reading, baseline, hidden, corrected."""
    _reserve(sheet)
    said = _target_words(sheet)
    n_left = MOST_WORDS
    for text, spots, loud, kind in _inner_words(sheet):
        n_words = sum(any(letter.isalnum() for letter in word) for word in text.split())
        if n_words > n_left:
            continue
        label = sheet.pen.place(text, spots, loud=loud, class_=kind)
        n_left -= n_words if label else 0
        said += label
    foot = sheet.plot.room.bottom + sheet.form.bottom
    return said + plot.calendar(sheet.plot, sheet.pen, foot=foot, write=sheet.write)


def _inner_words(sheet: _Sheet) -> list[tuple[str, list[lettering.Spot], bool, str]]:
    picture, surface, size = sheet.picture, sheet.plot, sheet.form.size
    near: list[tuple[str, list[lettering.Spot], bool, str]] = []

    def beside(on: date, value: float, text: str, *, loud: bool = False, kind: str = "inside") -> None:
        near.append((text, lettering.around(*surface.at(on, value), size=size, gap=12), loud, kind))

    if picture.shown:
        newest = picture.shown[-1]
        beside(newest.on, newest.value or 0.0, _newest(newest, sheet), loud=True)
    start = picture.baseline.value or 0.0
    beside(picture.baseline.on, start, wording.amount(start, picture.unit))
    if picture.hidden:
        x = surface.x(picture.hidden[-1].on)
        text = sheet.write(marks.untold(picture.hidden[-1], picture.unit))
        near.append((text, lettering.around(x, surface.room.bottom - 9, size=size, gap=9), False, "inside"))
    for dot in picture.shown:
        if dot.was is not None:
            beside(dot.on, dot.was, wording.amount(dot.was, picture.unit), kind="old")
    return near


def _newest(dot: Dot, sheet: _Sheet) -> str:
    value = wording.amount(dot.value or 0.0, sheet.picture.unit)
    if dot.n is None:
        return value
    return sheet.write(say("{value}, {students}", value=value, students=wording.students(dot.n)))


def _reserve(sheet: _Sheet) -> None:
    """Keep words off the dots, and let them avoid the lines."""
    picture, surface, pen = sheet.picture, sheet.plot, sheet.pen
    for text, spot in plot.tick_words(surface, unit=picture.unit, size=pen.size):
        pen.keep_clear(lettering.box(text, spot, pen.size))
    marked = [(dot.on, dot.value or 0.0) for dot in (picture.baseline, *picture.shown)]
    for on, value in marked:
        x, y = surface.at(on, value)
        pen.keep_clear(lettering.Box(x - 6, y - 6, x + 6, y + 6))
    corrected = [(dot.on, dot.was) for dot in picture.shown if dot.was is not None]
    for on, old in corrected:
        x, y = surface.at(on, old)
        pen.keep_clear(lettering.Box(x - 7, y - 5, x + 7, y + 5))
    for dot in picture.hidden:
        x, y = surface.x(dot.on), surface.room.bottom - 9
        pen.keep_clear(lettering.Box(x - 6, y - 6, x + 6, y + 6))
    x, y = surface.at(picture.deadline, picture.target)
    pen.keep_clear(lettering.Box(x - 12, y - 12, x + 12, y + 12))
    pen.avoid(marks.traced(surface, sorted(marked)))
    pen.avoid(marks.traced(surface, picture.line))
    uprights = [phase.on for phase in picture.phases] + [on for on in (picture.today,) if on is not None]
    pen.avoid((surface.x(on), surface.room.top + 6.0 * i) for on in uprights for i in range(60))


def _target_words(sheet: _Sheet) -> str:
    """The target's value and day: right of the flag where there is a margin, else over it and on the axis."""
    picture, surface, form = sheet.picture, sheet.plot, sheet.form
    x, y = surface.at(picture.deadline, picture.target)
    value, by = wording.amount(picture.target, picture.unit), sheet.write(wording.day(picture.deadline))
    page = lettering.Box(0, 0, form.width, surface.room.bottom + form.bottom)
    foot = lettering.Spot(x, surface.room.bottom + 5 + form.size, "middle")
    heights = (y - 16, y + 16 + 0.8 * form.size)
    over = [lettering.Spot(form.width - 4, height, "end") for height in heights]
    over += lettering.around(x, y, size=form.size, gap=16)
    feet = [foot, lettering.Spot(form.width - 2, foot.y, "end")]
    if form.is_wide and x > surface.room.right - 20:
        over.insert(0, lettering.Spot(x + 17, y + 0.35 * form.size))
        feet = [lettering.Spot(x + 17, y + 0.35 * form.size + 17), *feet]
    # Where the value with its unit has no room, the number alone always has one.
    spoken = (value, wording.number(picture.target))
    placed = (sheet.pen.place(text, over, loud=True, within=page, class_="aimed") for text in spoken)
    aimed = next((text for text in placed if text), "")
    return aimed + sheet.pen.place(by, feet, loud=not form.is_wide, within=page, class_="aimed")


def _proxy(sheet: _Sheet, proxy: Proxy, *, row: int) -> str:
    """Another measure's readings in a low plot of their own, under the same time axis."""
    form, size = sheet.form, sheet.form.size
    top = form.height + row * _PROXY_HEIGHT
    shown = sorted((dot for dot in proxy.dots if dot.value is not None), key=lambda dot: dot.on)
    levels = [dot.value for dot in shown if dot.value is not None] or [proxy.low or 0.0]
    room = replace(sheet.plot.room, top=top + size + 9, bottom=top + _PROXY_HEIGHT - 10)
    scale = axes.scale(levels, low=proxy.low, high=proxy.high, n_ticks=6)
    surface = replace(sheet.plot, room=room, scale=replace(scale, step=scale.top - scale.bottom))
    short = wording.shortened(proxy.name, 60 if form.is_wide else 34)
    name = svg.words(short, x=room.left, y=top + size, fill=svg.SOFT)
    points = [surface.at(dot.on, dot.value or 0.0) for dot in shown]
    pen: dict[str, float | str] = {"class_": "second", "color": svg.SOFT}
    trace = svg.path(points, stroke_width=1.4, **pen) if len(points) > 1 else ""
    square: dict[str, float | str] = {"width": 7, "height": 7, "fill": "currentColor", **pen}
    squares = [svg.tag("rect", x=x - 3.5, y=y - 3.5, **square) for x, y in points]
    for tick, spot in plot.tick_words(surface, unit=proxy.unit, size=size):
        sheet.pen.keep_clear(lettering.box(tick, spot, size))
    newest = ""
    if shown:
        text = wording.amount(shown[-1].value or 0.0, proxy.unit)
        field = lettering.Box(0, room.top - 8, form.width, top + _PROXY_HEIGHT)
        near = lettering.around(*points[-1], size=size, gap=8)
        newest = sheet.pen.place(text, near, within=field, class_="aside")
    return name + plot.grid(surface, unit=proxy.unit, size=size) + trace + "".join(squares) + newest
