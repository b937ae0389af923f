"""Statements of our own, written cause by cause after the developing set's misses were read: does the mend generalise?

Numbers, deadline and measure are checked for goals only; an empty cell means that nothing may be read.
"""

import csv
from datetime import date
from pathlib import Path

import pytest

from aimline.domain.smart import check, to_json
from tests.domain.year_2026 import CALENDAR, TODAY

with (Path(__file__).parent / "fresh_variants.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file, delimiter="|"))
NUMBERS = {"baseline": "baseline", "target": "target", "change": "change_amount"}


@pytest.mark.parametrize("row", ROWS, ids=[row["text"][:60] for row in ROWS])
def test_a_variant_is_read_as_it_is_meant(row):
    report = to_json(check(row["text"], today=TODAY, calendar=CALENDAR))

    assert report["layer"] == row["layer"]
    if row["layer"] == "progress":
        slots = {name: slot["value"] if slot else None for name, slot in report["slots"].items()}
        assert {name: slots[slot] for name, slot in NUMBERS.items()} == {
            name: float(row[name]) if row[name] else None for name in NUMBERS
        }
        assert slots["deadline"] == (date.fromisoformat(row["deadline"]).isoformat() if row["deadline"] else None)
        assert slots["measure"] == (row["measure"] or None)
