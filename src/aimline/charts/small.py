"""The small form of the aimline chart, for boards and lists: line, band, dots and target, no words."""

from aimline.charts import aimline_marks as marks
from aimline.charts import aimline_words, axes, lettering, svg
from aimline.charts.drawing import Drawing, Write
from aimline.charts.picture import AimlinePicture
from aimline.charts.plot import Plot

_WIDTH, _HEIGHT = 300.0, 104.0


def draw(picture: AimlinePicture, *, uid: str, write: Write = str) -> Drawing:
    """Draw a goal small; one form serves as wide and narrow. `uid` must be unique on the page."""
    form = _form(picture, uid=uid, write=write)
    return Drawing(
        wide=form,
        narrow=form,
        table=aimline_words.table(picture, write=write),
        sentence=aimline_words.sentence(picture),
    )


def _form(picture: AimlinePicture, *, uid: str, write: Write) -> str:
    levels = [value for _, value in picture.line] + [picture.target, picture.baseline.value or 0.0]
    levels += [dot.value for dot in picture.shown if dot.value is not None]
    scale = axes.scale(levels, low=picture.low, high=picture.high, n_ticks=6)
    room = lettering.Box(4, 12, _WIDTH - 8, _HEIGHT - 8)
    surface = Plot(room, *picture.span, scale)
    foot = svg.line(room.left, room.bottom, room.right, room.bottom, class_="rule", stroke=svg.LINE)
    content = [
        foot,
        marks.band(surface, picture),
        marks.aim(surface, picture),
        marks.readings(surface, picture, write=write),
        marks.target(surface, picture),
    ]
    return svg.picture(
        "".join(content),
        uid=uid,
        width=_WIDTH,
        height=_HEIGHT,
        size=12,
        title=picture.title,
        description=write(aimline_words.sentence(picture)),
    )
