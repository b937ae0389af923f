"""Two sets of 120 statements by people who never saw the rules: how often the checker agrees, per kind and column.

The floors are what was reached; a change that falls below one of them reads real sentences worse. The misses of set 1
were read while the grammar grew; set 2 was first scored at sight and has been read since.
In the file "strategy" is our activity and "none" is no goal; a corrected label says so in its note.
"""

import csv
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from aimline.domain.calendar import Calendar
from aimline.domain.smart import check
from tests.domain.year_2026 import TODAY, YEAR

BARE = Calendar((replace(YEAR, windows=(), breaks=()),))
LAYERS = {"strategy": "activity", "none": "no_goal"}
COLUMNS = ("layer", "S", "M", "R", "T")
FLOORS = {
    1: {
        "whole": {"layer": 30, "S": 29, "M": 29, "R": 30, "T": 30},
        "half": {"layer": 29, "S": 27, "M": 30, "R": 29, "T": 30},
        "activity": {"layer": 30, "S": 29, "M": 29, "R": 29, "T": 30},
        "nogoal": {"layer": 29},
    },
    2: {
        "whole": {"layer": 29, "S": 28, "M": 27, "R": 30, "T": 30},
        "half": {"layer": 27, "S": 19, "M": 28, "R": 30, "T": 30},
        "activity": {"layer": 28, "S": 28, "M": 29, "R": 28, "T": 30},
        "nogoal": {"layer": 27},
    },
}


def agreements(number: int) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {kind: Counter() for kind in FLOORS[number]}
    with (Path(__file__).parent / f"unseen_{number}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            report = check(row["text"], today=TODAY, calendar=BARE)
            given = {"layer": str(report.layer)} | {letter: str(mark) for letter, mark in report.marks.items()}
            wanted = row | {"layer": LAYERS.get(row["layer"], row["layer"])}
            columns = ("layer",) if row["kind"] == "nogoal" else COLUMNS
            found[row["kind"]].update(name for name in columns if given[name] == wanted[name])
    return found


AGREED = {number: agreements(number) for number in FLOORS}
CASES = [
    (number, kind, column, floor)
    for number, kinds in FLOORS.items()
    for kind, floors in kinds.items()
    for column, floor in floors.items()
]


@pytest.mark.parametrize(("number", "kind", "column", "floor"), CASES)
def test_the_checker_agrees_with_a_reader_who_never_saw_its_rules(
    number: int, kind: str, column: str, floor: int
) -> None:
    agreed = AGREED[number][kind][column]
    assert agreed >= floor, f"set {number}, {kind} {column}: {agreed} of 30 agree, {floor} did before"
