"""Where words stand on a chart: measured before they are set, so that none covers another."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from aimline.charts import svg

# Widths of Inter's letters at weight 500, as shares of their height, rounded up to the next step.
_STEPS = (
    (0.31, " Iijlîï\u00a0!',.:;·’"),
    (0.37, "()/[\\]`t|"),
    (0.45, "1fr-_{}°“”"),
    (0.56, '7?Laksvxzàâ"*^–'),
    (0.61, "25EFJbcdeghnopquyéèçùêôûëüÉ"),
    (0.67, "#$&+034689<=>BPRSTZ~"),
    (0.77, "ADKVXYÀCGHNOQU"),
    (0.91, "wMm…"),
)
_WIDTHS = {letter: width for width, letters in _STEPS for letter in letters}
_UNKNOWN = 1.02  # any other letter is taken to be as wide as the widest
_BOLD = 1.04
_FARTHER = 0.25  # each later spot costs as much as a quarter of a crossed point: near beats free of lines


def width(text: str, size: float, *, loud: bool = False) -> float:
    """How much room a text takes, in the units of `size`; rather a little too much than too little."""
    return sum(_WIDTHS.get(letter, _UNKNOWN) for letter in text) * size * (_BOLD if loud else 1)


@dataclass(frozen=True)
class Box:
    """A piece of the drawing; y grows downward."""

    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: "Box") -> bool:
        """Whether the two share any room."""
        apart = self.right <= other.left or other.right <= self.left
        return not (apart or self.bottom <= other.top or other.bottom <= self.top)

    def holds(self, other: "Box") -> bool:
        """Whether the other lies wholly inside."""
        upright = self.top <= other.top and other.bottom <= self.bottom
        return upright and self.left <= other.left and other.right <= self.right


@dataclass(frozen=True)
class Spot:
    """A place for a text: x, the baseline y, and which end of the text stands at x."""

    x: float
    y: float
    anchor: str = "start"


def box(text: str, spot: Spot, size: float, *, loud: bool = False) -> Box:
    """The room a text takes when it stands at a spot."""
    room = width(text, size, loud=loud)
    left = spot.x - {"start": 0.0, "middle": room / 2, "end": room}[spot.anchor]
    return Box(left, spot.y - 0.8 * size, left + room, spot.y + 0.25 * size)


def around(x: float, y: float, *, size: float, gap: float) -> list[Spot]:
    """Places near a point, the best first: above, below, beside, then farther away."""
    spots = []
    for step in range(4):
        up, down = y - gap - step * size, y + gap + 0.8 * size + step * size
        spots += [Spot(x, up, "middle"), Spot(x - gap, up, "end"), Spot(x + gap, up, "start")]
        spots += [Spot(x, down, "middle"), Spot(x + gap, down, "start"), Spot(x - gap, down, "end")]
        spots += [Spot(x + 2 * gap, down, "start"), Spot(x - 2 * gap, up, "end")]
    return [*spots, Spot(x + 2 * gap, y + 0.3 * size, "start"), Spot(x - 2 * gap, y + 0.3 * size, "end")]


class Lettering:
    """Sets words one after the other, the most important first; a word without a free place is left out."""

    def __init__(self, frame: Box, size: float) -> None:
        self.frame = frame
        self.size = size
        self.taken: list[Box] = []
        self.inked: list[tuple[float, float]] = []

    def copy(self) -> "Lettering":
        """Return a pen that knows the same words and lines, to try something out."""
        other = Lettering(self.frame, self.size)
        other.taken, other.inked = list(self.taken), list(self.inked)
        return other

    def keep_clear(self, room: Box) -> None:
        """Reserve room that no word may enter."""
        self.taken.append(room)

    def avoid(self, points: Iterable[tuple[float, float]]) -> None:
        """Name points of lines: words may cross them, but look for a place that does not."""
        self.inked.extend(points)
        self.inked.sort()

    def place(
        self,
        text: str,
        spots: Iterable[Spot],
        *,
        loud: bool = False,
        within: Box | None = None,
        class_: str = "",
    ) -> str:
        """Set a text at a free spot, near and crossing few lines; give its SVG, or "" if none is free."""
        if not text.strip():
            return ""
        frame = within or self.frame
        best: tuple[float, Spot, Box] | None = None
        for i, spot in enumerate(spots):
            if best is not None and best[0] <= i * _FARTHER:
                break
            room = box(text, spot, self.size, loud=loud)
            if not frame.holds(room) or any(room.touches(other) for other in self.taken):
                continue
            cost = self._crossed(room) + i * _FARTHER
            if best is None or cost < best[0]:
                best = (cost, spot, room)
        if best is None:
            return ""
        self.taken.append(best[2])
        return _set(text, best[1], loud=loud, class_=class_)

    def _crossed(self, room: Box) -> int:
        first = bisect_left(self.inked, (room.left - 3, 0.0))
        last = bisect_right(self.inked, (room.right + 3, 0.0))
        return sum(room.top <= y <= room.bottom for _, y in self.inked[first:last])


def _set(text: str, spot: Spot, *, loud: bool, class_: str) -> str:
    kind = " ".join(word for word in ("halo", "loud" if loud else "", class_) if word)
    dress: dict[str, float | str] = {"class_": kind, "fill": svg.INK if loud else svg.SOFT}
    if loud:
        dress["font_weight"] = 650
    if class_ == "old":
        dress["text_decoration"] = "line-through"
    return svg.words(text, x=spot.x, y=spot.y, text_anchor=spot.anchor, **dress, **svg.HALO)
