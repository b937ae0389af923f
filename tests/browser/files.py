"""Files as a school office would export them, made from the sample's own."""

import csv
from pathlib import Path

from tests.browser.served import Installation

SCORES = (91, 84, 77, 95, 62)


def new_results(place: Installation, to: Path, *, school: str, grade: str, measure: str, window: str) -> Path:
    """Write new results, in a testing window of their own, for everybody who sat for a measure in September."""
    source = sorted((place.folder / "files").glob("*-09-*.csv"))[-1]
    with source.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["measure"] == measure]
    chosen = [row for row in rows if row["school"] == school and row["grade"] == grade]
    with to.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(chosen[0]))
        writer.writeheader()
        for number, row in enumerate(chosen):
            writer.writerow(row | {"window": window, "score": SCORES[number % len(SCORES)], "level": ""})
    return to
