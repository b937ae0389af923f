"""Excel workbooks: the filled rows of every visible sheet, read in a process of their own.

A file of 5 kB can ask calamine for terabytes: two cells in opposite corners, or a count of texts that is not true.
The process that reads it then ends, and this one says so (trust.md 3).
"""

import json
import subprocess
import sys
from pathlib import Path

from aimline.domain.words import say
from aimline.exchange.statements import refusals
from aimline.exchange.statements.parts import Limits, Part

SECONDS = 120
LOCKED, DAMAGED = 3, 4


def read(path: Path, limits: Limits) -> tuple[Part, ...]:
    """Give each visible sheet with its filled rows, numbered as Excel shows them; raises PlanUnreadable.

    A sheet is called by its place, "sheet 2", because schools name sheets for people.
    """
    program = [sys.executable, "-m", "aimline.exchange.statements.workbook_process", str(path.absolute())]
    try:
        done = subprocess.run(program, capture_output=True, check=False, timeout=SECONDS)
    except subprocess.TimeoutExpired as problem:
        raise refusals.hollow() from problem
    if done.returncode == LOCKED:
        raise refusals.locked()
    # What calamine did not foresee ends in a panic of its own.
    if done.returncode == DAMAGED or b"PanicException" in done.stderr:
        raise refusals.damaged(say("Excel file"))
    if done.returncode != 0:
        raise _ended(done)
    sheets = json.loads(done.stdout)
    parts = tuple(Part(name, tuple((number, tuple(cells)) for number, cells in rows)) for name, rows in sheets)
    if any(len(cells) > limits.n_columns for part in parts for _, cells in part.rows):
        raise refusals.too_wide(limits.n_columns)
    return parts


def _ended(done: "subprocess.CompletedProcess[bytes]") -> Exception:
    """The reader was stopped for want of memory or time, or it has a fault of its own, which must not be hidden."""
    if done.returncode == 1:
        return RuntimeError(done.stderr.decode("utf-8", "replace"))
    return refusals.hollow()
