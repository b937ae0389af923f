"""Files as a school office would export them, made from the sample's own."""

import csv
from pathlib import Path

from tests.browser.served import Installation

# Three of five reach "Proficient".
MARKS = ((91, "Extending"), (84, "Proficient"), (77, "Developing"), (95, "Extending"), (62, "Not yet"))


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
            score, level = MARKS[number % len(MARKS)]
            writer.writerow(row | {"window": window, "score": score, "level": level})
    return to
