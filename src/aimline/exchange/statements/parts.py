"""What a file of goals is made of, and how much of it is read."""

from dataclasses import dataclass

Row = tuple[int, tuple[str, ...]]
"""A row with its number as people count it, from 1."""


@dataclass(frozen=True)
class Limits:
    """How large a plan may be, in bytes, columns and statements; far beyond any real plan."""

    file_bytes: int = 50_000_000
    unpacked_bytes: int = 200_000_000
    unpacked_ratio: int = 200
    n_columns: int = 1_000
    n_statements: int = 100_000
    statement_characters: int = 20_000


@dataclass(frozen=True)
class Part:
    """A table of the file: a sheet, a table in a document, or the whole file; blank rows are left out."""

    name: str
    rows: tuple[Row, ...]


Paragraph = tuple[int, str]
"""A paragraph with its number, from 1."""


@dataclass(frozen=True)
class Entry:
    """One statement: its words, the sheet or table (empty where there is one), and its row, line or paragraph."""

    text: str
    part: str
    number: int


@dataclass(frozen=True)
class Plan:
    """All statements of a file; `unit` is what numbers count, `n_left_out` counts headings, labels and repeats.

    `column` is the head of the column that was read, empty where the file has none; `set_aside` names sheets
    without goals.
    """

    entries: tuple[Entry, ...]
    unit: str
    n_left_out: int = 0
    column: str = ""
    set_aside: tuple[str, ...] = ()
