"""Which of the first lines names the columns: titles may stand above it, and a line of groups over its names."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

MOST_ABOVE = 12
WIDE = 0.6
FEWEST = 4


@dataclass(frozen=True)
class Heading:
    """The names of the columns, each once, how many filled lines stand above them, and how many lines name them."""

    names: tuple[str, ...]
    n_above: int
    n_head: int
    repeated: tuple[str, ...] = ()


def find(top: Sequence[Sequence[str]]) -> Heading:
    """Find the header among the first filled lines of a table; without titles it is the first."""
    widths = [_n_filled(row) for row in top]
    usual = max(widths, default=0)
    n_above = 0
    if usual >= FEWEST:
        wide = (n for n, width in enumerate(widths[: MOST_ABOVE + 1]) if width >= WIDE * usual)
        n_above = next(wide, 0)
    if n_above and not _names_columns(top[n_above]):
        n_above = 0
    row = top[n_above]
    above = _spread(top[n_above - 1], len(row)) if n_above and len(top[n_above - 1]) == len(row) else []
    if len(set(above) - {""}) > 1 and _repeats(row):
        names = [_in_group(group, name, row) for group, name in zip(above, row, strict=True)]
        return _heading(names, n_above - 1, 2)
    return _heading(row, n_above, 1)


def _in_group(group: str, name: str, row: Sequence[str]) -> str:
    """Write a name with its group, unless it says it itself and stands there once."""
    says_itself = bool(group) and group.split(maxsplit=1)[0].lower() in name.lower() and row.count(name) == 1
    return name.strip() if says_itself else f"{group} {name}".strip()


def _heading(row: Sequence[str], n_above: int, n_head: int) -> Heading:
    """Give each column a name of its own: blank ones that of their place, repeated ones a number."""
    names = [field.strip() or f"column {place}" for place, field in enumerate(row, 1)]
    counted = Counter(names)
    seen: Counter[str] = Counter()
    distinct: list[str] = []
    for name in names:
        seen[name] += 1
        distinct.append(f"{name} ({seen[name]})" if counted[name] > 1 else name)
    return Heading(tuple(distinct), n_above, n_head, tuple(name for name, n in counted.items() if n > 1))


def _n_filled(row: Sequence[str]) -> int:
    return sum(1 for field in row if field.strip())


def _names_columns(row: Sequence[str]) -> bool:
    """Names are words: a line that is mostly numbers is no header."""
    filled = [field.strip() for field in row if field.strip()]
    n_words = sum(1 for field in filled if any(letter.isalpha() for letter in field))
    return n_words >= WIDE * len(filled)


def _repeats(row: Sequence[str]) -> bool:
    names = [field.strip() for field in row if field.strip()]
    return len(set(names)) < len(names)


def _spread(row: Sequence[str], width: int) -> list[str]:
    """Write the name of a group above each of its columns, as merged cells leave it only above the first."""
    spread: list[str] = []
    for field in row[:width]:
        spread.append(field.strip() or (spread[-1] if spread else ""))
    return spread
