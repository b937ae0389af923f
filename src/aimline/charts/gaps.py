"""Gaps between student groups and all students: a dumbbell a group, the largest gap first."""

from dataclasses import dataclass

from aimline.charts import axes, lettering, plot, svg, wording
from aimline.charts.drawing import Drawing, Form, Table, Write
from aimline.domain.words import Message, say

_WIDE = Form("wide", width=840, height=0, left=240, right=186, top=30, bottom=26, size=13)
_NARROW = Form("narrow", width=300, height=0, left=10, right=10, top=26, bottom=22, size=12)


@dataclass(frozen=True)
class Group:
    """A student group: its value and the interval chance leaves open; None where they may not be shown.

    One that is not ranked is shown after the others, whatever its value.
    `mark` is "≥" or "≤" where the value is the end of a range.
    """

    name: str
    value: float | None
    n: int | None
    low: float | None = None
    high: float | None = None
    is_ranked: bool = True
    mark: str = ""


@dataclass(frozen=True)
class GapsPicture:
    """Groups against all students on one measure, whose range is `low` to `high` (None where it is open)."""

    title: str
    unit: str
    everyone: float
    n_everyone: int
    groups: tuple[Group, ...]
    direction: str = "up"
    low: float | None = None
    high: float | None = None

    @property
    def ranked(self) -> tuple[Group, ...]:
        """Groups that stand behind by most first, then those too small to rank, then those too small to show."""
        sign = -1 if self.direction == "down" else 1
        shown = [(sign * (group.value - self.everyone), group) for group in self.groups if group.value is not None]
        order = sorted(shown, key=lambda pair: (not pair[1].is_ranked, pair[0], pair[1].name))
        ordered = [group for _, group in order]
        return (*ordered, *(group for group in self.groups if group.value is None))


def draw(picture: GapsPicture, *, uid: str, write: Write = str) -> Drawing:
    """Draw each group's dot tied to the ring of all students. `uid` must be unique on the page."""
    return Drawing(
        wide=_form(picture, _WIDE, uid=f"{uid}-wide", write=write),
        narrow=_form(picture, _NARROW, uid=f"{uid}-narrow", write=write),
        table=_table(picture, write=write),
        sentence=_sentence(picture),
        legend=say("Ring: all students. Dot: the group. Thin line: what chance alone may move."),
    )


def _form(picture: GapsPicture, form: Form, *, uid: str, write: Write) -> str:
    row = 36.0 if form.is_wide else 62.0
    scale = _scale(picture, n_ticks=8 if form.is_wide else 5)
    height = form.top + row * len(picture.groups) + form.bottom
    across = _Across(form, scale)
    all_x = across.x(picture.everyone)
    foot = height - form.bottom
    parts = [_grid(across, picture, foot=foot)]
    parts.append(svg.line(all_x, form.top - 6, all_x, foot, stroke="currentColor", stroke_width=1))
    parts.append(_everyone(picture, form, all_x, write=write))
    for i, group in enumerate(picture.ranked):
        y = form.top + row * i + (row / 2 if form.is_wide else 48)
        parts.append(_row_words(picture, group, form, y=y, write=write))
        if group.value is not None:
            parts.append(_dumbbell(picture, group, across, y=y))
    return svg.picture(
        "".join(parts),
        uid=uid,
        width=form.width,
        height=height,
        size=form.size,
        title=picture.title,
        description=write(_sentence(picture)),
    )


@dataclass(frozen=True)
class _Across:
    """The axis from left to right."""

    form: Form
    scale: axes.Scale

    def x(self, value: float) -> float:
        share = (value - self.scale.bottom) / (self.scale.top - self.scale.bottom)
        return self.form.left + min(1.0, max(0.0, share)) * (self.form.width - self.form.left - self.form.right)


def _scale(picture: GapsPicture, *, n_ticks: int) -> axes.Scale:
    levels = [picture.everyone]
    for group in picture.groups:
        levels += [value for value in (group.value, group.low, group.high) if value is not None]
    return axes.scale(levels, low=picture.low, high=picture.high, n_ticks=n_ticks)


def _grid(across: _Across, picture: GapsPicture, *, foot: float) -> str:
    form, parts = across.form, []
    ends = {across.scale.ticks[0]: "start", across.scale.ticks[-1]: "end"}
    for value, text in zip(across.scale.ticks, plot.tick_texts(across.scale, picture.unit), strict=True):
        x = across.x(value)
        anchor = "middle" if form.is_wide else ends.get(value, "middle")
        parts.append(svg.line(x, form.top - 6, x, foot, class_="rule", stroke=svg.LINE))
        parts.append(svg.words(text, x=x, y=foot + 5 + form.size, text_anchor=anchor, fill=svg.SOFT))
    if across.scale.is_cut:
        x = form.left
        zigzag = [
            (x, foot),
            (x + 3, foot),
            (x + 5, foot - 4),
            (x + 9, foot + 4),
            (x + 11, foot),
            (x + 15, foot),
        ]
        parts.append(plot.cut_mark(zigzag))
    return "".join(parts)


def _everyone(picture: GapsPicture, form: Form, x: float, *, write: Write) -> str:
    value = wording.amount(picture.everyone, picture.unit)
    text = write(say("all {n} students: {value}", n=picture.n_everyone, value=value))
    half = lettering.width(text, form.size) / 2 + 4
    x = min(max(x, half), form.width - half)
    return svg.words(text, x=x, y=form.top - 12, text_anchor="middle", fill=svg.SOFT)


def _dumbbell(picture: GapsPicture, group: Group, across: _Across, *, y: float) -> str:
    x, all_x = across.x(group.value or 0.0), across.x(picture.everyone)
    parts = []
    if group.low is not None and group.high is not None:
        low, high = across.x(group.low), across.x(group.high)
        parts.append(svg.line(low, y, high, y, class_="second", **svg.SOFT_INK))
        parts += [svg.line(end, y - 4, end, y + 4, class_="second", **svg.SOFT_INK) for end in (low, high)]
    bar = svg.line(x, y, all_x, y, class_="target", stroke_width=5, stroke_opacity=".35", **svg.TEAL_INK)
    dot = svg.circle(x, y, 5.8, class_="dot", fill="currentColor")
    return "".join(parts) + bar + svg.ring(all_x, y, 5.4, stroke_width=2) + dot


def _row_words(picture: GapsPicture, group: Group, form: Form, *, y: float, write: Write) -> str:
    if group.value is None:
        loud, quiet = "", write(say("not shown"))
    else:
        loud = _marked(group, _signed(_apart(picture, group.value), picture.unit, write))
        quiet = write(wording.students(group.n or 0))
    middle = y + 0.35 * form.size
    if form.is_wide:
        name = wording.shortened(group.name, 32)
        label = svg.words(name, x=form.left - 16, y=middle, text_anchor="end", class_="loud", fill=svg.INK)
        x, end = form.width - form.right + 16, form.width - 4
        people = svg.words(quiet, x=end, y=middle, text_anchor="end", fill=svg.SOFT)
        return label + _loud(loud, x=x, y=middle) + people
    end, over = form.width - form.right, y - 30
    room = lettering.width(loud, form.size, loud=True) + 12
    name = _fitting(group.name, form.width - form.left - form.right - room, form.size)
    return (
        svg.words(name, x=form.left, y=over, class_="loud halo", fill=svg.INK, **svg.HALO)
        + svg.words(quiet, x=form.left, y=y - 14, class_="halo", fill=svg.SOFT, **svg.HALO)
        + _loud(loud, x=end, y=over, text_anchor="end")
    )


def _fitting(name: str, free: float, size: float) -> str:
    while len(name) > 4 and lettering.width(name, size) > free:
        name = wording.shortened(name.rstrip("…"), len(name.rstrip("…")) - 1)
    return name


def _loud(text: str, **attributes: float | str) -> str:
    dress: dict[str, float | str] = {"class_": "loud halo", "font_weight": 650, "fill": svg.INK, **svg.HALO}
    return svg.words(text, **attributes, **dress) if text else ""


def _apart(picture: GapsPicture, value: float) -> float:
    """How far a group is from all students; percentages as they are written, so that a reader's sum agrees."""
    if picture.unit != "%":
        return value - picture.everyone
    return round(round(value, 1) - round(picture.everyone, 1), 1)


def _signed(gap: float, unit: str, write: Write) -> str:
    shown = wording.number(round(gap, 1))
    if shown == "0":
        return write(say("no gap"))
    size = write(wording.distance(gap, unit))
    return f"+{size}" if gap > 0 else f"−{size}"


def _marked(group: Group, text: str) -> str:
    return f"{group.mark} {text}".strip()


def _sentence(picture: GapsPicture) -> Message:
    shown = [group for group in picture.ranked if group.value is not None]
    if not shown:
        return say("No group has enough students to show.")
    widest = shown[0]
    behind = _apart(picture, widest.value or 0.0)
    behind = -behind if picture.direction == "down" else behind
    if not widest.is_ranked:
        return say("Every group is too small to be compared with all students.")
    if behind >= 0:
        return say("No group stands behind all students.")
    apart = wording.distance(behind, picture.unit)
    return say(
        "The largest gap: {name}, {apart} behind all students ({people}).",
        name=widest.name,
        apart=say("at least {apart}", apart=apart) if widest.mark else apart,
        people=wording.students(widest.n or 0),
    )


def _table(picture: GapsPicture, *, write: Write) -> Table:
    gap_words = (say("Gap to all students"), say("Chance, from"), say("to"))
    headers = (say("Group"), say("Value"), *gap_words, say("Students"))
    everyone = wording.amount(picture.everyone, picture.unit)
    rows: list[tuple[str, ...]] = [(write(say("All students")), everyone, "", "", "", str(picture.n_everyone))]
    for group in picture.ranked:
        if group.value is None:
            hidden = write(say("not shown"))
            rows.append((group.name, "", "", "", "", hidden))
            continue
        interval = (group.low, group.high)
        ends = tuple("" if end is None else wording.amount(end, picture.unit) for end in interval)
        gap = _marked(group, _signed(_apart(picture, group.value), picture.unit, write))
        value = _marked(group, wording.amount(group.value, picture.unit))
        rows.append((group.name, value, gap, *ends, str(group.n)))
    return Table(caption=picture.title, headers=tuple(write(header) for header in headers), rows=tuple(rows))
