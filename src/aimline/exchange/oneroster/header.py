"""The first line of a file: which column stands where, and what is unusual about it."""

import codecs
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from aimline.exchange.oneroster.bundle import Mode
from aimline.exchange.oneroster.finding import Finding
from aimline.exchange.oneroster.layout import Column, Table

ALIKE = 0.85
OTHER_MARKS = {b";": ";", b"\t": "tab", b"|": "|"}
METADATA = "metadata."


@dataclass(frozen=True)
class Header:
    """The columns that are read, each with its place in a row, and the number of fields a row has."""

    places: tuple[tuple[Column, int], ...]
    n_fields: int

    def fit(self, fields: Sequence[str]) -> Sequence[str] | None:
        """Give a row the header's length where only empty or nameless fields differ, else None."""
        n_missing = self.n_fields - len(fields)
        if n_missing > 0:
            n_named = 1 + max((at for _, at in self.places), default=-1)
            return [*fields, *[""] * n_missing] if len(fields) >= n_named else None
        return fields[: self.n_fields] if not any(fields[self.n_fields :]) else None


def read_header(table: Table, names: Sequence[str], mode: Mode) -> tuple[Header, list[Finding]]:
    """Match the names of a header with the columns of its file."""
    file, findings = f"{table.name}.csv", list[Finding]()
    taken: dict[str, int] = {}
    for at, raw in enumerate(names):
        name = raw.strip()
        column = _meant(table, name, names)
        if not name:
            findings.append(Finding(file, 1, "", "header-nameless"))
        elif column is None:
            if not name.startswith(METADATA):
                findings.append(Finding(file, 1, "", "header-unknown", name))
        elif column.name in taken:
            findings.append(Finding(file, 1, column.name, "header-twice"))
        else:
            taken[column.name] = at
            if column.name != name and name not in table.also_called:
                findings.append(Finding(file, 1, column.name, "header-misspelt", name))
    findings += [_missing(file, column, mode) for column in table.columns if column.name not in taken]
    standard = [column.name for column in table.columns if column.name in taken]
    if sorted(taken, key=taken.__getitem__) != standard:
        findings.append(Finding(file, 1, "", "header-order"))
    places = tuple((column, taken[column.name]) for column in table.columns if column.name in taken)
    return Header(places, len(names)), findings


def unreadable(file: str, first_line: bytes) -> Finding | None:
    """Say why a file cannot be read as a table at all: another encoding, another mark between the columns."""
    if first_line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in first_line[:4]:
        return Finding(file, 0, "", "file-utf-16")
    mark = max(OTHER_MARKS, key=first_line.count)
    if b"," not in first_line and mark in first_line:
        return Finding(file, 1, "", "file-delimiter", OTHER_MARKS[mark])
    return None


def _missing(file: str, column: Column, mode: Mode) -> Finding:
    in_delta = mode is Mode.DELTA and column.name in {"status", "dateLastModified"}
    return Finding(file, 1, column.name, "header-missing" if column.is_required or in_delta else "header-optional")


def _meant(table: Table, name: str, names: Sequence[str]) -> Column | None:
    """Find the column a name means: exactly, by an older name, or by a slip of the pen."""
    column = table.column(table.also_called.get(name, name))
    if column is not None or not name or name.startswith(METADATA):
        return column
    free = [each.name for each in table.columns if each.name not in names]
    small = {each.lower(): each for each in free}
    close = get_close_matches(name.lower(), small, n=1, cutoff=ALIKE)
    return table.column(small[close[0]]) if close else None
