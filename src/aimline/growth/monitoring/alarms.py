"""Below which chance an alarm rings, so that a stated share of students is alarmed falsely (growth.md 3.6)."""

from enum import StrEnum
from typing import Final

from aimline.growth.references.shelf import Shelf, shipped

MEASURE: Final = "alarm_limit"
_SPREADS: Final = (5, 10, 15)  # rows of the pack, in words a minute


class Rate(StrEnum):
    """The share of students on track who may be alarmed once a year."""

    FIVE = "rate_5"
    TEN = "rate_10"
    TWENTY = "rate_20"


def limit(residual_sd: float, rate: Rate, *, monthly: bool = False, shelf: Shelf | None = None) -> float:
    """Give the limit for a spread of one score in words a minute; between the rows of the pack it is a straight line.

    Other measures divide their spread by their unit first (`prior.Grid.scaled`). Source: growth.md 3.6.
    """
    shelf = shelf or shipped()
    reviews = "monthly" if monthly else "weekly"
    values = [shelf.value(MEASURE, rate, grade=str(spread), season=reviews) for spread in _SPREADS]
    held = min(max(residual_sd, _SPREADS[0]), _SPREADS[-1])
    place = 0 if held <= _SPREADS[1] else 1
    share = (held - _SPREADS[place]) / (_SPREADS[place + 1] - _SPREADS[place])
    return values[place] + share * (values[place + 1] - values[place])
