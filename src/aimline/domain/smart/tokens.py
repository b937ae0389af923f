"""A word, number or mark of a text with its place: what a text is cut into."""

from typing import NamedTuple


class Token(NamedTuple):
    """A word, number or mark; a tuple because thousands are made a second.

    `glued` says that a hyphen joins it to the token before; `owner` that it ends in an apostrophe s.
    """

    text: str
    low: str
    start: int
    end: int
    kind: str
    glued: bool
    owner: bool
