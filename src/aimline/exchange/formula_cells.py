"""Cells of a workbook whose formula has no value: calamine gives them as empty, like those that nobody filled."""

import contextlib
import re
import struct
import xml.etree.ElementTree as tree
import zipfile
import zlib
from collections import deque
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from xml.parsers import expat

from aimline.exchange.cell_errors import UNSTORED
from aimline.exchange.packing import UNPACKABLE

BOOK, LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
CHUNK_BYTES = 1 << 20
LONGEST_FORMULA = 200
LONGEST_MARK = 4
LETTERS = 26
# Most sheets hold none: only where one of these stands its cells are looked at one by one.
MARKS = (b'="e"', b"='e'", b"<f", b":f")
# What a damaged workbook brings about here.
FAULTS = (*UNPACKABLE, zlib.error, struct.error, EOFError, expat.ExpatError, tree.ParseError)
DIGITS = re.compile("[0-9]{1,9}")
PLACE = re.compile(r"([A-Z]{1,3})[0-9]+")

# Row from 1, column of the first from 0, texts of cells side by side.
Cells = tuple[int, int, list[str]]


def failed(path: Path, name: str) -> list[Cells]:
    """Give each such cell of a sheet, row by row.

    The text is that of the error, or the formula behind `UNSTORED` where its value was not stored. A formula that
    gives an empty text has a value. Whether a damaged workbook is read is for calamine to say: here it ends the look.
    """
    found: list[Cells] = []
    with contextlib.suppress(*FAULTS), zipfile.ZipFile(path) as archive:
        part = _part(archive, name)
        if part in archive.namelist() and _has_any(archive, part):
            found.extend(_look(archive, part))
    return sorted(found)


def _part(archive: zipfile.ZipFile, name: str) -> str:
    """The file of a sheet inside the workbook, or none."""
    if not {BOOK, LINKS} <= {*archive.namelist()}:
        return ""
    book = tree.fromstring(archive.read(BOOK))
    named = (each for each in book.iter() if _bare(each.tag) == "sheet" and each.get("name") == name)
    key = next((value for each in named for at, value in each.items() if _bare(at) == "id"), "")
    links = tree.fromstring(archive.read(LINKS))
    target = next((each.get("Target", "") for each in links if each.get("Id") == key), "")
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


@lru_cache
def _bare(name: str) -> str:
    return re.split("[}:]", name)[-1]


def _chunks(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    with archive.open(part) as file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk


def _has_any(archive: zipfile.ZipFile, part: str) -> bool:
    end = b""
    for chunk in _chunks(archive, part):
        if any(mark in end + chunk for mark in MARKS):
            return True
        end = chunk[-LONGEST_MARK:]
    return False


def _look(archive: zipfile.ZipFile, part: str) -> Iterator[Cells]:
    look = _Look()
    for chunk in _chunks(archive, part):
        look.parser.Parse(chunk)
        while look.failed:
            yield look.failed.popleft()


class _Look:
    """Follows the elements of a sheet: rows, their cells, and in these the formula and the value."""

    def __init__(self) -> None:
        self.failed: deque[Cells] = deque()
        self.row, self.column = 0, -1
        self.kind, self.element = "", ""
        self.formula: str | None = None
        self.value: str | None = None
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.begin
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.read

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self.element = _bare(name)
        if self.element == "row":
            number = attributes.get("r", "")
            self.row, self.column = int(number) if DIGITS.fullmatch(number) else self.row + 1, -1
        elif self.element == "c":
            self.column = _column(attributes.get("r", ""), self.column + 1)
            self.kind, self.formula, self.value = attributes.get("t", ""), None, None
        elif self.element == "f":
            self.formula = ""
        elif self.element == "v":
            self.value = ""

    def read(self, text: str) -> None:
        if self.element == "f" and self.formula is not None:
            self.formula += text[: LONGEST_FORMULA - len(self.formula)]
        elif self.element == "v":
            self.value = (self.value or "") + text

    def end(self, name: str) -> None:
        self.element = ""
        if _bare(name) != "c":
            return
        if self.kind == "e":
            self.failed.append((self.row, self.column, [self.value or "#VALUE!"]))
        elif self.formula is not None and not self.value and self.kind != "str":
            self.failed.append((self.row, self.column, [UNSTORED + self.formula]))


def _column(place: str, otherwise: int) -> int:
    """The number of a column from 0, of a place such as AB12."""
    found = PLACE.fullmatch(place)
    if not found:
        return otherwise
    number = 0
    for letter in found[1]:
        number = number * LETTERS + ord(letter) - ord("A") + 1
    return number - 1


def letters(column: int) -> str:
    """Name a column, counted from 0, as a spreadsheet does: A, Z, AA."""
    name, rest = "", column + 1
    while rest:
        rest, place = divmod(rest - 1, LETTERS)
        name = chr(ord("A") + place) + name
    return name
