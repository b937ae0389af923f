"""Where students stand, time after time, on a measure that is a mean or a median: a bar from the lowest value."""

from dataclasses import dataclass

from aimline.charts import axes, lettering, plot, svg, wording
from aimline.charts.drawing import Drawing, Form, Table, Write
from aimline.domain.words import Message, say

_WIDE = Form("wide", width=840, height=0, left=130, right=158, top=8, bottom=28, size=13)
_NARROW = Form("narrow", width=300, height=0, left=4, right=4, top=4, bottom=24, size=12)


@dataclass(frozen=True)
class Time:
    """One administration: its value and number of students, None where they may not be shown.

    `label` stands beside the dot, `when` in the sentence.
    """

    label: str
    value: float | None
    n: int | None
    when: str = ""


@dataclass(frozen=True)
class YearsPicture:
    """Administrations of one measure, oldest first; `low` and `high` are its range, None where it is open."""

    title: str
    unit: str
    times: tuple[Time, ...]
    low: float | None = None
    high: float | None = None
    direction: str = "up"
    is_median: bool = False


def draw(picture: YearsPicture, *, uid: str, write: Write = str) -> Drawing:
    """Draw a dot on a line for each administration, the newest at the bottom. `uid` must be unique on the page."""
    return Drawing(
        wide=_form(picture, _WIDE, uid=f"{uid}-wide", write=write),
        narrow=_form(picture, _NARROW, uid=f"{uid}-narrow", write=write),
        table=tabulate(picture, write=write),
        sentence=_sentence(picture),
    )


def _form(picture: YearsPicture, form: Form, *, uid: str, write: Write) -> str:
    row = 36.0 if form.is_wide else 46.0
    values = [time.value for time in picture.times if time.value is not None] or [0.0]
    scale = axes.scale(values, low=picture.low, high=picture.high, n_ticks=8 if form.is_wide else 5)
    foot = form.top + row * len(picture.times)
    parts = [_grid(form, scale, foot=foot)]
    for i, time in enumerate(picture.times):
        y = form.top + row * i + (row / 2 if form.is_wide else 34)
        parts.append(_row(picture, time, form, scale, y=y, is_newest=i == len(picture.times) - 1, write=write))
    return svg.picture(
        "".join(parts), uid=uid, width=form.width, height=foot + form.bottom, size=form.size, title=picture.title,
        description=write(_sentence(picture)),
    )  # fmt: skip


def _x(form: Form, scale: axes.Scale, value: float) -> float:
    share = (value - scale.bottom) / (scale.top - scale.bottom)
    return form.left + min(1.0, max(0.0, share)) * (form.width - form.left - form.right)


def _grid(form: Form, scale: axes.Scale, *, foot: float) -> str:
    parts = []
    for value in scale.ticks:
        x = _x(form, scale, value)
        ends = {scale.ticks[0]: "start", scale.ticks[-1]: "end"}
        anchor = "middle" if form.is_wide else ends.get(value, "middle")
        parts.append(svg.line(x, form.top, x, foot, class_="rule", stroke=svg.LINE))
        parts.append(svg.words(wording.number(value), x=x, y=foot + 5 + form.size, text_anchor=anchor, fill=svg.SOFT))
    if scale.is_cut:
        x = form.left
        zigzag = [(x, foot), (x + 3, foot), (x + 5, foot - 4), (x + 9, foot + 4), (x + 11, foot), (x + 15, foot)]
        parts.append(plot.cut_mark(zigzag))
    return "".join(parts)


def _row(
    picture: YearsPicture, time: Time, form: Form, scale: axes.Scale, *, y: float, is_newest: bool, write: Write
) -> str:
    start = _x(form, scale, scale.bottom)
    # A long unit stands in the sentence and the table only.
    unit = picture.unit if len(picture.unit) <= 2 else ""
    value = "" if time.value is None else wording.amount(time.value, unit)
    people = write(_people(time))
    parts = []
    if time.value is not None:
        end = _x(form, scale, time.value)
        parts.append(
            svg.line(
                start, y, end, y, class_="target", color=svg.TEAL, stroke="currentColor", stroke_width=5,
                stroke_opacity=".35",
            )
        )  # fmt: skip
        parts.append(svg.tag("circle", cx=end, cy=y, r=6.4 if is_newest else 5, class_="dot", fill="currentColor"))
    middle, over = y + 0.35 * form.size, y - 14
    if form.is_wide:
        x = form.width - form.right + 14
        room = lettering.width(value, form.size, loud=True) + 8 if value else 0
        parts.append(svg.words(time.label, x=form.left - 14, y=middle, text_anchor="end", fill=svg.SOFT))
        parts.append(_loud(value, x=x, y=middle))
        parts.append(svg.words(people, x=x + room, y=middle, fill=svg.SOFT))
        return "".join(parts)
    end = form.width - form.right
    room = lettering.width(value, form.size, loud=True) + 6 if value else 0
    parts.append(svg.words(time.label, x=form.left, y=over, fill=svg.SOFT))
    parts.append(svg.words(people, x=end - room, y=over, text_anchor="end", fill=svg.SOFT))
    parts.append(_loud(value, x=end, y=over, text_anchor="end"))
    return "".join(parts)


def _loud(text: str, **attributes: float | str) -> str:
    return svg.words(text, **attributes, class_="loud", font_weight=650, fill=svg.INK) if text else ""


def _people(time: Time) -> Message:
    if time.value is None or time.n is None:
        return say("not shown")
    return wording.students(time.n)


def _sentence(picture: YearsPicture) -> Message:
    shown = [time for time in picture.times if time.value is not None]
    if not shown:
        return say("There are not enough students to show.")
    newest = shown[-1]
    people, value = _people(newest), wording.amount(newest.value or 0.0, picture.unit)
    when = newest.when or newest.label
    if picture.is_median:
        start = say("The median of {people} was {value} in {when}", people=people, value=value, when=when)
    else:
        start = say("The mean of {people} was {value} in {when}", people=people, value=value, when=when)
    if len(shown) == 1:
        return say("{start}.", start=start)
    before = shown[-2]
    change = (newest.value or 0.0) - (before.value or 0.0)
    if wording.number(round(change, 1)) == "0":
        return say("{start}, the same as in {before}.", start=start, before=before.when or before.label)
    apart = wording.distance(round(change, 1), picture.unit)
    more = say("{apart} more", apart=apart) if change > 0 else say("{apart} less", apart=apart)
    return say("{start}, {more} than in {before}.", start=start, more=more, before=before.when or before.label)


def tabulate(picture: YearsPicture, *, write: Write = str) -> Table:
    """Write the same as a table: a row for each administration."""
    headers = (write(say("Time")), write(say("Value")), write(say("Students")))
    rows = tuple(
        (
            time.label,
            "" if time.value is None else wording.amount(time.value, picture.unit),
            write(_people(time)) if time.value is None else str(time.n),
        )
        for time in picture.times
    )
    return Table(caption=picture.title, headers=headers, rows=rows)
