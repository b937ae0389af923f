"""Which of the first lines names the columns: titles may stand above it, and a line of groups over its names."""

import dataclasses
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

MOST_ABOVE = 12
WIDE = 0.6
FEWEST = 4
DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}")
CODE = re.compile(r"\d{5,}")
FEWEST_BELOW = 2
WORD, SAYS_NOTHING = re.compile(r"[^\W_]+"), {"result", "results"}


@dataclass(frozen=True)
class Heading:
    """The names of the columns, each once, how many filled lines stand above them, and how many lines name them.

    Where no line does (`n_head` is 0), a column is called by its place.
    `shortened` gives the name of each column that is called without its group, by its name with it.
    """

    names: tuple[str, ...]
    n_above: int
    n_head: int
    repeated: tuple[str, ...] = ()
    shortened: Mapping[str, str] = dataclasses.field(default_factory=dict)


def find(top: Sequence[Sequence[str]]) -> Heading:
    """Find the header among the first filled lines of a table; without titles it is the first."""
    widths = [_n_filled(row) for row in top]
    usual = max(widths, default=0)
    if top and _is_row(top[0], top[1:]):
        return _heading([""] * len(top[0]), 0, 0)
    n_above = 0
    if usual >= FEWEST:
        wide = (n for n, width in enumerate(widths[: MOST_ABOVE + 1]) if width >= WIDE * usual)
        n_above = next(wide, 0)
    if n_above and not _names_columns(top[n_above]):
        n_above = 0
    row = top[n_above]
    above = _spread(top[n_above - 1], len(row)) if n_above and len(top[n_above - 1]) == len(row) else []
    if len(set(above) - {""}) > 1 and _repeats(row):
        whole = [f"{group} {name}".strip() for group, name in zip(above, row, strict=True)]
        once = [
            name.strip()
            if _says_itself(group, name) and row.count(name) == 1 and name.strip() not in whole
            else in_group
            for group, name, in_group in zip(above, row, whole, strict=True)
        ]
        shortened = {long: short for long, short in zip(whole, once, strict=True) if long != short}
        return dataclasses.replace(_heading(once, n_above - 1, 2), shortened=shortened)
    return _heading(row, n_above, 1)


def _is_row(first: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether the first line is a row itself: a day above days, or a code of many digits above such codes.

    Names of columns may be years or short numbers, as those of the items of a test.
    """
    for place, field in enumerate(first):
        others = [row[place].strip() for row in below if place < len(row) and row[place].strip()]
        for form in (DAY, CODE):
            if form.fullmatch(field.strip()) and len(others) >= FEWEST_BELOW and all(map(form.fullmatch, others)):
                return True
    return False


def _says_itself(group: str, name: str) -> bool:
    """Whether every word of the group stands in a name that it stands over: "Reading Results" over "Reading Level"."""
    said = {*_words(group)} - SAYS_NOTHING
    return bool(said) and said <= {*_words(name)}


def _words(text: str) -> list[str]:
    return WORD.findall(text.lower())


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
