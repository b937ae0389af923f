"""The columns by which students are compared: gender, language, support."""

from collections.abc import Mapping as Table
from collections.abc import Sequence

from aimline.exchange.guess.column import Column
from aimline.exchange.guess.roles import student_groups
from aimline.exchange.mapping import Group


def find(columns: Sequence[Column]) -> tuple[Group, ...]:
    """Find the columns by which students are compared."""
    found = []
    for name, sets in student_groups().items():
        fitting = [column for place in sets for column in columns if {*column.head.words} - {"student"} == place]
        filled = [column for column in fitting if may_compare(column)]
        if filled:
            column = filled[0]
            found.append(Group(name, column.head.column, renames(column.contents.values)))
    return tuple(found)


def may_compare(column: Column) -> bool:
    """Tell whether a column has values, and those of students: a "Genre" of fiction is that of a book."""
    contents = column.contents
    is_of_book = column.head.words == ("genre",) and any("fiction" in value.lower() for value in contents.words)
    return not contents.n or (bool(contents.n_filled) and not is_of_book)


def renames(values: Sequence[str]) -> Table[str, str]:
    """'ELL: Yes' becomes 'Yes' where every value carries the same beginning."""
    beginnings = {value.partition(": ")[0] for value in values}
    if len(beginnings) != 1 or not all(": " in value for value in values):
        return {}
    beginning = beginnings.pop()
    words = dict.fromkeys(value.partition(": ")[2] for value in values)
    if words.keys() <= {"Yes", "No"}:
        # A rare answer may be missing from the first rows.
        words = dict.fromkeys(("Yes", "No"))
    return {f"{beginning}: {word}": word for word in words}
