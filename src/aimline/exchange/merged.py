"""Cells of a sheet merged over several rows, such as the school beside its students: only the first holds the text."""

import re
from collections.abc import Sequence

from aimline.exchange import headings
from aimline.exchange.guess import contents, heads
from aimline.exchange.guess.column import Column
from aimline.exchange.guess.roles import ROLES

N_LOOKED_AT = 100
SURELY, MOSTLY_LEVELS = 0.6, 0.5
BESIDE_PEOPLE = ("class", "code", "homeroom", "id", "name", "student", "teacher")
POINTS = re.compile(r"\d{1,3} ?/ ?\d{1,3}")
TELLING = (
    "given_name",
    "family_name",
    "school",
    "school_name",
    "district",
    "district_name",
    "year",
    "window",
    "date",
)

Row = tuple[int, list[str]]
Span = tuple[int, int, int]  # first line and last line from 1, column from 0


class Merged:
    """Merged cells of which those that say who, where or when are filled down below the heads of their columns.

    Others stay empty: a score or level that spans two rows is not known to be that of both. `left_empty` names their
    columns. `top` holds the first filled rows as they are stored.
    """

    def __init__(self, top: Sequence[Row], spans: Sequence[Span]) -> None:
        heading = headings.find([cells for _, cells in top])
        n_heads = heading.n_above + heading.n_head
        below = [cells for _, cells in top[n_heads:]]
        last_head = top[n_heads - 1][0] if n_heads else 0
        spans = [span for span in spans if span[0] > last_head]
        columns = sorted({column for *_, column in spans})
        told = {at for at in columns if tells(heading.names[at], [cells[at] for cells in below if cells[at]])}
        self.left_empty = tuple(heading.names[at] for at in columns if at not in told)
        self.starts: dict[int, list[tuple[int, int]]] = {}
        for first, last, column in spans:
            if column in told:
                self.starts.setdefault(first, []).append((column, last))
        self.reach: dict[int, tuple[int, str]] = {}

    def fill(self, number: int, cells: list[str]) -> None:
        """Write into a row the texts of the cells that reach down to it."""
        for column, last in self.starts.get(number, ()):
            self.reach[column] = last, cells[column]
        for column, (last, text) in self.reach.items():
            if number <= last and not cells[column]:
                cells[column] = text


def tells(name: str, values: Sequence[str]) -> bool:
    """Tell whether a column called `name` with these values says who, where or when, and surely no result."""
    head = heads.read(name)
    said = frozenset(head.words)
    column = Column(head, contents.look(values, len(values)))
    if any(map(POINTS.fullmatch, values)):
        return False
    if head.kind == "person":
        return _names_people(column)
    if ROLES["grade"](said, column) > SURELY:
        return True  # "Grade Level" has a word of levels
    if head.kind:
        return False
    is_student = "student" in said and ROLES["student"](said, column) > SURELY  # a bare "Number" may be a score
    return is_student or any(ROLES[role](said, column) > SURELY for role in TELLING)


def _names_people(column: Column) -> bool:
    """Whether a column holds teachers or classes, and no judgement of theirs: "Teacher Rating"."""
    head, values = column.head, column.contents.words
    is_bare = {*head.words} <= {*head.phrase.split(), *BESIDE_PEOPLE}
    is_worded = all(any(map(str.isalpha, value)) for value in values)
    return is_bare and is_worded and column.contents.level_share <= MOSTLY_LEVELS
