"""Any recognised file becomes one plain UTF-8 table in which every row knows its line."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from aimline.domain.refusal import AimlineError
from aimline.exchange import records, regular, sheet
from aimline.exchange.letters import DAMAGED, HIDDEN
from aimline.exchange.limits import Limits
from aimline.exchange.problems import RowProblem, shorten
from aimline.exchange.progress import Tell, nobody
from aimline.exchange.recognition import Format, Recognised, open_bytes
from aimline.exchange.regular import Regular

BUFFER_BYTES = 1 << 20
BLOCK_CHARACTERS = 1 << 19
LONGEST_HEADER = 1 << 20
# DuckDB reads lines of up to two million bytes.
LONGEST_ROW = 500_000


@dataclass(frozen=True)
class Unpacked:
    """A staged table without header: its first field is the line of the source, the rest are `header`.

    Where the source is `regular`, `path` is the source itself, and a row's line is its place below what stands above.
    """

    path: Path
    problems_path: Path
    header: tuple[str, ...]
    delimiter: str
    n_records: int
    n_problems: int
    regular: Regular | None = None


class UnreadableFile(AimlineError):
    """The file has problems as a whole, so no row of it can be read."""


def unpack(file: Recognised, folder: Path, *, limits: Limits | None = None, tell: Tell = nobody) -> Unpacked:
    """Write the table to `folder`/unpacked.csv, each row with its line number, one row a line.

    A regular file is only looked at: it stays where it is, and nothing is written but an empty list of problems.
    Rows whose shape is wrong go to `folder`/shape_problems.csv instead (line, column, value, code).
    Line breaks inside a field become spaces. `tell` hears of a text how much of it is read. Raises UnreadableFile when
    the file has problems as a whole (trust.md 3).
    """
    if file.problems:
        raise UnreadableFile(file.problems[0].code, file.problems[0].message, file.problems[0].hint)
    limits = limits or Limits()
    table, problems = folder / "unpacked.csv", folder / "shape_problems.csv"
    found = regular.look(file, limits=limits, tell=tell)
    if found:
        problems.write_bytes(b"")
        return Unpacked(file.path, problems, file.header, file.delimiter, found.n_rows, 0, found)
    with (
        table.open("w", encoding="utf-8", newline="", buffering=BUFFER_BYTES) as out,
        problems.open("w", encoding="utf-8", newline="") as trouble,
    ):
        writer = _Writer(out, trouble, file, limits)
        if file.format is Format.XLSX:
            writer.copy_sheet(sheet.rows_below(file.path, file.read, file.n_above + file.n_head))
        else:
            writer.copy_text(tell)
    return Unpacked(table, problems, file.header, file.delimiter, writer.n_records, writer.n_problems)


class _Writer:
    """Copies records: blocks of whole lines as they are, others line by line, quoted ones through the csv module."""

    def __init__(self, out: io.TextIOWrapper, trouble: io.TextIOWrapper, file: Recognised, limits: Limits) -> None:
        self.file, self.limits = file, limits
        self.n_fields = len(file.header)
        self.n_empty_tail = file.n_empty_tail
        self.n_records = self.n_problems = 0
        self.errors = "surrogateescape" if file.encoding.startswith("utf-8") else "replace"
        self.write = out.write
        self.fields = csv.writer(out, delimiter=file.delimiter, lineterminator="\n")
        self.trouble = csv.writer(trouble, lineterminator="\n")

    def copy_text(self, tell: Tell) -> None:
        with (
            open_bytes(self.file.path, self.file.format) as packed,
            io.TextIOWrapper(packed, encoding=self.file.encoding, errors=self.errors, newline="") as text,
        ):
            lines = _Lines(text)
            _skip_header(lines, self.file.delimiter, self.file.n_above + self.file.n_head)
            while block := lines.take():
                tell(min(packed.tell() / self.file.n_bytes, 1.0))  # of a packed file only an end is known
                n_copied = self.copy_block(lines.number + 1, block)
                if n_copied:
                    lines.number += n_copied
                    continue
                lines.waiting.extend(io.StringIO(block, newline="").readlines())
                while lines.waiting:
                    line = next(lines)
                    self.copy_line(lines.number, line, lines)

    def copy_block(self, first: int, block: str) -> int:
        """Copy many lines at once, and return their number: 0 where one of them needs a second look.

        All are whole rows without quotation marks.
        """
        delimiter, text = self.file.delimiter, block.replace("\r\n", "\n")
        if not text.endswith("\n") or '"' in text or "\r" in text or not self.is_clean(text):
            return 0
        rows = text[:-1].split("\n")
        if max(map(len, rows)) > self.limits.field_characters:
            return 0
        if any([row.count(delimiter) != self.n_fields - 1 for row in rows]):  # a list is faster here
            return 0
        self.write("".join([f"{number}{delimiter}{row}\n" for number, row in enumerate(rows, first)]))
        self.n_records += len(rows)
        return len(rows)

    def copy_line(self, number: int, line: str, lines: "_Lines") -> None:
        delimiter = self.file.delimiter
        if '"' in line:
            self.copy_quoted(number, line, lines)
            return
        text = line.rstrip("\r\n")
        n_fields = text.count(delimiter) + 1
        if n_fields != self.n_fields or len(text) > self.limits.field_characters or not self.is_clean(text):
            self.copy_fields(number, text.split(delimiter))
            return
        self.write(f"{number}{delimiter}{text}\n")
        self.n_records += 1

    def copy_quoted(self, number: int, line: str, lines: "_Lines") -> None:
        if records.is_open(line):
            self.copy_open(number, line, lines)
            return
        row = records.parse((line,), self.file.delimiter)
        if row is None or len(line) > self.limits.field_characters or not self.is_clean(line):
            self.copy_fields(number, row or [line])
        elif len(row) == self.n_fields:
            self.fields.writerow((number, *row))
            self.n_records += 1
        else:
            self.copy_fields(number, row)

    def copy_open(self, number: int, line: str, lines: "_Lines") -> None:
        record = records.read(line, lines, self.file.delimiter, longest=self.limits.field_characters)
        if record.fault:
            self.report(number, records.opened_at(line, self.file.delimiter), line, record.fault)
            return
        self.copy_fields(number, record.row)

    def copy_sheet(self, rows: Iterator[tuple[int, list[str]]]) -> None:
        for number, row in rows:
            self.copy_fields(number, row)

    def copy_fields(self, number: int, row: list[str]) -> None:
        if not any(field.strip() for field in row):
            return
        if 0 < self.n_fields - len(row) <= self.n_empty_tail:
            row = [*row, *[""] * (self.n_fields - len(row))]
        fault = self.fault_of(row)
        if fault:
            self.report(number, fault[1], self.file.delimiter.join(row), fault[0])
            return
        self.fields.writerow([str(number), *(" ".join(field.splitlines()) for field in row)])
        self.n_records += 1

    def fault_of(self, row: list[str]) -> tuple[str, int] | None:
        """What is wrong with the shape of a row, and the place of the field where it shows."""
        lengths = [len(field) for field in row]
        if max(lengths) > self.limits.field_characters or sum(lengths) > LONGEST_ROW:
            return "long_field", lengths.index(max(lengths))
        if len(row) != self.n_fields:
            return ("too_few_fields", len(row)) if len(row) < self.n_fields else ("too_many_fields", self.n_fields)
        unclean = (place for place, field in enumerate(row) if not self.is_clean(field))
        place = next(unclean, None)
        if place is None:
            return None
        return "damaged_letters" if DAMAGED.search(row[place]) else "hidden_character", place

    def is_clean(self, text: str) -> bool:
        return "\0" not in text and (text.isascii() or not HIDDEN.search(text))

    def report(self, number: int, place: int, value: str, code: str) -> None:
        """Note what is wrong with a line, and the column in which it shows: the last one for what comes after it."""
        problem = RowProblem(number, self.file.header[min(place, self.n_fields - 1)], shorten(value), code)
        self.trouble.writerow([problem.line, problem.column, problem.value, problem.code])
        self.n_problems += 1


class _Lines(records.Lines):
    """Lines of a text that can be taken in blocks as well."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        super().__init__(text)
        self.blocks = text

    def take(self) -> str:
        """Take the next lines as one text, unnumbered, those first that were pushed back."""
        waited = "".join(self.waiting)
        self.waiting.clear()
        block = self.blocks.read(BLOCK_CHARACTERS)
        return waited + block + self.blocks.readline() if block else waited


def _skip_header(lines: _Lines, delimiter: str, n_filled: int) -> None:
    """Step over blank lines, titles and the header, which may itself hold quoted line breaks."""
    n_seen = 0
    for row in records.rows(lines, delimiter) if n_filled else ():
        n_seen += any(field.strip() for field in row)
        if n_seen == n_filled:
            return
