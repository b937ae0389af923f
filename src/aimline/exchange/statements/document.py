"""Word documents: their paragraphs and tables, as people see them, read as a stream of XML.

Only the text of the document itself is unpacked: no pictures, no comments and their authors, no headers. Text that
somebody deleted while changes were tracked is left out, inserted text and the text of form fields are read.
"""

import zipfile
import zlib
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from aimline.domain.words import say
from aimline.exchange.packing import UNPACKABLE
from aimline.exchange.statements import refusals
from aimline.exchange.statements.parts import Limits, Paragraph, Part, Row

_CHUNK_BYTES = 1 << 16
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_UNSEEN = frozenset({"del", "moveFrom", "Fallback", "instrText", "rPr", "sectPr"})
_BREAKS = {"br": "\n", "cr": "\n", "tab": " ", "noBreakHyphen": "-"}
_HEADINGS = ("heading", "title", "subtitle", "toc", "titre", "überschrift", "encabezado", "caption")


def read(path: Path, limits: Limits) -> tuple[Paragraph | Part, ...]:
    """Read a document's paragraphs and tables, in its order; raises PlanUnreadable where it is damaged or dangerous."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open("word/document.xml") as packed:
            return _follow(packed, limits)
    except (*UNPACKABLE, ElementTree.ParseError, zlib.error, EOFError) as problem:
        raise refusals.damaged(say("Word file")) from problem


def _follow(packed: IO[bytes], limits: Limits) -> tuple[Paragraph | Part, ...]:
    words = _Words()
    parser = ElementTree.XMLParser(target=words)
    n_bytes = 0
    while chunk := packed.read(_CHUNK_BYTES):
        n_bytes += len(chunk)
        if n_bytes > limits.unpacked_bytes:
            raise refusals.hollow()
        parser.feed(chunk)
    parser.close()
    return tuple(words.blocks)


class _Table:
    """A table while it is read: its rows so far, and the cells and paragraphs of the row that is open."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.cells: list[str] = []
        self.lines: list[str] = []


class _Words:
    """Follows the elements of a document and keeps its words; it never builds a tree."""

    def __init__(self) -> None:
        self.blocks: list[Paragraph | Part] = []
        self._open: list[_Table] = []
        self._letters: list[list[str]] = []
        self._styles: list[str] = []
        self._unseen = 0
        self._in_text = False
        self._n_paragraphs = self._n_tables = 0

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise refusals.guarded()

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        if self._unseen or name in _UNSEEN:
            self._unseen += 1
        elif name == "p":
            self._letters.append([])
            self._styles.append("")
        elif name == "t":
            self._in_text = True
        elif name == "tbl":
            self._open.append(_Table())
        elif name == "pStyle" and self._styles:
            self._styles[-1] = attributes.get(f"{_W}val", attributes.get(f"{_STRICT}val", "")).lower()
        elif name in _BREAKS and self._letters:
            self._letters[-1].append(_BREAKS[name])

    def data(self, letters: str) -> None:
        if self._in_text and self._letters and not self._unseen:
            self._letters[-1].append(letters)

    def end(self, tag: str) -> None:
        name = tag.rpartition("}")[2]
        if self._unseen:
            self._unseen -= 1
        elif name == "t":
            self._in_text = False
        elif name == "p":
            self._end_paragraph("".join(self._letters.pop()).strip(), self._styles.pop())
        elif name == "tc" and self._open:
            table = self._open[-1]
            table.cells.append("\n".join(table.lines))
            table.lines = []
        elif name == "tr" and self._open:
            self._end_row(self._open[-1])
        elif name == "tbl":
            self._end_table(self._open.pop())

    def close(self) -> None:
        return None

    def _end_paragraph(self, text: str, style: str) -> None:
        if self._open:
            self._open[-1].lines += [text] if text else []
            return
        self._n_paragraphs += 1
        if text and not style.startswith(_HEADINGS):
            self.blocks.append((self._n_paragraphs, text))

    def _end_row(self, table: _Table) -> None:
        if any(table.cells):
            table.rows.append((len(table.rows) + 1, tuple(table.cells)))
        table.cells = []

    def _end_table(self, table: _Table) -> None:
        self._n_tables += 1
        if table.rows:
            self.blocks.append(Part(f"table {self._n_tables}", tuple(table.rows)))
