"""The door between numbers about students and everybody who does not teach them (INV-11, growth.md 6).

Safe numbers can be made only here: whatever shows numbers asks for them, so that forgetting the door is a type
error, and building one elsewhere an error at once.
"""

from aimline.domain.suppression.cells import (
    N_MIN,
    N_MIN_ALLOWED,
    Bound,
    Cell,
    Hidden,
    SafeBreakdown,
    SafeCell,
    Shown,
    gather,
    open_to_teachers,
)
from aimline.domain.suppression.scopes import Scope, scope_of
from aimline.domain.suppression.sealing import seal
from aimline.domain.suppression.tables import Atom, Line, Statistic, Table, Told, without
from aimline.domain.suppression.versions import Version, beside

__all__ = [
    "N_MIN",
    "N_MIN_ALLOWED",
    "Atom",
    "Bound",
    "Cell",
    "Hidden",
    "Line",
    "SafeBreakdown",
    "SafeCell",
    "Scope",
    "Shown",
    "Statistic",
    "Table",
    "Told",
    "Version",
    "beside",
    "gather",
    "open_to_teachers",
    "scope_of",
    "seal",
    "without",
]
