"""Excel workbooks as rows of text, read in a process of their own.

A file of 5 kB can ask calamine for terabytes: two cells in opposite corners, or a count of texts that is not true.
The process that reads it then ends, and this one says so (trust.md 3).
"""

import itertools
import json
import re
import subprocess
import sys
import tempfile
import threading
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO, Any  # JSON is of mixed kinds

from aimline.domain.refusal import AimlineError
from aimline.domain.words import Message, say

SECONDS = 120
LOCKED, DAMAGED = 3, 4
FAULT = 1
HEAD_BYTES = 1 << 16
LINES = 1 << 21  # more than a sheet can have
SINCE_1904 = re.compile(rb"""date1904\s*=\s*["'](1|true|on)["']""")

Row = tuple[int, list[str]]


class Why(StrEnum):
    """Why a workbook cannot be read."""

    LOCKED = "locked"
    DAMAGED = "damaged"
    HOLLOW = "hollow"


class WorkbookUnreadable(AimlineError):
    """A workbook is locked, damaged, or asks for more memory or time than a table of results would."""

    def __init__(self, why: Why) -> None:
        super().__init__(f"workbook-{why}", *SAID[why])
        self.why = why


SAID: dict[Why, tuple[Message, Message]] = {
    Why.LOCKED: (
        say("The workbook is locked with a password."),
        say("Open it, save it without a password, and bring it again."),
    ),
    Why.DAMAGED: (
        say("The workbook is damaged or was cut off."),
        say("Open it in Excel, save it again, or export it as CSV, and bring that."),
    ),
    Why.HOLLOW: (
        say("The workbook asks for far more memory or time than a table of results needs."),
        say("Copy the filled cells into a new workbook, or save them as CSV, and bring that."),
    ),
}


@dataclass(frozen=True)
class Top:
    """The first filled rows of a sheet; `strays` are cells far from them whose formulas have no value: none is read.

    `merged` names the columns with cells merged over several rows that only the first of these rows has.
    """

    rows: list[list[str]]
    strays: tuple[str, ...]
    merged: tuple[str, ...]


def tops(path: Path, *, most: int) -> dict[str, Top]:
    """Give the top of each visible sheet by its name; raises WorkbookUnreadable."""
    (found,) = _asked("tops", path, str(most))
    return {
        name: Top([cells for _, cells in rows], tuple(strays), tuple(merged)) for name, rows, strays, merged in found
    }


def sheets(path: Path) -> list[list[Row]]:
    """Give the filled rows of every visible sheet in their order; raises WorkbookUnreadable."""
    (found,) = _asked("sheets", path, "")
    return [[(number, cells) for number, cells in rows] for _, rows, *_ in found]


def rows(path: Path, name: str) -> Iterator[Row]:
    """Give each filled row of a sheet with its number as Excel shows it, as it is read; raises WorkbookUnreadable."""
    for taken in _asked("rows", path, name):
        yield from ((number, cells) for number, cells in taken)


def rows_below(path: Path, names: Sequence[str], n_heads: int) -> Iterator[Row]:
    """Give the rows below the first filled lines of one sheet after the other; raises WorkbookUnreadable.

    The rows of each further sheet are numbered from a multiple of `LINES`, which no sheet has.
    """
    for place, name in enumerate(names):
        yield from ((place * LINES + number, row) for number, row in itertools.islice(rows(path, name), n_heads, None))


def place_of(line: int, names: Sequence[str]) -> str:
    """Write where a row stands: its line, and where several sheets were read the name of its sheet before it."""
    place, number = divmod(line, LINES)
    return f"{names[place]}: {number:,}" if len(names) > 1 else f"{number:,}"


def counts_from_1904(path: Path) -> bool:
    """Tell whether the numbers of days in a workbook begin with 1904, as those of old Macs do."""
    with zipfile.ZipFile(path) as archive, archive.open("xl/workbook.xml") as book:
        return SINCE_1904.search(book.read(HEAD_BYTES)) is not None


def _asked(what: str, path: Path, wanted: str) -> Iterator[Any]:
    """Run the reading process and give the lines it prints; what ends it is told by its status."""
    program = [sys.executable, "-m", "aimline.exchange.sheet_process", what, str(path.absolute()), wanted]
    with (
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(program, stdout=subprocess.PIPE, stderr=errors, text=True, encoding="utf-8") as process,
    ):
        clock = threading.Timer(SECONDS, process.kill)
        clock.start()
        try:
            # A line without its end is what a process leaves that was stopped.
            yield from (json.loads(line) for line in process.stdout or () if line.endswith("\n"))
            _require_end(process.wait(), errors)
        finally:
            clock.cancel()
            process.kill()


def _require_end(status: int, errors: IO[bytes]) -> None:
    """Raise WorkbookUnreadable where the process did not end well; a fault of its own must not be hidden."""
    if status == 0:
        return
    if status == LOCKED:
        raise WorkbookUnreadable(Why.LOCKED)
    errors.seek(0)
    told = errors.read()
    # What calamine did not foresee ends in a panic of its own.
    if status == DAMAGED or b"PanicException" in told:
        raise WorkbookUnreadable(Why.DAMAGED)
    if status == FAULT and b"MemoryError" not in told:
        raise RuntimeError(told.decode("utf-8", "replace"))
    raise WorkbookUnreadable(Why.HOLLOW)
