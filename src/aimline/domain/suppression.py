"""The door between numbers about students and everybody who does not teach them (INV-11, settled.md 20).

`SafeCell` and `SafeBreakdown` can be made only here: whatever shows numbers asks for them, so that
forgetting the door is a type error, and building one elsewhere an error at once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import InitVar, dataclass

from aimline.domain.words import Message, say

N_MIN = 10
N_MIN_ALLOWED = range(5, 31)

_KEY = object()


@dataclass(frozen=True)
class Cell:
    """A group's number as counted: `value` in the measure's unit, `numerator` of `n` for shares."""

    label: str
    n: int
    numerator: int | None
    value: float


@dataclass(frozen=True)
class Shown:
    """A value that may be seen, with the number of students behind it."""

    value: float
    n: int


@dataclass(frozen=True)
class Hidden:
    """A value that may not be seen, and why."""

    reason: Message


@dataclass(frozen=True)
class SafeCell:
    """A group's label with what may be seen of it."""

    label: str
    content: Shown | Hidden
    key: InitVar[object]

    def __post_init__(self, key: object) -> None:
        _check_key(key)


@dataclass(frozen=True)
class SafeBreakdown:
    """Groups of one whole with what may be seen of each, and of all together."""

    cells: tuple[SafeCell, ...]
    total: SafeCell | None
    key: InitVar[object]

    def __post_init__(self, key: object) -> None:
        _check_key(key)

    @property
    def is_hidden(self) -> bool:
        """Every group is hidden, because one of them is small."""
        return any(isinstance(cell.content, Hidden) for cell in self.cells)


def protect(cells: Sequence[Cell], *, n_min: int = N_MIN, total: Cell | None = None) -> SafeBreakdown:
    """Make the groups of one whole safe: one group under `n_min` students hides all of them (settled.md 20).

    So does a small rest, counted in the total and in no group. The total is judged by itself: with every
    part hidden nothing can be subtracted from it. `n_min` is 5 to 30; raises `ValueError` otherwise.
    """
    _check_minimum(n_min)
    n_rest = total.n - sum(cell.n for cell in cells) if total else 0
    hides_all = any(cell.n < n_min for cell in cells) or 0 < n_rest < n_min
    return SafeBreakdown(
        tuple(_safe(cell, n_min, hides_all=hides_all) for cell in cells),
        protect_one(total, n_min=n_min) if total else None,
        _KEY,
    )


def protect_one(cell: Cell, *, n_min: int = N_MIN) -> SafeCell:
    """Make one group's number safe; it must not be a part of a whole that is shown beside it (INV-11)."""
    _check_minimum(n_min)
    return _safe(cell, n_min, hides_all=False)


def protect_series(cells: Iterable[Cell], *, n_min: int = N_MIN) -> tuple[SafeCell, ...]:
    """Make readings of different days safe, each by itself: days do not add up to a whole (INV-11)."""
    return tuple(protect_one(cell, n_min=n_min) for cell in cells)


def open_to_teachers(cells: Sequence[Cell], *, total: Cell | None = None) -> SafeBreakdown:
    """Open all numbers to the staff who teach these students, and to nobody else (settled.md 6)."""
    return SafeBreakdown(tuple(_open(cell) for cell in cells), _open(total) if total else None, _KEY)


def _safe(cell: Cell, n_min: int, *, hides_all: bool) -> SafeCell:
    if cell.n < n_min:
        return SafeCell(cell.label, Hidden(say("Fewer than {n} students.", n=n_min)), _KEY)
    if hides_all:
        return SafeCell(cell.label, Hidden(say("Hidden to protect a smaller group.")), _KEY)
    return _open(cell)


def _open(cell: Cell) -> SafeCell:
    return SafeCell(cell.label, Shown(cell.value, cell.n), _KEY)


def _check_key(key: object) -> None:
    if key is not _KEY:
        raise TypeError("Safe numbers are made by aimline.domain.suppression only.")


def _check_minimum(n_min: int) -> None:
    if n_min not in N_MIN_ALLOWED:
        raise ValueError(f"The smallest group shown is 5 to 30 students, not {n_min}.")
