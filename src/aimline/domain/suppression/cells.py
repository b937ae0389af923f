"""Numbers about students before the door, and behind it."""

from collections.abc import Sequence
from dataclasses import InitVar, dataclass
from enum import Enum

from aimline.domain.words import Message

N_MIN = 10
N_MIN_ALLOWED = range(5, 31)

# Only what is sealed, and what their teachers see, gets it.
KEY = object()


@dataclass(frozen=True)
class Cell:
    """A group's number as counted: `value` in the measure's unit, `numerator` of `n` for shares."""

    label: str
    n: int
    numerator: int | None
    value: float


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

    @property
    def is_exact(self) -> bool:
        """Whether rules may reckon with the value; the end of a range is no value."""
        return self.bound is Bound.EXACT


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

    @property
    def is_shown(self) -> bool:
        """Whether there is a value to be seen."""
        return isinstance(self.content, Shown)


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
        """Nothing of any group may be seen."""
        return all(isinstance(cell.content, Hidden) for cell in self.cells)


def gather(cells: Sequence[SafeCell], *, total: SafeCell | None = None) -> SafeBreakdown:
    """Put safe numbers of one whole together."""
    return SafeBreakdown(tuple(cells), total, KEY)


def open_to_teachers(cells: Sequence[Cell], *, total: Cell | None = None) -> SafeBreakdown:
    """Open all numbers to the staff who teach these students, and to nobody else (settled.md 6)."""
    return SafeBreakdown(tuple(_open(cell) for cell in cells), _open(total) if total else None, KEY)


def _open(cell: Cell) -> SafeCell:
    return SafeCell(cell.label, Shown(cell.value, cell.n), KEY)


def _check_key(key: object) -> None:
    if key is not KEY:
        raise TypeError("Safe numbers are made by aimline.domain.suppression only.")


def check_minimum(n_min: int) -> None:
    if n_min not in N_MIN_ALLOWED:
        raise ValueError(f"The smallest group shown is 5 to 30 students, not {n_min}.")
