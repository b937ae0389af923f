"""The door between numbers about students and everybody who does not teach them (INV-11, settled.md 20).

`SafeCell` and `SafeBreakdown` can be made only here: whatever shows numbers asks for them, so that
forgetting the door is a type error, and building one elsewhere an error at once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import InitVar, dataclass
from enum import Enum
from itertools import repeat

from aimline.domain.suppression.coding import tail, told_numerators
from aimline.domain.words import Message, say

N_MIN = 10
N_MIN_ALLOWED = range(5, 31)

# How many students stood behind numbers that were shown before, by the label of their cell.
Before = Mapping[str, Sequence[int]]

_KEY = object()


@dataclass(frozen=True)
class Cell:
    """A group's number as counted: `value` in the measure's unit, `numerator` of `n` for shares."""

    label: str
    n: int
    numerator: int | None
    value: float


@dataclass(frozen=True)
class Part:
    """The same breakdown of a part of the whole (one grade of a school), which can be asked for beside it.

    `is_known` says that the viewer sees this part exactly, however small.
    """

    cells: tuple[Cell, ...]
    total: Cell
    is_known: bool = False


class Bound(Enum):
    """Whether a shown value is the value itself, or the end of a range in which it lies."""

    EXACT = ""
    AT_MOST = "at most"
    AT_LEAST = "at least"


@dataclass(frozen=True)
class Shown:
    """A value that may be seen, with the number of students behind it."""

    value: float
    n: int
    bound: Bound = Bound.EXACT


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


def protect(
    cells: Sequence[Cell],
    *,
    n_min: int = N_MIN,
    total: Cell | None = None,
    parts: Sequence[Part] = (),
    before: Before | None = None,
) -> SafeBreakdown:
    """Make the groups of one whole safe: one group under `n_min` students hides all of them (settled.md 20).

    So does a small rest, counted in the total and in no group; a small rest that is left of a group when the
    `parts` that are shown are taken away; and fewer than `n_min` students more or less than were shown `before`.
    The total is judged in the same way, by itself: with every group hidden nothing can be subtracted from it.
    `n_min` is 5 to 30; raises `ValueError` otherwise.
    """
    check_minimum(n_min)
    earlier = before or {}
    open_parts = [
        part for part in parts if part.is_known or not protect(part.cells, n_min=n_min, total=part.total).is_hidden
    ]
    safe_total = protect_total(total, n_min=n_min, parts=parts, before=earlier) if total else None
    n_rest = total.n - sum(cell.n for cell in cells) if total else 0
    hides_all = (
        _is_small(n_rest, n_min)
        or (safe_total is not None and isinstance(safe_total.content, Hidden))
        or any(cell.n < n_min or _can_be_reached(cell, open_parts, n_min, earlier) for cell in cells)
    )
    return SafeBreakdown(tuple(_safe(cell, n_min, hides_all=hides_all) for cell in cells), safe_total, _KEY)


def protect_total(
    cell: Cell, *, n_min: int = N_MIN, parts: Sequence[Part] = (), before: Before | None = None
) -> SafeCell:
    """Make the number of all students safe beside the totals of its `parts` and what was shown `before`."""
    check_minimum(n_min)
    n_left = cell.n - sum(part.total.n for part in parts if part.is_known or part.total.n >= n_min)
    is_reached = (bool(parts) and _is_small(n_left, n_min)) or _moved_little(cell, n_min, before or {})
    return _safe(cell, n_min, hides_all=is_reached)


def protect_one(cell: Cell, *, n_min: int = N_MIN) -> SafeCell:
    """Make one group's number safe; it must not be a part of a whole that is shown beside it (INV-11)."""
    return protect_total(cell, n_min=n_min)


def protect_series(
    cells: Iterable[Cell],
    *,
    n_min: int = N_MIN,
    parts: Sequence[Sequence[Part]] = (),
    before: Before | None = None,
) -> tuple[SafeCell, ...]:
    """Make readings of different days safe, each by itself: days do not add up to a whole (INV-11).

    `parts` gives the parts of each reading, in their order, where parts can be asked for as well.
    """
    each_parts = parts or repeat(())
    return tuple(
        protect_total(cell, n_min=n_min, parts=own, before=before)
        for cell, own in zip(cells, each_parts, strict=bool(parts))
    )


def open_to_teachers(cells: Sequence[Cell], *, total: Cell | None = None) -> SafeBreakdown:
    """Open all numbers to the staff who teach these students, and to nobody else (settled.md 6)."""
    return SafeBreakdown(tuple(_open(cell) for cell in cells), _open(total) if total else None, _KEY)


def _safe(cell: Cell, n_min: int, *, hides_all: bool) -> SafeCell:
    if cell.n < n_min:
        return SafeCell(cell.label, Hidden(say("Fewer than {n} students.", n=n_min)), _KEY)
    if hides_all:
        return SafeCell(cell.label, Hidden(say("Hidden to protect a smaller group.")), _KEY)
    return _open(cell)


def _can_be_reached(cell: Cell, open_parts: Sequence[Part], n_min: int, before: Before) -> bool:
    """Tell whether subtracting what else is shown leaves fewer than `n_min` students of a group."""
    taken = [own.n for part in open_parts for own in part.cells if own.label == cell.label]
    return _is_small(cell.n - sum(taken), n_min) or _moved_little(cell, n_min, before)


def _moved_little(cell: Cell, n_min: int, before: Before) -> bool:
    return any(_is_small(abs(cell.n - n), n_min) for n in before.get(cell.label, ()))


def _is_small(n: int, n_min: int) -> bool:
    return 0 < n < n_min


def show(cell: Cell) -> SafeCell:
    """Show a number that a plan allows, its ends only as ranges (growth.md 6.2)."""
    numerators = None if cell.numerator is None else told_numerators(cell.n, cell.numerator)
    if numerators is None or numerators[0] == numerators[1]:
        return _open(cell)
    percent = float(tail(cell.n))
    if numerators[0] == 0:
        return SafeCell(cell.label, Shown(percent, cell.n, Bound.AT_MOST), _KEY)
    return SafeCell(cell.label, Shown(100 - percent, cell.n, Bound.AT_LEAST), _KEY)


def hide(cell: Cell, n_min: int) -> SafeCell:
    """Hide a number. Nothing tells whether it is small itself or would give another one away."""
    why = say("Hidden: fewer than {n} students, or it would give a smaller group away.", n=n_min)
    return SafeCell(cell.label, Hidden(why), _KEY)


def _open(cell: Cell) -> SafeCell:
    return SafeCell(cell.label, Shown(cell.value, cell.n), _KEY)


def _check_key(key: object) -> None:
    if key is not _KEY:
        raise TypeError("Safe numbers are made by aimline.domain.suppression only.")


def check_minimum(n_min: int) -> None:
    if n_min not in N_MIN_ALLOWED:
        raise ValueError(f"The smallest group shown is 5 to 30 students, not {n_min}.")
