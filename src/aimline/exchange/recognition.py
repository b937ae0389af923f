"""What kind of file this is: packing, encoding, separator, header and first rows."""

import codecs
import dataclasses
import gzip
import io
import itertools
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from aimline.domain.words import say
from aimline.exchange import cell_errors, headings, profiles, records, refusals, sheet
from aimline.exchange.guess import sheets as sheets_of_results
from aimline.exchange.limits import Limits
from aimline.exchange.problems import FileProblem

N_SAMPLE_ROWS = 100
CHUNK_BYTES = 1 << 20
HEAD_BYTES = 1 << 18
DELIMITERS = (",", ";", "\t", "|", "^", "~")
# A small repetitive file may honestly shrink a hundredfold; the ratio only speaks about larger ones.
RATIO_FROM_BYTES = 10_000_000
FOREIGN_BEGINNINGS = {
    b"%PDF": "a PDF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\xd0\xcf\x11\xe0": "an old Excel file (.xls)",
    b"7z\xbc\xaf": "a packed archive",
    b"Rar!": "a packed archive",
    b"PAR1": "a Parquet file",
    b"{\\rtf": "a word processor document",
}


class Format(StrEnum):
    """How the table is packed."""

    CSV = "csv"
    CSV_GZ = "csv.gz"
    XLSX = "xlsx"


@dataclass(frozen=True)
class Recognised:
    """A first look at a file; `problems` is empty when it can be read as a table.

    `notes` says what is odd and was settled. `n_above` filled lines (a title, a date; `above` are their cells) stand
    above the `n_head` lines that name the columns; `renamed` gives the present name of a column by one that mappings
    saved earlier may use. Of a workbook `sheet` is looked at; `sheets` are all that have rows, `alike` those with the
    same heads, `read` those whose rows are read, and `is_1904` says that its days count from 1904.
    """

    path: Path
    format: Format
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]
    n_bytes: int
    problems: tuple[FileProblem, ...]
    n_above: int = 0
    n_head: int = 1
    notes: tuple[FileProblem, ...] = ()
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()
    read: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    renamed: Mapping[str, str] = dataclasses.field(default_factory=dict)
    is_1904: bool = False

    @property
    def n_empty_tail(self) -> int:
        """How many of the last columns are empty in all the first rows: some programs do not write their ends."""
        filled = [place for row in self.sample for place, field in enumerate(row, 1) if field.strip()]
        return max(len(self.header) - max(filled, default=len(self.header)), 0)


@dataclass(frozen=True)
class _Scan:
    """What one pass over all unpacked bytes found."""

    head: bytes
    encoding: str
    problems: tuple[FileProblem, ...]


def recognise(path: Path, *, sheet: str = "", alike: bool = False, limits: Limits | None = None) -> Recognised:
    """Look at a file and say what it is: CSV (plain or gzip) or XLSX (trust.md 3).

    Of a workbook with several sheets the one called `sheet` is read, else the one that looks most like results; with
    `alike` also those that have the same heads.

    Reads the whole file once, because an encoding can only be ruled out at its end. Every
    reason why it cannot be read is a value in `problems`; OSError passes through.
    """
    limits = limits or Limits()
    n_bytes = path.stat().st_size
    with path.open("rb") as file:
        beginning = file.read(8)
    packing = _packing(beginning)
    problem = _refused_at_sight(beginning, n_bytes, limits)
    if problem:
        return _unreadable(path, packing, n_bytes, problem)
    if packing is Format.XLSX:
        return _recognise_sheet(path, n_bytes, sheet, limits, with_alike=alike)
    return _recognise_text(path, packing, n_bytes, limits)


def open_bytes(path: Path, packing: Format) -> BinaryIO:
    """Open a CSV file for reading bytes, unpacked where it is packed."""
    if packing is Format.CSV_GZ:
        return io.BufferedReader(gzip.open(path, "rb"), CHUNK_BYTES)
    return path.open("rb", CHUNK_BYTES)


def _packing(beginning: bytes) -> Format:
    if beginning.startswith(b"\x1f\x8b"):
        return Format.CSV_GZ
    return Format.XLSX if beginning.startswith(b"PK\x03\x04") else Format.CSV


def _refused_at_sight(beginning: bytes, n_bytes: int, limits: Limits) -> FileProblem | None:
    if n_bytes == 0:
        return refusals.empty()
    if n_bytes > limits.file_bytes:
        return refusals.too_large(limits.file_bytes)
    for magic, kind in FOREIGN_BEGINNINGS.items():
        if beginning.startswith(magic):
            return refusals.not_a_table(kind)
    return None


def _recognise_text(path: Path, packing: Format, n_bytes: int, limits: Limits) -> Recognised:
    scan = _scan(path, packing, n_bytes, limits)
    if scan.problems:
        return _unreadable(path, packing, n_bytes, *scan.problems)
    text = codecs.getincrementaldecoder(scan.encoding)("replace").decode(scan.head)
    lines = io.StringIO(text, newline="").readlines()
    if len(scan.head) == HEAD_BYTES and len(lines) > 1:
        lines.pop()
    delimiter = _delimiter(lines)
    if not delimiter:
        return _unreadable(path, packing, n_bytes, refusals.single_column())
    top = tuple(_sample(_rows(lines, delimiter), N_SAMPLE_ROWS + headings.MOST_ABOVE + 2))
    seen = Recognised(path, packing, scan.encoding, delimiter, (), (), n_bytes, ())
    found = _with_header(seen, top, limits, is_whole=len(scan.head) < HEAD_BYTES)
    wrong = records.fault_in_head(lines, delimiter, n_filled=found.n_above + found.n_head) if found.n_head else 0
    return dataclasses.replace(found, notes=(*found.notes, refusals.quoted_head(wrong))) if wrong else found


def _with_header(
    seen: Recognised, top: Sequence[Sequence[str]], limits: Limits, *, is_whole: bool = True
) -> Recognised:
    """Find the line that names the columns among the first filled lines; `is_whole` says that all were looked at."""
    heading = headings.find(top)
    sample = tuple(tuple(row) for row in top[heading.n_above + heading.n_head :][:N_SAMPLE_ROWS])
    return dataclasses.replace(
        seen,
        header=heading.names,
        sample=sample,
        problems=_header_problems(heading.names, limits) or ((refusals.no_rows(),) if is_whole and not sample else ()),
        n_above=heading.n_above,
        above=tuple(cell.strip() for row in top[: heading.n_above] for cell in row if cell.strip()),
        n_head=heading.n_head,
        notes=tuple(_odd(heading)),
        renamed=heading.shortened,
    )


def _odd(heading: headings.Heading) -> Iterator[FileProblem]:
    """Say what is odd about the names of the columns."""
    if not heading.n_head:
        yield refusals.no_header()
    if heading.repeated:
        yield refusals.twice(heading.repeated)


def _sample(rows: Iterator[list[str]], most: int) -> Iterator[tuple[str, ...]]:
    yield from map(tuple, itertools.islice(rows, most))


def _recognise_sheet(path: Path, n_bytes: int, wanted: str, limits: Limits, *, with_alike: bool) -> Recognised:
    problem = _zip_problem(path, limits)
    if problem:
        return _unreadable(path, Format.XLSX, n_bytes, problem)
    try:
        tops = sheet.tops(path, most=N_SAMPLE_ROWS + headings.MOST_ABOVE + 2)
    except sheet.WorkbookUnreadable as refusal:
        return _unreadable(path, Format.XLSX, n_bytes, FileProblem(refusal.code, refusal.message, refusal.hint))
    filled = {name: top.rows for name, top in tops.items() if top.rows}
    if not filled:
        return _unreadable(path, Format.XLSX, n_bytes, refusals.empty())
    if wanted and wanted not in filled:
        return _unreadable(path, Format.XLSX, n_bytes, refusals.no_such_sheet(wanted, tuple(filled)))
    name = wanted or sheets_of_results.best(filled)
    seen = _with_header(Recognised(path, Format.XLSX, "utf-8", ",", (), (), n_bytes, ()), filled[name], limits)
    alike = tuple(other for other, rows in filled.items() if other != name and _has_heads(rows, seen))
    read = (name, *alike) if with_alike else (name,)
    several = () if wanted or len(filled) == len(read) else (refusals.several_sheets(name, tuple(filled), read),)
    strays = (refusals.stray_cells(tops[name].strays),) if tops[name].strays else ()
    columns = tuple(dict.fromkeys(column for one in read for column in tops[one].merged))
    merged = (refusals.merged_cells(columns),) if columns else ()
    return dataclasses.replace(
        seen,
        sheet=name,
        sheets=tuple(filled),
        alike=alike,
        read=read,
        notes=(*seen.notes, *several, *strays, *merged, *_unstored(seen)),
        is_1904=sheet.counts_from_1904(path),
    )


def _unstored(seen: Recognised) -> Iterator[FileProblem]:
    """Say which columns hold mostly formulas without values: they look empty, and are left out by the guess."""
    names = []
    for place, name in enumerate(seen.header):
        cells = [row[place] for row in seen.sample if row[place]]
        if cells and 2 * sum(cell.startswith(cell_errors.UNSTORED) for cell in cells) >= len(cells):
            names.append(name)
    if names:
        yield refusals.unstored(names)


def _has_heads(top: Sequence[Sequence[str]], seen: Recognised) -> bool:
    """Whether the heads of a sheet are those of another one, with as many lines above them."""
    heading = headings.find(top)
    return (heading.names, heading.n_above, heading.n_head) == (seen.header, seen.n_above, seen.n_head)


def _zip_problem(path: Path, limits: Limits) -> FileProblem | None:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile:
        return refusals.cut()
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > limits.n_entries or _is_bomb(unpacked, path.stat().st_size, limits):
        return refusals.bomb()
    if not any(entry.filename == "xl/workbook.xml" for entry in entries):
        return refusals.not_a_table("a packed archive")
    if any(entry.flag_bits & 1 for entry in entries):
        return refusals.not_a_table("a file locked with a password")
    return None


def _scan(path: Path, packing: Format, n_bytes: int, limits: Limits) -> _Scan:
    """Read every byte once: unpacked size, NUL bytes, and whether all of it is UTF-8."""
    head, n_unpacked, n_unbroken, is_utf8 = b"", 0, 0, True
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in _chunks(path, packing):
            n_unpacked += len(chunk)
            head = head if len(head) >= HEAD_BYTES else (head + chunk)[:HEAD_BYTES]
            is_utf8 = is_utf8 and _decodes(decoder, chunk, final=False)
            if n_unpacked > limits.unpacked_bytes or _is_bomb(n_unpacked, n_bytes, limits):
                return _Scan(head, "", (refusals.bomb(),))
            n_unbroken = 0 if b"\n" in chunk or b"\r" in chunk else n_unbroken + len(chunk)
            if n_unbroken > limits.n_columns * limits.field_characters:
                return _Scan(head, "", (refusals.not_a_table("text without lines"),))
    except (EOFError, zlib.error, gzip.BadGzipFile):
        return _Scan(head, "", (refusals.cut(),))
    if not head.removeprefix(codecs.BOM_UTF8).strip():
        return _Scan(head, "", (refusals.empty(),))
    # Where only the last letter is broken, the file was cut there.
    encoding = _encoding(head, is_utf8=is_utf8 or _is_mostly_utf8(path, packing))
    problem = _encoding_problem(encoding, head)
    return _Scan(head, encoding, (problem,) if problem else ())


def _chunks(path: Path, packing: Format) -> Iterator[bytes]:
    with open_bytes(path, packing) as file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool) -> bool:
    if chunk.isascii() and not decoder.getstate()[0]:
        return True
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _is_mostly_utf8(path: Path, packing: Format) -> bool:
    """Whether more letters are UTF-8 than not: in other encodings hardly any happens to be."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    n_letters = n_broken = 0
    for chunk in _chunks(path, packing):
        text = decoder.decode(chunk)
        n_letters += len(text) - len(text.encode("ascii", "ignore"))
        n_broken += text.count("\ufffd")
    return n_letters > 2 * n_broken


def _is_bomb(n_unpacked: int, n_packed: int, limits: Limits) -> bool:
    too_large = n_unpacked > limits.unpacked_bytes
    return too_large or n_unpacked > max(RATIO_FROM_BYTES, n_packed * limits.unpacked_ratio)


def _encoding(head: bytes, *, is_utf8: bool) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    n_nul = head.count(0)
    if n_nul > len(head) * 0.3:
        return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
    return "utf-8" if is_utf8 else "windows-1252"


def _encoding_problem(encoding: str, head: bytes) -> FileProblem | None:
    # Of the control bytes, text holds only tabs and line ends; pictures and programs are full of them.
    n_control = sum(head.count(byte) for byte in range(1, 32) if byte not in (9, 10, 12, 13))
    if not encoding.startswith("utf-16") and n_control > len(head) * 0.01:
        return refusals.not_a_table("not text")
    errors = "replace" if encoding.startswith("utf-8") else "strict"  # such bytes are told with their line
    try:
        codecs.getincrementaldecoder(encoding)(errors).decode(head)
    except UnicodeDecodeError:
        return FileProblem(
            "encoding_unknown",
            say("The letters of this file are stored in a way we do not know."),
            say("Save it as 'CSV UTF-8' and upload it again."),
        )
    return None


def _delimiter(lines: list[str]) -> str:
    """The separator that gives the most fields in most lines."""
    first = lines[: N_SAMPLE_ROWS + 1]
    best, best_score = "", 0.0
    for delimiter in DELIMITERS:
        widths = _widths(first, delimiter)
        usual = max(set(widths), key=lambda width: (widths.count(width), width), default=0)
        # Titles may stand above the header; where no width is usual the first line decides.
        width = usual if widths.count(usual) > 1 else widths[0] if widths else 0
        if width < 2:
            continue
        score = width * widths.count(width) / len(widths)
        best, best_score = (delimiter, score) if score > best_score else (best, best_score)
    return best


def _widths(lines: list[str], delimiter: str) -> list[int]:
    return [len(row) for row in _rows(lines, delimiter)]


def _rows(lines: list[str], delimiter: str) -> Iterator[list[str]]:
    return (row for row in records.rows(lines, delimiter) if any(field.strip() for field in row))


def _header_problems(header: tuple[str, ...], limits: Limits) -> tuple[FileProblem, ...]:
    if len(header) > limits.n_columns_known or (len(header) > limits.n_columns and not profiles.find(header)):
        # How many there are nobody knows: of a very long line only the beginning was looked at.
        message = say("The table has more than {most} columns, and no more can be read.", most=limits.n_columns)
        return (FileProblem("too_many_columns", message, say("Delete the columns you do not need.")),)
    return ()


def _unreadable(path: Path, packing: Format, n_bytes: int, *problems: FileProblem) -> Recognised:
    return Recognised(path, packing, "", "", (), (), n_bytes, problems)
