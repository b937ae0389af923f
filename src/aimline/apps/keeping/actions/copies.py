"""The copies of files that people brought: which of them name a student, and how they go."""

import gzip
import html
import re
import shutil
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

from django.conf import settings
from django.db import transaction

from aimline.apps.intake.actions.folders import upload_folder
from aimline.apps.intake.actions.receiving import OPEN_STATES, report_of_discarded
from aimline.apps.intake.models import Upload, UploadState
from aimline.exchange.packing import UNPACKABLE

CHUNK = 1 << 20
OVERLAP = 2_000
NEAR = 200  # bytes between the two names of one row
LONG = 5  # letters of a code that hardly means anything else; shorter ones are also grades, years, parts of a number
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "cp1252")
ONE_BYTE = b"[A-Za-z0-9]"
LETTER = {"utf-8": ONE_BYTE, "cp1252": ONE_BYTE, "utf-16-le": ONE_BYTE + rb"\x00", "utf-16-be": rb"\x00" + ONE_BYTE}
OTHERS = rb"""[^,;|"'<>\t\r\n]"""  # what stands inside a cell
IN_A_CELL = {
    "utf-8": OTHERS, "cp1252": OTHERS,
    "utf-16-le": rb"(?:%b\x00|.[^\x00])" % OTHERS, "utf-16-be": rb"(?:\x00%b|[^\x00].)" % OTHERS,
}  # fmt: skip


def let_go(upload: Upload, message: str) -> None:
    """Remove all that is kept of a file; what was not stored yet is put aside, with the reason for its page."""
    with transaction.atomic():
        fresh = Upload.objects.select_for_update().get(pk=upload.pk)
        fresh.report = without_problems(fresh.report)
        if fresh.state in OPEN_STATES:
            fresh.state, fresh.report, fresh.message = UploadState.DISCARDED, report_of_discarded(fresh), message
        fresh.version += 1
        fresh.save(update_fields=["state", "report", "message", "version"])
    shutil.rmtree(upload_folder(upload), ignore_errors=True)


def remove_pulls(pattern: re.Pattern[bytes]) -> None:
    """Remove what a pull from another system has read so far, where that names a student: it is read anew."""
    for folder in (settings.DATA / "pulls").glob("*"):
        if any(mentions(file, pattern) for file in folder.rglob("*") if file.is_file()):
            shutil.rmtree(folder, ignore_errors=True)


def without_problems(report: Any) -> Any:  # Any: whatever JSON holds
    """Return a report without the rows that were left out, whose cells may hold one name of a student alone."""
    if isinstance(report, dict):
        return {key: without_problems(value) for key, value in report.items() if key != "problems"}
    return report


def naming(uploads: Iterable[Upload], pattern: re.Pattern[bytes], *, known: Collection[str] = ()) -> Iterator[Upload]:
    """Give the uploads that are `known` to hold a student, and those that keep a file which names them."""
    for upload in uploads:
        kept = sorted(upload_folder(upload).glob("*"))  # what was staged of a file says nothing that it does not
        if kept and (str(upload.uuid) in known or any(mentions(file, pattern) for file in kept if file.is_file())):
            yield upload


def pattern_of(codes: Iterable[str], given_name: str, family_name: str) -> re.Pattern[bytes]:
    """Return what to look for in a file: any code, or both names near each other, however the file is written."""
    alone = [spelled for form in ENCODINGS for spelled in sought(codes, given_name, family_name, form)]
    return re.compile(b"|".join(sorted(set(alone))) or b"(?!)", re.DOTALL | re.IGNORECASE)


def sought(codes: Iterable[str], given_name: str, family_name: str, form: str) -> Iterator[bytes]:
    """Give the patterns of one encoding; a name or code stands alone as a word, a short code as a whole cell."""
    words = [spelled for code in codes if len(code) >= LONG for spelled in spellings(code, form)]
    if given_name and family_name:
        pairs = zip(spellings(given_name, form), spellings(family_name, form), strict=True)
        near = b".{0,%d}?" % NEAR
        words += [one + near + other for given, family in pairs for one, other in ((given, family), (family, given))]
    for word in words:
        yield b"(?<!%b)(?:%b)(?!%b)" % (LETTER[form], word, LETTER[form])
    for cell in (spelled for code in codes if len(code) < LONG for spelled in spellings(code, form)):
        yield whole_cell(cell, form)


def whole_cell(word: bytes, form: str) -> bytes:
    """Return a pattern for a word that fills a cell, between separators, quotes, line ends or the tags of a workbook.

    In the XML of a workbook a number between quotes counts rows, and one in a cell of kind "s" names a shared string.
    """
    inside, blank = IN_A_CELL[form], re.escape(" ".encode(form))
    no_number_of_xml = rb"""(?<!\w=["'])(?<!t="s"><v>)""" if LETTER[form] == ONE_BYTE else b""
    return b"(?<!%b)%b(?:%b)*%b(?:%b)*(?!%b)" % (inside, no_number_of_xml, blank, word, blank, inside)


def spellings(word: str, form: str) -> list[bytes]:
    """Write a word as files of an encoding do, also as a workbook writes it, ready for a pattern."""
    return [re.escape(text.encode(form, "replace")) for text in (word, html.escape(word))]


def mentions(path: Path, pattern: re.Pattern[bytes]) -> bool:
    """Tell whether a kept file, packed or not, holds what is looked for; one that cannot be read is taken to."""
    try:
        with parts_of(path) as parts:
            return any(found_in(part, pattern) for part in parts)
    except (*UNPACKABLE, gzip.BadGzipFile, zlib.error, EOFError, RuntimeError):  # the last: a zip under a password
        return True


@contextmanager
def parts_of(path: Path) -> Iterator[Iterator[IO[bytes]]]:
    """Open everything that is written in a file: the files of a zip or workbook, what a .gz holds, or the file."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            yield (packed.open(entry) for entry in packed.infolist())
        return
    with path.open("rb") as plain:
        is_packed = plain.read(2) == b"\x1f\x8b"
        plain.seek(0)
        yield iter([cast(IO[bytes], gzip.GzipFile(fileobj=plain)) if is_packed else plain])  # one in all but name


def found_in(part: IO[bytes], pattern: re.Pattern[bytes]) -> bool:
    before = b""
    while chunk := part.read(CHUNK):
        if pattern.search(before + chunk):
            return True
        before = chunk[-OVERLAP:]
    return False
