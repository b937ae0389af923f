"""The door between numbers about students and everybody who does not teach them (INV-11, growth.md 6).

Safe numbers can be made only here: whatever shows numbers asks for them, so that forgetting the door is a type
error, and building one elsewhere an error at once.
"""

from aimline.domain.suppression.cells import (
    N_MIN,
    N_MIN_ALLOWED,
    Before,
    Bound,
    Cell,
    Hidden,
    Part,
    SafeBreakdown,
    SafeCell,
    Shown,
    open_to_teachers,
    protect,
    protect_one,
    protect_series,
    protect_total,
)
from aimline.domain.suppression.sealing import seal
from aimline.domain.suppression.tables import Atom, Line, Statistic, Table, Told

__all__ = [
    "N_MIN",
    "N_MIN_ALLOWED",
    "Atom",
    "Before",
    "Bound",
    "Cell",
    "Hidden",
    "Line",
    "Part",
    "SafeBreakdown",
    "SafeCell",
    "Shown",
    "Statistic",
    "Table",
    "Told",
    "open_to_teachers",
    "protect",
    "protect_one",
    "protect_series",
    "protect_total",
    "seal",
]
