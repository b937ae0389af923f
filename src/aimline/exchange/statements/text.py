"""Plain text: its letters, and where one statement ends and the next begins."""

import codecs
import re

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SAMPLE_BYTES = 4096
_BLANK_LINES = re.compile(r"\n[ \t\f\v]*(?:\n[ \t\f\v]*)+")
_LIST_MARK = re.compile(r"^\s*(?:[•·▪●○◦‣■□☐✓➢*–—-]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+", re.IGNORECASE)


def decode(packed: bytes) -> str:
    """Turn bytes into text: UTF-8 or UTF-16 with or without its mark, else Windows-1252; line ends become \\n.

    Never raises: a byte that is no letter becomes the replacement mark.
    """
    return packed.decode(encoding(packed), "replace").replace("\r\n", "\n").replace("\r", "\n")


def encoding(packed: bytes) -> str:
    """Tell how the letters of a text are stored, by its mark, its zero bytes, and whether all of it is UTF-8."""
    for mark, name in _MARKS:
        if packed.startswith(mark):
            return name
    head = packed[:_SAMPLE_BYTES]
    # Every other byte of Western text in UTF-16 is zero; Cyrillic has such bytes at spaces and full stops.
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) > len(head) * 0.05 and min(even, odd) == 0:
        return "utf-16-be" if even > odd else "utf-16-le"
    try:
        packed.decode("utf-8")
    except UnicodeDecodeError:
        return "windows-1252"
    return "utf-8"


def passages(text: str) -> list[str]:
    """Split at blank lines; a passage that runs over several lines becomes one line."""
    found = (" ".join(part.split()) for part in _BLANK_LINES.split(text))
    return [one for one in found if one]


def split_list(text: str) -> list[str]:
    """Split a cell that lists several statements, each behind a bullet or a number; other cells are one statement."""
    lines = [line for line in text.splitlines() if line.strip()]
    marked = [line for line in lines if _LIST_MARK.match(line)]
    if len(marked) < 2 or not _LIST_MARK.match(lines[0]):
        return [without_mark(" ".join(text.split()))]
    parts: list[str] = []
    for line in lines:
        if _LIST_MARK.match(line):
            parts.append(line)
        else:
            parts[-1] += " " + line
    return [without_mark(" ".join(part.split())) for part in parts]


def without_mark(text: str) -> str:
    """Take a bullet or a number from the beginning of a line; "85% of students" keeps its number."""
    return _LIST_MARK.sub("", text, count=1).strip()
