"""Statements of our own, labelled from the definitions of domain.md 4 and not from the code.

Columns: marks are S, M, R and T (m met, p partly, n not met; empty where the corpus does not judge them);
group and measure are words that the slot holds; layer "other" is a purpose or no goal at all.
"""

import csv
from datetime import date
from pathlib import Path

import pytest

from aimline.domain.smart import check
from tests.domain.year_2026 import CALENDAR, TODAY

_MARKS = {"met": "m", "partly": "p", "not_met": "n"}
_LAYERS = {"purpose": "other", "no_goal": "other"}


def rows():
    found = []
    for name in ("fresh_goals.csv", "fresh_untidy.csv", "fresh_more.csv"):
        with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
            found += list(csv.DictReader(file, delimiter="|"))
    return found


ROWS = rows()


@pytest.mark.parametrize("row", ROWS, ids=[row["text"][:60] for row in ROWS])
def test_a_statement_is_read_and_marked_as_a_careful_reader_would(row):
    report = check(row["text"], today=TODAY, calendar=CALENDAR)

    assert _LAYERS.get(str(report.layer), str(report.layer)) == row["layer"]
    if row["marks"]:
        assert "".join(_MARKS[str(report.marks[letter])] for letter in "SMRT") == row["marks"]


@pytest.mark.parametrize("row", [row for row in ROWS if row["layer"] == "progress"], ids=lambda row: row["text"][:60])
def test_the_numbers_the_date_the_group_and_the_measure_are_read_exactly(row):
    slots = check(row["text"], today=TODAY, calendar=CALENDAR).slots

    target = None if slots.target is None or slots.hints.implied_all else slots.target.value
    assert (slots.baseline.value if slots.baseline else None) == (float(row["baseline"]) if row["baseline"] else None)
    assert target == (float(row["target"]) if row["target"] else None)
    if row["deadline"]:
        assert slots.deadline.value == date.fromisoformat(row["deadline"])
    if row["group"]:
        assert slots.student_group is not None
        assert row["group"].lower() in slots.student_group.value.lower()
    assert row["measure"].lower() in (slots.measure.value.lower() if slots.measure else "")


def test_no_activity_of_ours_is_accepted_as_a_goal():
    activities = [row["text"] for row in ROWS if row["layer"] == "activity"]
    accepted = [text for text in activities if not check(text, today=TODAY, calendar=CALENDAR).blocking]
    assert accepted == []
