"""What kind of file this is, by what it holds rather than by its name."""

import zipfile
from enum import StrEnum
from pathlib import Path

from aimline.domain.words import Message, say
from aimline.exchange.packing import UNPACKABLE
from aimline.exchange.statements import refusals
from aimline.exchange.statements.parts import Limits

_RATIO_FROM_BYTES = 10_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BEGINNINGS: tuple[tuple[bytes, Message], ...] = (
    (b"%PDF", say("a PDF document")),
    (b"{\\rtf", say("a rich text document (.rtf)")),
    (b"\x89PNG", say("a picture")),
    (b"\xff\xd8\xff", say("a picture")),
    (b"GIF8", say("a picture")),
    (b"\x1f\x8b", say("a packed archive")),
    (b"7z\xbc\xaf", say("a packed archive")),
    (b"Rar!", say("a packed archive")),
    (b"PAR1", say("a Parquet file")),
)
_TABLES = frozenset({".csv", ".tsv", ".tab"})


class Kind(StrEnum):
    """How the statements are stored."""

    TABLE = "table"
    TEXT = "text"
    WORKBOOK = "workbook"
    DOCUMENT = "document"


def recognise(path: Path, limits: Limits) -> Kind:
    """Tell the kind of a file; raises PlanUnreadable where it is none of ours, locked, hollow or too large."""
    with path.open("rb") as file:
        beginning = file.read(8)
    if not beginning:
        raise refusals.empty()
    if path.stat().st_size > limits.file_bytes:
        raise refusals.too_large(limits.file_bytes)
    if beginning.startswith(b"PK"):
        return _packed(path, limits)
    if beginning == _OLE:
        raise _old_office(path.read_bytes())
    for mark, kind in _BEGINNINGS:
        if beginning.startswith(mark):
            raise refusals.foreign(kind)
    return Kind.TABLE if path.suffix.lower() in _TABLES else Kind.TEXT


def _packed(path: Path, limits: Limits) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (*UNPACKABLE, ValueError) as problem:
        raise refusals.damaged(say("Excel or Word file")) from problem
    names = {entry.filename for entry in entries}
    if any(entry.flag_bits & 1 for entry in entries):
        raise refusals.locked()
    kind = Kind.DOCUMENT if "word/document.xml" in names else Kind.WORKBOOK if "xl/workbook.xml" in names else None
    if kind is None:
        raise refusals.foreign(_other(names, path))
    # Pictures in a document are never unpacked; only the text counts.
    counted = [entry for entry in entries if kind is Kind.WORKBOOK or entry.filename == "word/document.xml"]
    unpacked = sum(entry.file_size for entry in counted)
    packed = sum(entry.compress_size for entry in counted)
    if unpacked > limits.unpacked_bytes or unpacked > max(_RATIO_FROM_BYTES, packed * limits.unpacked_ratio):
        raise refusals.hollow()
    return kind


def _other(names: set[str], path: Path) -> Message:
    if "content.xml" in names and "mimetype" in names:
        return say("an OpenDocument file ({suffix})", suffix=path.suffix or ".odt")
    if "ppt/presentation.xml" in names:
        return say("a presentation")
    if "xl/workbook.bin" in names:
        return say("a binary Excel file (.xlsb)")
    if "Index/Document.iwa" in names:
        return say("a Pages or Numbers file")
    return say("a packed archive")


def _old_office(packed: bytes) -> refusals.PlanUnreadable:
    if "EncryptedPackage".encode("utf-16-le") in packed:
        return refusals.locked()
    if "WordDocument".encode("utf-16-le") in packed:
        return refusals.foreign(say("an old Word file (.doc)"))
    if any(name.encode("utf-16-le") in packed for name in ("Workbook", "Book")):
        return refusals.foreign(say("an old Excel file (.xls)"))
    return refusals.foreign(say("an old Office file"))
