"""Records of a text with separators: a quoted cell may hold line breaks, but never rows of its own.

A quotation mark that is not meant as one would make the lines below it, up to the next mark, part of one cell, and give
its line the cells of another. Such a line is wrong; those below it are read on their own.
"""

import contextlib
import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from aimline.exchange.limits import Limits

OPEN, STRAY = "open_quote", "stray_quote"
FIGURES = re.compile("[0-9]+")


@dataclass(frozen=True)
class Record:
    """The cells of one record that began with an open line; `fault` is the code of what is wrong with its marks.

    With a fault it is the first line alone, read without the marks.
    """

    row: list[str]
    fault: str


class Lines:
    """Numbered lines of a text, which can be pushed back when a quotation mark led too far."""

    def __init__(self, text: Iterable[str]) -> None:
        self.text, self.number = iter(text), 0
        self.waiting: deque[str] = deque()

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        line = self.waiting.popleft() if self.waiting else next(self.text)
        self.number += 1
        return line

    def push_back(self, lines: Iterable[str]) -> None:
        """Put lines back that were just taken."""
        taken = list(lines)
        self.waiting.extendleft(reversed(taken))
        self.number -= len(taken)


def rows(text: Iterable[str], delimiter: str, *, longest: int = Limits.field_characters) -> Iterator[list[str]]:
    """Give the rows of a text one after the other, empty ones too; what no record can be made of is left out."""
    lines = text if isinstance(text, Lines) else Lines(text)
    for line in lines:
        if is_open(line):
            yield read(line, lines, delimiter, longest=longest).row
            continue
        lines.push_back([line])
        yield from _closed(lines, delimiter)


def _closed(lines: Lines, delimiter: str) -> Iterator[list[str]]:
    """Give the rows of the next lines that are each a record, at the speed of the csv module."""
    taken: list[str] = []

    def fed() -> Iterator[str]:
        for line in lines:
            # A second line is asked for where marks in pairs leave a field open all the same.
            if taken or ('"' in line and is_open(line)):
                lines.push_back([line])
                return
            taken.append(line)
            yield line

    with contextlib.suppress(csv.Error):
        for row in csv.reader(fed(), delimiter=delimiter):
            yield row
            taken.clear()


def is_open(line: str) -> bool:
    """Tell whether a line has an odd number of quotation marks: one may ask for the lines that follow."""
    return line.count('"') % 2 == 1


def read(line: str, following: Lines, delimiter: str, *, longest: int) -> Record:
    """Read the record that begins with an open line; `longest` is the most characters that may follow."""
    taken = [line]
    row = parse(_taking(taken, following, longest), delimiter)
    fault = OPEN if row is None else _fault(row, taken, delimiter)
    if row is not None and not fault:
        return Record(row, fault)
    following.push_back(taken[1:])
    return Record(line.rstrip("\r\n").replace('"', "").split(delimiter), fault)


def parse(lines: Iterable[str], delimiter: str) -> list[str] | None:
    """Read one record; None where a field is longer than the csv module will take."""
    try:
        return next(csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        return None


def fault_in_head(text: Iterable[str], delimiter: str, *, n_filled: int) -> int:
    """Give the number of the first of the filled lines at the top whose quotation marks are wrong, or 0."""
    lines = Lines(text)
    n_seen = 0
    for line in lines:
        number = lines.number
        if not is_open(line):
            n_seen += any(cell.strip() for cell in parse((line,), delimiter) or ())
        elif read(line, lines, delimiter, longest=Limits.field_characters).fault:
            return number
        else:
            n_seen += 1
        if n_seen >= n_filled:
            break
    return 0


def opened_at(line: str, delimiter: str) -> int:
    """Give the place of the field in which a quotation mark opens that this line does not close."""
    n_marks, opened = 0, 0
    for place, field in enumerate(line.split(delimiter)):
        if n_marks % 2 == 0 and field.count('"') % 2:
            opened = place
        n_marks += field.count('"')
    return opened


def _taking(taken: list[str], following: Lines, longest: int) -> Iterator[str]:
    """Feed the csv module: the first line, then as many as an open quotation mark asks for."""
    yield taken[0]
    n_characters = 0
    for line in following:
        taken.append(line)
        n_characters += len(line)
        yield line
        if n_characters > longest:
            return


def _fault(row: list[str], taken: list[str], delimiter: str) -> str:
    """Say what is wrong with the marks of a record: never closed, or closed by one that was not meant for it."""
    try:
        next(csv.reader(taken, delimiter=delimiter, strict=True))
    except csv.Error as error:
        if "unexpected end of data" in str(error):
            return OPEN
        return STRAY if len(taken) > 1 else ""
    return STRAY if _holds_rows(row, taken, delimiter) else ""


def _holds_rows(row: list[str], taken: list[str], delimiter: str) -> bool:
    """Tell whether one of the lines that a mark took in is a row like the first.

    It has as many cells, and in one place that no mark touches a figure of the same form as there: an address or a
    comment with as many commas has none.
    """
    first = taken[0].rstrip("\r\n").split(delimiter)
    forms = [FIGURES.sub("9", cell) if '"' not in cell else "" for cell in first]
    for line in taken[1:]:
        cells = parse((line,), delimiter) or []
        pairs = zip(forms, cells, strict=False)
        is_alike = any("9" in form and FIGURES.sub("9", cell) == form for form, cell in pairs)
        if is_alike and len(cells) in (len(first), len(row)):
            return True
    return False
