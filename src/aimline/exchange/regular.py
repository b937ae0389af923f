"""A file in which every line is one whole row without quotation marks can be read where it lies.

It is looked at in blocks of bytes: no line of it is taken apart, numbered or written again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from aimline.exchange.letters import HIDDEN
from aimline.exchange.limits import Limits
from aimline.exchange.progress import Tell, nobody
from aimline.exchange.recognition import Format, Recognised

BLOCK_BYTES = 1 << 20


@dataclass(frozen=True)
class Regular:
    """Where the rows of such a file begin, how many there are, and how its lines end.

    `is_tidy` says that it is all ASCII and that no field begins or ends with a space.
    """

    n_lines_above: int
    n_rows: int
    line_break: str
    is_tidy: bool


def look(file: Recognised, *, limits: Limits, tell: Tell = nobody) -> Regular | None:
    """Look at the lines of a file; None as soon as one of them needs a second look."""
    if file.format is not Format.CSV or not file.encoding.startswith("utf-8") or len(file.header) < 2:
        return None
    with file.path.open("rb") as raw:
        head = _head(raw, file.delimiter.encode(), file.n_above + file.n_head)
        if not head:
            return None
        lines = _Lines(file, "\r\n" if head[-1].endswith(b"\r\n") else "\n", limits)
        if not all(lines.ends_well(line) for line in head):
            return None
        n_rows, is_tidy = 0, True
        for block in _blocks(raw, lines.line_break):
            n_whole = lines.count_whole(block)
            if not n_whole:
                return None
            n_rows += n_whole
            tell(raw.tell() / file.n_bytes)
            is_tidy = is_tidy and lines.are_tidy(block)
    return Regular(len(head), n_rows, lines.line_break.decode(), is_tidy)


def _head(raw: BinaryIO, delimiter: bytes, n_filled: int) -> list[bytes]:
    """Take blank lines, titles and the header; nothing where one of them is quoted."""
    head: list[bytes] = []
    n_seen = 0
    while n_seen < n_filled:
        line = raw.readline()
        if not line or b'"' in line:
            return []
        head.append(line)
        n_seen += any(field.strip() for field in line.removeprefix(b"\xef\xbb\xbf").split(delimiter))
    return head


def _blocks(raw: BinaryIO, line_break: bytes) -> Iterator[bytes]:
    """Give the rest of a file in blocks of whole lines, the last with the end it may lack."""
    while block := raw.read(BLOCK_BYTES):
        block += raw.readline()
        yield block if block.endswith(b"\n") else block + line_break


class _Lines:
    """What every line of one file must look like."""

    def __init__(self, file: Recognised, line_break: str, limits: Limits) -> None:
        self.line_break, delimiter = line_break.encode(), file.delimiter.encode()
        self.others = bytes(set(range(256)) - {*delimiter, *b"\n"})
        self.n_fields = len(file.header)
        self.row = delimiter * (self.n_fields - 1) + b"\n"
        self.half = limits.field_characters // 2
        self.ends = frozenset((delimiter, b"\n", b"\r"))

    def ends_well(self, line: bytes) -> bool:
        return line.endswith(self.line_break) and b"\r" not in line.removesuffix(self.line_break)

    def count_whole(self, block: bytes) -> int:
        """Count the lines, if each is a row of the right shape, short enough, and without anything hidden; else 0."""
        if b'"' in block or b"\0" in block or not self.are_clean(block):
            return 0
        marks = block.translate(None, self.others)
        n_rows = len(marks) // self.n_fields
        is_whole = marks == self.row * n_rows and self.end_well(block, n_rows) and self.are_short(block)
        return n_rows if is_whole else 0

    def end_well(self, block: bytes, n_rows: int) -> bool:
        if self.line_break == b"\n":
            return b"\r" not in block
        return block.count(b"\r") == n_rows == block.count(b"\r\n")

    def are_clean(self, block: bytes) -> bool:
        if block.isascii():
            return True
        try:
            return not HIDDEN.search(block.decode())
        except UnicodeDecodeError:
            return False

    def are_short(self, block: bytes) -> bool:
        """Whether a line ends in every half of the longest field, so that none is longer than a whole."""
        return all(block.find(b"\n", at, at + self.half) >= 0 for at in range(0, len(block) - self.half, self.half))

    def are_tidy(self, block: bytes) -> bool:
        """Whether all is ASCII and no space stands at either end of a field."""
        if not block.isascii() or block.startswith(b" "):
            return False
        pieces = block.split(b" ")
        before = {piece[-1:] for piece in pieces[:-1]}
        after = {piece[:1] for piece in pieces[1:]}
        return self.ends.isdisjoint(before | after)
