"""Exports of assessments, invented after the way real ones are laid out, each with the right answer beside it.

A file of layouts holds one export after "# ": a line a column, with its head, what it is, and its values.

    # DRA
    delimiter ;                              what separates the fields, else a comma
    > Results of the fall                    a line above the heads
    Student Number | student | {9100+7n}
    School         | school  | Birch; Aspen
    Fall DRA Level | score DRA @Fall | 1..28 by 3
    Fall DRA Date  | date DRA @Fall  | day 9/2024

What a column is: student, school, grade, time, measure (it names what was tested), score, level, ? (either way is
right) or nothing; scores and levels of one result share a name and a window. Values: words in turn, {family},
{given}, {9100+7n} or {9100+n/2} with n the row, "low..high by step", or the days of a month.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

N_ROWS = 24
GIVEN = ("Ada", "Ben", "Cleo", "Dan", "Eva", "Finn", "Gus", "Hana")
FAMILY = ("Berg", "Roy", "Lund", "Okoro", "Silva", "Tran", "Weiss", "Yilmaz", "Zanetti")
NAMES = {"given": GIVEN, "family": FAMILY}
NAME = re.compile(r"\{(given|family)(?:/(\d))?\}")
COUNTED = re.compile(r"\{(\d+)\+(\d*)n(?:/(\d))?\}")
RANGE = re.compile(r"([\d.]+)\.\.([\d.]+) by ([\d.]+)")
DAYS = re.compile(r"day (\d+)/(\d{4})(?: (.+))?")
RESULT = re.compile(r"(score|level|date)\s*(?P<name>[^@]*?)\s*(?:@(?P<window>.+))?")


@dataclass(frozen=True)
class Column:
    """One column: its head, what it is, and how its values are made."""

    head: str
    role: str
    values: str


@dataclass(frozen=True)
class Export:
    """One file as an assessment's website gives it."""

    name: str
    columns: tuple[Column, ...]
    above: str
    delimiter: str

    def text(self) -> str:
        out = io.StringIO()
        out.write(self.above)
        table = csv.writer(out, delimiter=self.delimiter, lineterminator="\n")
        table.writerow(column.head for column in self.columns)
        table.writerows([value(column.values, row) for column in self.columns] for row in range(N_ROWS))
        return out.getvalue()

    def heads(self, role: str) -> set[str]:
        return {column.head for column in self.columns if column.role == role}

    def results(self) -> dict[tuple[str, str, str], str]:
        """The name of each result by its score column, level column and window."""
        found: dict[tuple[str, str], dict[str, str]] = {}
        for column in self.columns:
            said = RESULT.fullmatch(column.role)
            if said:
                found.setdefault((said["name"], said["window"] or ""), {})[said[1]] = column.head
        return {
            (heads.get("score", ""), heads.get("level", ""), window): name for (name, window), heads in found.items()
        }


def load(path: Path) -> Iterator[Export]:
    """Read the exports of one file of layouts."""
    for block in re.split(r"(?m)^# ", path.read_text(encoding="utf-8"))[1:]:
        name, *lines = block.rstrip().split("\n")
        columns = [Column(*(part.strip() for part in line.split("|"))) for line in lines if "|" in line]
        above = "".join(f"{line[2:]}\n" for line in lines if line.startswith("> "))
        separators = [line.split()[1] for line in lines if line.startswith("delimiter ")]
        yield Export(name, tuple(columns), above, separators[0] if separators else ",")


def value(said: str, row: int) -> str:
    """Give one value of a column."""
    if found := RANGE.fullmatch(said):
        low, high, step = map(float, found.groups())
        if "." in found[1]:
            return str(round(low + (row * step) % (high - low), 1))
        return str(int(low + (row * step) % (high - low + 1)))
    if found := DAYS.fullmatch(said):
        month, year, day = int(found[1]), int(found[2]), row % 27 + 1
        return (found[3] or "{m}/{d}/{y}").format(m=month, d=day, y=year, mm=f"{month:02}", dd=f"{day:02}")
    words = said.split("; ")
    word = NAME.sub(
        lambda found: NAMES[found[1]][row // int(found[2] or 1) % len(NAMES[found[1]])], words[row % len(words)]
    )
    return COUNTED.sub(lambda found: counted(found, row), word)


def counted(found: re.Match[str], row: int) -> str:
    number = int(found[1]) + int(found[2] or 1) * (row // int(found[3] or 1))
    return str(number).zfill(len(found[1]))
