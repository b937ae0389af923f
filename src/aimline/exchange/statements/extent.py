"""How far the sheets of a workbook spread, measured before it is opened.

The reader of workbooks makes room for the whole rectangle between the first and the last cell. Two cells in opposite
corners, a file of 5 kB, would ask for more memory than there is and end the program.
"""

import re
import zipfile
import zlib
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from pathlib import Path
from xml.etree import ElementTree

from aimline.domain.words import say
from aimline.exchange.statements import refusals
from aimline.exchange.statements.parts import Limits

_CHUNK_BYTES = 1 << 16
_MARKUP = (b"<", BOM_UTF16_LE, BOM_UTF16_BE)
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")


def hold(path: Path, limits: Limits) -> None:
    """Raise PlanUnreadable where a sheet is damaged, or spreads over more cells or columns than a plan."""
    try:
        with zipfile.ZipFile(path) as archive:
            for entry in archive.infolist():
                _measure(archive, entry, limits)
    except (zipfile.BadZipFile, ElementTree.ParseError, zlib.error, EOFError, NotImplementedError) as problem:
        raise refusals.damaged(say("Excel file")) from problem


def _measure(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limits: Limits) -> None:
    cells = _Cells(limits)
    parser = ElementTree.XMLParser(target=cells)
    n_bytes = 0
    with archive.open(entry) as packed:
        while chunk := packed.read(_CHUNK_BYTES):
            # A sheet may bear any name, and what begins like markup could be one; pictures do not.
            if not n_bytes and not chunk.removeprefix(BOM_UTF8).lstrip().startswith(_MARKUP):
                return
            n_bytes += len(chunk)
            if n_bytes > limits.unpacked_bytes:
                raise refusals.hollow()
            parser.feed(chunk)
    parser.close()


class _Cells:
    """Follows the cells of a sheet by their addresses; cells without one follow the cell before them."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.row = self.column = self.n_rows = self.n_columns = 0

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise refusals.guarded()

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        if name == "row":
            told = attributes.get("r", "")
            self.row = int(told) if told.isdecimal() and len(told) < 8 else self.row + 1
            self.column = 0
        elif name == "c":
            self._meet(_CELL.fullmatch(attributes.get("r", "")))

    def close(self) -> None:
        return None

    def _meet(self, address: re.Match[str] | None) -> None:
        self.column += 1
        if address is not None:
            self.row, self.column = int(address[2]), _place(address[1])
        self.n_rows, self.n_columns = max(self.n_rows, self.row), max(self.n_columns, self.column)
        if self.n_columns > self.limits.n_columns:
            raise refusals.too_wide(self.limits.n_columns)
        if self.n_rows * self.n_columns > self.limits.n_cells:
            raise refusals.hollow()


def _place(letters: str) -> int:
    """Count a column's letters: A is 1, Z 26, AA 27."""
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place
