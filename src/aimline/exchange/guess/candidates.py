"""Which columns may hold results, and which tell of people, of places or of why there is none."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from aimline.exchange.guess.column import Column
from aimline.exchange.guess.heads import plain

STATES_OF_TEST = frozenset({
    "not tested code", "test status", "score status", "not tested reason", "reason", "statut", "motif", "estado",
})  # fmt: skip
PLACES = ("school_name", "district_name")


def of_results(
    columns: Sequence[Column], taken: Collection[str], given: Mapping[str, tuple[Column, float]]
) -> list[Column]:
    """Choose the columns that may hold results: those without a role that are not about people or places."""
    places = [{*given[role][0].contents.words} for role in PLACES if role in given]
    return [
        column
        for place, column in enumerate(columns)
        if column.head.column not in taken
        and not is_person(column)
        and not is_among_people(place, columns)
        and not any(names_places(column, names) for names in places)
    ]


def names_places(column: Column, names: Collection[str]) -> bool:
    """Tell whether a column holds the same names of schools as that of the school: "Taken at"."""
    words = column.contents.words
    return bool(words) and not column.contents.is_numeric and all(word in names for word in words)


def as_mark(column: Column) -> Column:
    """A column called "grade" that is no school grade holds marks, those of a term too: "Q1 Grade"."""
    said = {*column.head.words} if not column.head.season else {*column.head.stem, "grade"}
    is_mark = "grade" in column.head.words and said <= {
        "grade",
        "final",
        "letter",
        "awarded",
        "overall",
        "subject",
        "actual",
        "achieved",
        "earned",
    }
    return replace(column, head=replace(column.head, kind="score")) if is_mark else column


def is_person(column: Column) -> bool:
    """Tell whether a column is about people and their lives, never about a result."""
    return column.head.kind in ("person", "life")


def is_among_people(place: int, columns: Sequence[Column]) -> bool:
    """Tell whether a column stands in the midst of facts about students, as how well they know a language does."""
    head = columns[place].head
    is_open = not head.season and not columns[place].contents.date_formats
    is_open = is_open and (not head.kind or head.phrase.startswith("proficiency"))
    before, after = columns[max(0, place - 2) : place], columns[place + 1 : place + 3]
    return is_open and all(any(each.head.kind == "life" for each in side) for side in (before, after))


def status_column(columns: Sequence[Column]) -> str:
    """Find the column that says why a row has no score."""
    named = (column.head for column in columns if plain(column.head.column) in STATES_OF_TEST)
    return next((head.column for head in named), "")
