"""Workbooks as people and programs damage them."""

import random
from pathlib import Path

import xlsxwriter

from tests.warehouse.malformed.results import HEADER, Defect

FORMULAS = ("=1+1", '=HYPERLINK("http://example.org","Ann")', "=A2&B2")


def make(path: Path, seed: int) -> tuple[frozenset[Defect], int]:
    """Write one workbook with a title above its table; return what must be reported, and how many rows are good."""
    chance = random.Random(seed)
    n_rows = chance.randrange(10, 25)
    spoilt = {n: chance.choice(("scientific", "error", "formula", "short", "word")) for n in
              chance.sample(range(n_rows), chance.randrange(1, 5))}  # fmt: skip
    planted: set[Defect] = set()
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Notes").write_string(0, 0, "Made by the office")
        sheet = book.add_worksheet("Results")
        sheet.write_row(2, 0, HEADER)
        for n in range(n_rows):
            line = n + 4
            row: list[str | float] = [f"{n + 1:03}", "Zoé", "Roy", "N", n % 9 + 1, 2024, "R", 500 + n, "low", ""]
            column = spoil(row, spoilt.get(n, ""), planted, line)
            sheet.write_row(line - 1, 0, row)
            if column:
                sheet.write_formula(line - 1, HEADER.index("score"), chance.choice(FORMULAS), None, "five")
    return frozenset(planted), n_rows - len(spoilt)


def spoil(row: list[str | float], how: str, planted: set[Defect], line: int) -> str:
    """Spoil a row; gives the column whose cell becomes a formula, if any."""
    if how == "scientific":
        row[0] = "1.2E+05"
        planted.add(Defect(line, "student", "student_scientific"))
    elif how == "error":
        row[7] = "#DIV/0!"
        planted.add(Defect(line, "score", "cell_failed"))
    elif how == "word":
        row[4] = "grade three"
        planted.add(Defect(line, "grade", "grade_unknown"))
    elif how == "short":
        row[3] = ""
        planted.add(Defect(line, "school", "school_missing"))
    elif how == "formula":
        planted.add(Defect(line, "score", "score_unreadable"))
        return "score"
    return ""
