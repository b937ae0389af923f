"""A number with what it means: its value, unit, place in the text, and whether it is a value at all."""

from dataclasses import dataclass
from enum import StrEnum


class Sort(StrEnum):
    """What a number is: only values and shares can be a baseline or a target, and only values and changes a change."""

    VALUE = "value"
    SHARE = "share"
    CHANGE = "change"
    LABEL = "label"
    SCALE = "scale"
    SPAN = "span"
    COUNT = "count"


# Slots and not frozen, as all that readers find: a frozen one takes four times as long to make, and a tuple's places
# three times as long to read.
@dataclass(slots=True)
class Number:
    """A number at tokens `first` to `last`; percentages 0..100 (or beyond), `whole` the m of "n of m"."""

    value: float
    unit: str
    first: int
    last: int
    sort: Sort
    whole: float | None = None
    floor: bool = False
