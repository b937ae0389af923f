"""What to mend in a plan: a bar a group, the longest first, under what its share is taken of."""

from dataclasses import dataclass

from aimline.charts import lettering, svg
from aimline.charts.drawing import Drawing, Form, Table, Write
from aimline.domain.words import Message, say

_WIDE = Form("wide", width=640, height=0, left=0, right=0, top=4, bottom=4, size=13)
_NARROW = Form("narrow", width=300, height=0, left=0, right=0, top=4, bottom=4, size=12)
_N_BEFORE = 76.0


@dataclass(frozen=True)
class Bar:
    """A group: how many of how many."""

    name: Message
    n: int
    n_of: int


@dataclass(frozen=True)
class MendsPicture:
    """Bars in sections, each under a sentence that says what its shares are taken of."""

    title: Message
    sections: tuple[tuple[Message, tuple[Bar, ...]], ...]

    @property
    def bars(self) -> tuple[Bar, ...]:
        """All bars, in order."""
        return tuple(bar for _, bars in self.sections for bar in bars)


def draw(picture: MendsPicture, *, uid: str, write: Write = str) -> Drawing:
    """Draw the bars with their words beside or above them. `uid` must be unique on the page."""
    return Drawing(
        wide=_form(picture, _WIDE, uid=f"{uid}-wide", write=write),
        narrow=_form(picture, _NARROW, uid=f"{uid}-narrow", write=write),
        table=tabulate(picture, write=write),
        sentence=sentence(picture),
    )


def sentence(picture: MendsPicture) -> Message:
    """Say the two longest bars in words."""
    longest = sorted(picture.bars, key=lambda bar: -bar.n / bar.n_of)[:2]
    if not longest:
        return say("There is nothing to mend.")
    first = _told(longest[0])
    if len(longest) == 1:
        return say("To be mended: {first}.", first=first)
    return say("To be mended most often: {first}; {second}.", first=first, second=_told(longest[1]))


def tabulate(picture: MendsPicture, *, write: Write = str) -> Table:
    """The same data as text."""
    headers = tuple(write(say(word)) for word in ("What to mend", "How many", "Of", "Share"))
    rows = tuple((write(bar.name), str(bar.n), str(bar.n_of), _share(bar)) for bar in picture.bars)
    return Table(write(picture.title), headers, rows)


def _told(bar: Bar) -> Message:
    return say("{n} of {n_of}, “{name}”", n=bar.n, n_of=bar.n_of, name=bar.name)


def _share(bar: Bar) -> str:
    return f"{bar.n / bar.n_of:.0%}"


def _form(picture: MendsPicture, form: Form, *, uid: str, write: Write) -> str:
    y = form.top
    parts = []
    names = [write(bar.name) for bar in picture.bars]
    room = max((lettering.width(name, form.size) for name in names), default=0.0)
    left = room + _N_BEFORE + 8 if form.is_wide else 0.0
    for title, bars in picture.sections:
        y += form.size * 1.6
        parts.append(svg.words(write(title), x=0, y=y, fill=svg.INK, font_weight=600))
        y += form.size * 0.5
        for bar in bars:
            parts.append(_row(bar, form, y=y, left=left, write=write))
            y += form.size * (1.7 if form.is_wide else 2.9)
    return svg.picture(
        "".join(parts),
        uid=uid,
        width=form.width,
        height=y + form.bottom,
        size=form.size,
        title=write(picture.title),
        description=write(sentence(picture)),
    )


def _row(bar: Bar, form: Form, *, y: float, left: float, write: Write) -> str:
    """A name, a number and a bar: side by side where it is wide, the bar below where it is narrow."""
    base = y + form.size
    whole = form.width - left
    length = max(2.0, whole * bar.n / bar.n_of)
    top = y + form.size * (0.2 if form.is_wide else 1.4)
    number = f"{bar.n} · {_share(bar)}"
    number_x = left - 8 if form.is_wide else form.width
    return "".join(
        (
            svg.words(write(bar.name), x=0, y=base, fill=svg.INK, font_weight=400),
            svg.words(number, x=number_x, y=base, text_anchor="end", fill=svg.SOFT, font_weight=400),
            svg.tag("rect", x=left, y=top, width=whole, height=form.size * 0.95, rx=2, fill=svg.TINT),
            svg.tag("rect", x=left, y=top, width=length, height=form.size * 0.95, rx=2, fill=svg.TEAL),
        )
    )
