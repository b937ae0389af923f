"""Reads small tables for the growth commands: CSV with a heading, or a refusal that says what is missing."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

from aimline.domain.refusal import AimlineError
from aimline.domain.words import say


class CannotRead(AimlineError):
    """A table that a growth command cannot use."""


def read(path: Path, *, needed: Iterable[str]) -> list[dict[str, str]]:
    """Read rows of a UTF-8 CSV file, cells without blanks around them. Raises CannotRead."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            table = csv.DictReader(file)
            heads = [head.strip() for head in table.fieldnames or []]
            rows = [{(key or "").strip(): (value or "").strip() for key, value in row.items()} for row in table]
    except (OSError, UnicodeDecodeError) as problem:
        raise CannotRead(
            "unreadable",
            say("The file {name} cannot be read.", name=str(path)),
            say("Check its path, and save it as CSV in UTF-8."),
        ) from problem
    missing = [head for head in needed if head not in heads]
    if missing or not rows:
        raise CannotRead(
            "columns",
            say("{name} has no rows, or lacks: {missing}.", name=path.name, missing=", ".join(missing) or "-"),
            say("The first line names the columns: {needed}.", needed=", ".join(needed)),
        )
    return rows


def number(row: Mapping[str, str], column: str, *, line: int) -> float:
    """Read one cell as a number; a comma may stand for the point. Raises CannotRead."""
    try:
        return float(row[column].replace(",", "."))
    except ValueError as problem:
        raise CannotRead(
            "number",
            say("Line {line}, {column}: {cell} is no number.", line=line, column=column, cell=f"“{row[column]}”"),
            say("Mend the cell and run the command once more."),
        ) from problem


def yes(row: Mapping[str, str], column: str, *, line: int) -> bool:
    """Read one cell as yes or no; a column that is not there, or a cell with nothing, says yes. Raises CannotRead."""
    word = row.get(column, "").lower()
    if word in ("", "yes", "y", "1", "true"):
        return True
    if word in ("no", "n", "0", "false"):
        return False
    raise CannotRead(
        "yes-or-no",
        say("Line {line}, {column}: {cell} is neither yes nor no.", line=line, column=column, cell=f"“{row[column]}”"),
        say("Write yes or no and run the command once more."),
    )


def counted(words: str, *, option: str) -> tuple[int, int]:
    """Read "49/75" as 49 of 75 students. Raises CannotRead."""
    reached, _, n = words.partition("/")
    if reached.strip().isdecimal() and n.strip().isdecimal() and int(reached) <= int(n):
        return int(reached), int(n)
    raise CannotRead(
        "counts",
        say("{option} is written as students of students, not {words}.", option=option, words=f"“{words}”"),
        say("Write 49/75 for 49 of 75 students."),
    )
