"""Which column holds the goals: by the words at its head, and by whether its cells are sentences.

Columns about people (who wrote a goal, who answers for it, addresses) are never read and never shown (settled.md 44).
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from statistics import median

from aimline.exchange.problems import shorten
from aimline.exchange.statements.parts import Part, Row

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE_WORDS = 4
_HEAD_WORDS = 12
_LABEL_WORDS = 8
_LONE_WORDS = 3
_N_HEAD_ROWS = 30
_LISTS = tomllib.loads(
    resources.files("aimline.exchange.statements").joinpath("heads.toml").read_text(encoding="utf-8")
)
_GOAL, _STATEMENT, _PEOPLE, _ROLES, _PLACES = (
    frozenset(_LISTS[name].split()) for name in ("goal", "statement", "people", "roles", "places")
)
_BY = re.compile(
    r"\b(?:created|submitted|entered|written|completed|filled|modified|edited|approved|reviewed|updated|prepared|"
    r"saisi|rempli|rédigé|soumis|modifié)e?\b.*\b(?:by|par)\b|^by(?: whom| who)?\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Column:
    """A column that is not about people: place from 0, head, a sample cell, and whether its cells are sentences."""

    place: int
    name: str
    sample: str
    says: bool
    goal: bool


@dataclass(frozen=True)
class Head:
    """The row of names above a table, and the columns below it; `first` is where its data begin."""

    names: tuple[str, ...]
    first: int
    columns: tuple[Column, ...]


def words(text: str) -> list[str]:
    """The words of a text in small letters."""
    return [word.lower() for word in _WORD.findall(text)]


def about_people(name: str) -> bool:
    """Tell whether a head names people: "Goal owner", "E-mail", "Submitted by", "Teacher", but not "Teacher goal"."""
    found = set(words(name)) | {part for word in words(name) for part in word.split("-")}
    if found & _PEOPLE or _BY.search(name):
        return True
    return bool(found & _ROLES) and not found & _GOAL and not found & _PLACES


def names_goals(name: str) -> bool:
    """Tell whether a head or a label announces goals."""
    found = words(name)
    return 0 < len(found) <= _HEAD_WORDS and not _GOAL.isdisjoint(found) and not about_people(name)


def names_statements(name: str) -> bool:
    """Tell whether a head says that the goal itself stands below it: "SMART goal", "Goal statement"."""
    return names_goals(name) and not _STATEMENT.isdisjoint(words(name))


def is_sentence(text: str) -> bool:
    """Tell whether a cell could be a statement by its length."""
    return len(words(text)) >= _SENTENCE_WORDS


def look(part: Part, wanted: str = "") -> Head:
    """Find the head of a table and describe its columns; `wanted` is the head people asked for."""
    at = _head_at(part.rows, wanted)
    names = _named(part.rows, at)
    rows = part.rows if at is None else part.rows[at + 1 :]
    found = [_column(place, name, rows) for place, name in enumerate(names) if not about_people(name)]
    return Head(names, 0 if at is None else at + 1, tuple(one for one in found if one is not None))


def same(one: str, other: str) -> bool:
    """Tell whether two heads are the same, whatever their case and spaces."""
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())


def _head_at(rows: Sequence[Row], wanted: str) -> int | None:
    top = rows[:_N_HEAD_ROWS]
    if wanted:
        asked = [at for at, (_, cells) in enumerate(top) if any(same(cell, wanted) for cell in cells)]
        if asked:
            return asked[0]
    n_most = max((_n_filled(cells) for _, cells in top), default=0)
    if n_most <= 1:
        return 0 if rows and _is_lone_head(rows[0][1]) else None
    wide = [at for at, (_, cells) in enumerate(top) if _n_filled(cells) >= 0.6 * n_most]
    named = [
        at
        for at, (_, cells) in enumerate(top)
        if _n_filled(cells) > 1 and _could_head(cells) and any(map(names_goals, cells))
    ]
    # Of two heads above one another, the lower one is the finer: "Goal" over "Statement", "Area", "Date".
    named.sort(key=lambda at: -_n_filled(top[at][1]))
    at = (named or wide)[0]
    return at if _could_head(rows[at][1]) else None


def _could_head(cells: Sequence[str]) -> bool:
    """Tell whether a row could name columns: no cell of it is a sentence, unless it asks."""
    return all(cell.rstrip().endswith(("?", ":")) or len(words(cell)) <= _LABEL_WORDS for cell in cells)


def _is_lone_head(cells: Sequence[str]) -> bool:
    cell = next((cell for cell in cells if cell), "")
    short = len(words(cell)) <= _LONE_WORDS or (names_goals(cell) and cell.endswith(("?", ":")))
    return bool(cell) and not cell.endswith(".") and short


def _n_filled(cells: Sequence[str]) -> int:
    return sum(bool(cell) for cell in cells)


def _named(rows: Sequence[Row], at: int | None) -> tuple[str, ...]:
    width = max((len(cells) for _, cells in rows), default=0)
    given = rows[at][1] if at is not None else ()
    padded = (*given, *[""] * (width - len(given)))
    return tuple(" ".join(name.split()) or f"column {place}" for place, name in enumerate(padded, 1))


def _column(place: int, name: str, rows: Sequence[Row]) -> Column | None:
    cells = [cells[place] for _, cells in rows if place < len(cells) and cells[place]]
    if not cells or sum("@" in cell for cell in cells) * 2 > len(cells):
        return None
    n_said = sum(map(is_sentence, cells))
    sample = max(cells[:20], key=len)
    goal = names_goals(name) and n_said > 0
    return Column(place, name, _shown(sample), n_said * 2 >= len(cells), goal)


def _shown(sample: str) -> str:
    """A sample for a message; cells that could be somebody's name are not shown."""
    found = _WORD.findall(sample)
    like_a_name = len(found) <= _SENTENCE_WORDS and all(word[0].isupper() for word in found)
    return "" if like_a_name and not any(letter.isdigit() for letter in sample) else shorten(sample)


def form_rows(part: Part) -> list[tuple[int, str, str]]:
    """Rows of a form, each with number, label and text: two filled cells, the first of them short."""
    pairs: list[tuple[int, str, str]] = []
    for number, cells in part.rows:
        filled = [cell for cell in cells if cell]
        if len(filled) == 2:
            pairs.append((number, filled[0], filled[1]))
    labels = [len(words(label)) for _, label, _ in pairs]
    return [(number, label, text) for number, label, text in pairs] if labels and median(labels) <= 4 else []
