"""Results in slots: "Exam Code 01", "Exam Grade 01" and "Admin Year 01", each slot with its own test and year."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from aimline.exchange.guess.column import Column
from aimline.exchange.guess.heads import read

NUMBERED = re.compile(r"(?P<base>.*[^\W\d_])[ _]*(?P<number>\d{1,2})(?P<rest>[ _]*[^\W\d_]{2}.*)?")
FEWEST = 2
TESTS = frozenset(
    ["test", "subject", "course", "subtest", "domain", "strand", "claim", "category", "reporting", "skill"]
)
NAMES = frozenset(["code", "name", "title", "subject", "label", "description"])
MARKS, LEVELS = frozenset(["score", "grade", "ss"]), frozenset(["level", "performance", "band", "category", "pl"])
ERRORS = frozenset(
    ["sem", "se", "error", "csem", "percentile", "percent", "possible", "maximum", "raw", "point", "points"]
)
MEASURED = ("lexile", "quantile")
OTHER = frozenset(
    ["irregularity", "section", "class", "form", "version", "teacher", "status", "previous", *ERRORS, *MEASURED]
)
NO_RESULTS = OTHER | {"award", "code", "type"}
Family = dict[int, Column]
Given = dict[str, tuple[Column, float]]


@dataclass(frozen=True)
class Slot:
    """The columns of one slot: what was tested, its score, and its year or day where it has one of its own."""

    test: Column
    score: Column
    year: str = ""
    date: str = ""
    level: str = ""

    @property
    def columns(self) -> set[str]:
        """The names of its columns."""
        return {self.test.head.column, self.score.head.column, self.year, self.date, self.level} - {""}


def find(columns: Sequence[Column]) -> tuple[Slot, ...]:
    """Find the slots of a table that each name their test in a column of its own; empty where there are none."""
    families = _families(columns)
    tests = _widest(family for said, family in families if said & TESTS and said & NAMES and not said & (OTHER | MARKS))
    scores = _widest(family for said, family in families if said & MARKS and not said & (OTHER | NAMES))
    levels = _widest(family for said, family in families if said & LEVELS and not said & (OTHER | NAMES | MARKS))
    years = _widest(family for said, family in families if "year" in said and not said & (OTHER | {"award"}))
    dates = _widest(family for said, family in families if "date" in said and not said & (OTHER | {"birth"}))
    numbers = sorted({*tests} & {*scores})
    if len(numbers) < FEWEST or not all(_tells_tests(tests[number]) for number in numbers):
        return ()
    named = [
        Slot(tests[number], scores[number], *(_named(family, number) for family in (years, dates, levels)))
        for number in numbers
    ]
    return tuple(slot for slot in named if not slot.score.is_empty)


def belonging(columns: Sequence[Column], slots: Sequence[Slot]) -> set[str]:
    """Name the columns that belong to slots: their own, and what is numbered and about their tests, or no result."""
    if not slots:
        return set()
    words = [{*read(name).words} & TESTS for slot in slots for name in slot.columns]
    told = NO_RESULTS.union(*words)
    beside = (column.head.column for said, family in _families(columns) if said & told for column in family.values())
    return {*beside}.union(*(slot.columns for slot in slots))


def outside(given: Given, slots: Sequence[Slot]) -> Given:
    """Leave away the roles whose column is in a slot: they tell nothing of what stands outside."""
    inside = {name for slot in slots for name in slot.columns}
    return {role: entry for role, entry in given.items() if entry[0].head.column not in inside}


def without_report(given: Given, slots: Sequence[Slot]) -> Given:
    """Leave away the day of the report, which tells nothing of slots that have years of their own."""
    if not any(slot.year or slot.date for slot in slots):
        return given
    return {role: entry for role, entry in given.items() if role != "date" or "report" not in entry[0].head.words}


def _families(columns: Sequence[Column]) -> list[tuple[frozenset[str], Family]]:
    found: dict[str, Family] = {}
    for column in columns:
        if numbered := NUMBERED.fullmatch(column.head.column.strip()):
            found.setdefault(numbered["base"] + (numbered["rest"] or ""), {})[int(numbered["number"])] = column
    return [(frozenset(read(base).words), family) for base, family in found.items() if len(family) >= FEWEST]


def _widest(families: Iterable[Family]) -> Family:
    return max(families, key=len, default={})


def _tells_tests(column: Column) -> bool:
    """Whether a column may say which test it was: words or codes, and no days."""
    return not column.contents.date_formats


def _named(family: Family, number: int) -> str:
    return family[number].head.column if number in family and not family[number].is_empty else ""
