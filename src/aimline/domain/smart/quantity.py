"""A number with what it means: its value, unit, place in the text, and whether it is a value at all."""

from enum import StrEnum
from typing import NamedTuple


class Sort(StrEnum):
    """What a number is: only values and shares can be a baseline or a target, and only values and changes a change."""

    VALUE = "value"
    SHARE = "share"
    CHANGE = "change"
    LABEL = "label"
    SCALE = "scale"
    SPAN = "span"
    COUNT = "count"


class Number(NamedTuple):
    """A number at tokens `first` to `last`; percentages 0..100 (or beyond), `whole` the m of "n of m"."""

    value: float
    unit: str
    first: int
    last: int
    sort: Sort
    whole: float | None = None
    floor: bool = False
