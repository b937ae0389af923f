"""250 statements of our own, written and labelled before the grammar was changed for them.

`own_1.csv` was read while the grammar grew; `own_2.csv` and `own_3.csv` were scored once before anybody
looked at their misses. Layer "other" is a purpose or no goal, a practice counts as activity; numbers must be exact.
"""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from aimline.domain.calendar import Break, Calendar, SchoolYear, Window, default_year
from aimline.domain.smart import Statement, check

TODAY = date(2025, 9, 1)
YEAR = default_year(2026)
BREAKS = (Break(date(2025, 12, 22), date(2026, 1, 2), "winter break"),)
WINDOWS = (Window("MOY", date(2026, 1, 12), date(2026, 1, 30)), Window("EOY", date(2026, 5, 4), date(2026, 5, 22)))
CALENDAR = Calendar((SchoolYear(2026, YEAR.starts_on, YEAR.ends_on, YEAR.terms, WINDOWS, BREAKS),))
KINDS = {"purpose": "other", "no_goal": "other", "practice": "activity"}
FLOORS: dict[str, dict[str, int]] = {
    "own_1.csv": {
        "activity M": 40,
        "activity R": 37,
        "activity S": 38,
        "activity T": 39,
        "activity layer": 38,
        "other layer": 39,
        "progress M": 59,
        "progress R": 58,
        "progress S": 59,
        "progress T": 59,
        "progress baseline": 60,
        "progress layer": 59,
        "progress target": 60,
    },
    "own_2.csv": {
        "activity M": 19,
        "activity R": 20,
        "activity S": 20,
        "activity T": 20,
        "activity layer": 20,
        "other layer": 18,
        "progress M": 23,
        "progress R": 24,
        "progress S": 23,
        "progress T": 23,
        "progress baseline": 24,
        "progress layer": 24,
        "progress target": 24,
    },
    "own_3.csv": {
        "activity M": 13,
        "activity R": 13,
        "activity S": 14,
        "activity T": 14,
        "activity layer": 14,
        "other layer": 13,
        "progress M": 18,
        "progress R": 18,
        "progress S": 18,
        "progress T": 18,
        "progress baseline": 18,
        "progress layer": 18,
        "progress target": 18,
    },
}


def agreements(name: str) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="|"):
            found.update((row["layer"], what) for what in agreed(row))
    return found


def agreed(row: dict[str, str]) -> list[str]:
    report = check(row["text"], today=TODAY, calendar=CALENDAR)
    right = ["layer"] if KINDS.get(str(report.layer), str(report.layer)) == row["layer"] else []
    if row["layer"] == "other":
        return right
    right += [letter for letter, mark in zip("SMRT", row["marks"], strict=True) if str(report.marks[letter])[0] == mark]
    if row["layer"] == "progress":
        right += [name for name in ("baseline", "target") if number(report.slots, name) == row[name]]
    return right


def number(said: Statement, name: str) -> str:
    slot = said.baseline if name == "baseline" else None if said.hints.implied_all else said.target
    return "" if slot is None else f"{slot.value:g}"


@pytest.mark.parametrize(
    ("name", "kind", "what", "floor"),
    [(name, *key.split(), floor) for name, floors in FLOORS.items() for key, floor in floors.items()],
)
def test_the_checker_agrees_with_what_we_wrote_down_before(name: str, kind: str, what: str, floor: int) -> None:
    assert AGREED[name][kind, what] >= floor


AGREED = {name: agreements(name) for name in FLOORS}
