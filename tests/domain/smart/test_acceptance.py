"""The acceptance corpus of domain.md 4.10: marks as shown, every expected rule named.

One thing of the corpus is left out, as settled.md 16 says: MW-01 begins when practice goals exist.
"""

import csv
import os
import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from aimline.domain.goal import Layer, Level
from aimline.domain.smart import Fields, Report, check
from tests.domain.year_2026 import CALENDAR

_WITHOUT_PRACTICE = {"MW-01"}
_LETTERS = "SMART"


def _shared() -> Path:
    told = os.environ.get("AIMLINE_SHARED")
    return Path(told) if told else Path(__file__).resolve().parents[4] / "shared"


@cache
def rows() -> tuple[dict[str, str], ...]:
    path = _shared() / "data" / "statements" / "acceptance.csv"
    if not path.exists():
        pytest.fail(f"The acceptance statements are missing: {path} (set AIMLINE_SHARED to the shared folder).")
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def judge(row: dict[str, str]) -> Report:
    today = date(2024, 9, 1) if row["number"] == "26" else date(2025, 9, 1)
    fields = Fields(level=Level.STUDENT) if row["note"] == "student level" else None
    layer = Layer(row["layer"]) if row["layer"] else None
    return check(row["text"], today=today, calendar=CALENDAR, layer=layer, fields=fields)


def wanted(row: dict[str, str], letters: str = _LETTERS) -> dict[str, str]:
    return {letter: row[letter] for letter in letters if row[letter]}


def given(report: Report, letters: str = _LETTERS) -> dict[str, str]:
    return {letter: str(mark) for letter, mark in report.marks.items() if letter in letters}


def test_specific_measurable_results_and_timed_are_exactly_as_shown_in_rows_1_to_36():
    wrong = {row["number"]: (wanted(row, "SMRT"), given(judge(row), "SMRT")) for row in rows()[:36]}
    assert {number: pair for number, pair in wrong.items() if pair[0] != pair[1]} == {}


def test_every_cell_of_every_row_is_as_shown():
    off = {row["number"]: (wanted(row), given(judge(row))) for row in rows() if wanted(row)}
    assert {number: pair for number, pair in off.items() if pair[0] != pair[1]} == {}


def test_every_expected_rule_is_named():
    missing = {}
    for row in rows():
        expected = set(re.findall(r"\b[A-Z]{1,2}-\d\d\b", row["rules_expected"])) - _WITHOUT_PRACTICE
        missing[row["number"]] = expected - {finding.code for finding in judge(row).findings}
    assert {number: codes for number, codes in missing.items() if codes} == {}


def test_a_stop_is_asked_for_wherever_the_deadline_is_more_than_twelve_weeks_away():
    for row in rows():
        report = judge(row)
        deadline = report.slots.deadline
        today = date(2024, 9, 1) if row["number"] == "26" else date(2025, 9, 1)
        if deadline is not None and report.marks:
            far = (deadline.value - today).days > 12 * 7
            assert ("T-06" in {finding.code for finding in report.findings}) == far, row["text"]


def test_good_rows_24_to_28_are_blocked_only_by_what_the_plan_will_add():
    blocking = {finding.code for row in rows()[23:28] for finding in judge(row).blocking}
    assert blocking <= {"T-06", "M-05"}


def test_the_third_quarter_ends_on_the_day_of_the_calendar():
    assert judge(rows()[22]).slots.deadline.value == date(2026, 3, 27)


def test_row_43_is_too_easy_by_the_norm_table_and_row_41_beyond_the_bands():
    codes = [{finding.code for finding in judge(rows()[at]).findings} for at in (42, 40)]
    assert "A-01" in codes[0]
    assert "A-04" in codes[1]
