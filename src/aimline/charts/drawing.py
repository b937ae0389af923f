"""What every chart hands back: two forms of the picture, the same data as a table, and one sentence."""

from collections.abc import Callable
from dataclasses import dataclass

from aimline.domain.words import Message

Write = Callable[[Message], str]
"""Turns a sentence into the reader's language, with the sentences among its values; `str` writes English."""


@dataclass(frozen=True)
class Table:
    """Text only; the first cell of a row names it; the last holds words where `ends_in_words` says so.

    On a phone the cells of a row that `is_read_as_line` follow each other, where they would not fit side by side; the
    last is led by its header.
    """

    caption: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    ends_in_words: bool = False
    is_read_as_line: bool = False


@dataclass(frozen=True)
class Drawing:
    """A wide and a narrow SVG (finished, escaped markup), a table, a sentence, a legend where one helps."""

    wide: str
    narrow: str
    table: Table
    sentence: Message
    legend: Message | None = None


@dataclass(frozen=True)
class Form:
    """Size and margins of one form, in units of its own view box; `size` is the height of its letters."""

    name: str
    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    size: float

    @property
    def is_wide(self) -> bool:
        """The style sheet shows the wide form where about 690 px are free, and the narrow one on a phone."""
        return self.name == "wide"
