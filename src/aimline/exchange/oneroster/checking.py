"""Look at every row of a bundle and say everything that is wrong with it (`aimline oneroster check`)."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from aimline.exchange.limits import Limits
from aimline.exchange.oneroster import crossing
from aimline.exchange.oneroster.bundle import Bundle, Mode, open_bundle
from aimline.exchange.oneroster.finding import Finding, Weight
from aimline.exchange.oneroster.header import Header, read_header, unreadable
from aimline.exchange.oneroster.layout import Column, Kind, Table
from aimline.exchange.oneroster.values import LONGEST, broken, listed

Values = dict[str, str]
_MOSTLY_DIFFERENT = frozenset({Kind.TEXT, Kind.SECRET, Kind.EMAIL, Kind.NUMBER})
_MOST_REMEMBERED = 50_000
_DAMAGED = ("\udc80", "\udcff")  # what a byte that is not UTF-8 becomes


@dataclass(frozen=True)
class Row:
    """A row of one table: its line, its values by column (stripped), and whether an error keeps it out."""

    line: int
    values: Values
    is_sound: bool


@dataclass
class Known:
    """What the rows read so far have named; `where` keeps the line of each sourcedId by table.

    `cut` are the tables of which an unknown part could not be read: that they do not name a thing proves nothing.
    """

    where: dict[str, dict[str, int]] = field(default_factory=dict)
    cut: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Checked:
    """What a bundle holds and what is wrong with it, in the order of its files and lines."""

    path: Path
    version: str
    modes: dict[str, Mode]
    n_rows: dict[str, int]
    findings: tuple[Finding, ...]

    @property
    def n_errors(self) -> int:
        """Count the findings that keep a row or file out."""
        return sum(one.weight is Weight.ERROR for one in self.findings)


def check(path: Path, *, today: date | None = None, limits: Limits | None = None) -> Checked:
    """Check a whole bundle (1EdTech OneRoster 1.1 and 1.2, CSV binding); raises BundleUnreadable.

    Pointers are followed only into files that this bundle holds in bulk: what a delta or an absent file does not
    repeat may be known to the receiver. Nobody is born after `today`; without it, that is not looked at.
    """
    bundle = open_bundle(path, limits=limits)
    findings, n_rows, known = list(bundle.findings), dict[str, int](), Known()
    across = crossing.Across(bundle, today=today)
    for name in bundle.layout.tables:
        if name not in bundle.entries or bundle.modes[name] is Mode.ABSENT:
            continue
        n_rows[name] = 0
        for row in rows(bundle, name, known, findings):
            n_rows[name] += 1
            across.take(name, row.line, row.values, findings)
    across.finish(findings)
    findings.sort(key=lambda one: (_place(bundle, one.file), one.line))
    return Checked(path, bundle.layout.version, dict(bundle.modes), n_rows, tuple(findings))


def unopened(path: Path, finding: Finding) -> Checked:
    """Return the check of a file that could not be opened, of which nothing else is known."""
    return Checked(path, "", {}, {}, (finding,))


def _place(bundle: Bundle, file: str) -> int:
    names = list(bundle.layout.tables)
    return names.index(file[:-4]) if file[:-4] in names else -1


def rows(bundle: Bundle, name: str, known: Known, findings: list[Finding]) -> Iterator[Row]:
    """Give the rows of a table one by one, adding to `findings` whatever is wrong with them."""
    table, mode, file = bundle.layout.tables[name], bundle.modes[name], f"{name}.csv"
    why = unreadable(file, bundle.first_line(name))
    if why is not None:
        findings.append(why)
        known.cut.add(name)
        return
    with bundle.text(name) as text:
        lines = _Lines(text)
        records = _records(lines, file, findings)
        first = next(records, None)
        if first is None:
            findings.append(Finding(file, 0, "", "file-empty"))
            known.cut.add(name)
            return
        header, found = read_header(table, first[1], mode)
        findings += found
        reader = _Reader(bundle, table, header, known)
        for line, fields in records:
            fitting = header.fit(fields)
            if fitting is None:
                lines.is_cut |= lines.ends_open
                told = Finding(file, line, "", "row-fields", str(len(fields)), str(header.n_fields))
                findings.append(told)
                continue
            yield reader.read(line, fitting, findings)
        if lines.is_cut or any(one.rule == "header-missing" and one.column == "sourcedId" for one in found):
            known.cut.add(name)
        reader.close(findings)


class _Lines:
    """The lines of a file; `ends_open` while the newest has no line break, `is_cut` once its end is found missing."""

    def __init__(self, text: Iterator[str]) -> None:
        self.text = text
        self.ends_open = self.is_cut = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self.text)
        self.ends_open = not line.endswith(("\n", "\r"))
        return line


def _records(text: _Lines, file: str, findings: list[Finding]) -> Iterator[tuple[int, list[str]]]:
    """Give each record with the line on which it begins; blank lines are stepped over."""
    csv.field_size_limit(10 * LONGEST)
    reader = csv.reader(text, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            text.is_cut |= str(problem) == "unexpected end of data"  # a quotation mark took in all that follows
            findings.append(Finding(file, line, "", "row-quotes"))
            continue
        if any(value.strip() for value in fields):
            yield line, fields


class _Reader:
    """Reads the rows of one table; remembers its ids and the pointers that lead into itself."""

    def __init__(self, bundle: Bundle, table: Table, header: Header, known: Known) -> None:
        self.bundle, self.table, self.header, self.known = bundle, table, header, known
        self.file = f"{table.name}.csv"
        self.ids = known.where.setdefault(table.name, {})
        self.inward: list[tuple[int, Column, str]] = []
        found = {column.name for column, _ in header.places}
        self.lacks = any(column.is_required and column.name not in found for column in table.columns)
        self.secrets = set[str]()
        self.statuses = set[str]()
        self.good: dict[int, set[str]] = {at: set() for column, at in header.places if self.repeats(column)}

    def repeats(self, column: Column) -> bool:
        """True where many rows share a value whose soundness does not depend on the row: it is looked at once."""
        return column.kind not in _MOSTLY_DIFFERENT and column.target != self.table.name

    def read(self, line: int, fields: Sequence[str], findings: list[Finding]) -> Row:
        values, told = Values(), list[Finding]()
        for column, at in self.header.places:
            raw, good = fields[at], self.good.get(at)
            if column.kind is Kind.SECRET:
                self.drop(line, column, raw.strip(), told)
            elif (good is not None and raw in good) or (not raw and not column.is_required):
                values[column.name] = raw
            else:
                n_before = len(told)
                values[column.name] = self.value(line, column, raw, raw.strip(), told)
                if good is not None and len(told) == n_before and len(good) < _MOST_REMEMBERED:
                    good.add(raw)
        self.identify(line, values, told)
        findings += told
        return Row(line, values, not self.lacks and not any(one.weight is Weight.ERROR for one in told))

    def drop(self, line: int, column: Column, value: str, findings: list[Finding]) -> None:
        """Passwords never leave this function (trust.md 3); one word a column is enough."""
        if value and column.name not in self.secrets:
            self.secrets.add(column.name)
            findings.append(Finding(self.file, line, column.name, "secret-present"))

    def value(self, line: int, column: Column, raw: str, value: str, findings: list[Finding]) -> str:
        if not value:
            if column.is_required:
                findings.append(Finding(self.file, line, column.name, "value-missing"))
            return ""
        if not value.isascii() and any(_DAMAGED[0] <= letter <= _DAMAGED[1] for letter in value):
            findings.append(Finding(self.file, line, column.name, "file-encoding"))
            value = "".join(letter for letter in value if not _DAMAGED[0] <= letter <= _DAMAGED[1])
        if len(raw) != len(raw.strip()):
            findings.append(Finding(self.file, line, column.name, "value-space", raw))
        rule = broken(column, value, self.bundle.layout)
        if rule == "value-word" and (meant := self.bundle.layout.spelt(column.target, value)):
            findings.append(Finding(self.file, line, column.name, "value-case", value, meant))
            return meant
        if rule:
            allowed = ", ".join(self.bundle.layout.vocabulary[column.target]) if rule == "value-word" else ""
            findings.append(Finding(self.file, line, column.name, rule, value, allowed))
        elif column.kind in (Kind.POINTER, Kind.POINTERS):
            self.follow(line, column, value, findings)
        return value

    def follow(self, line: int, column: Column, value: str, findings: list[Finding]) -> None:
        if self.bundle.modes.get(column.target) is not Mode.BULK or column.target in self.known.cut:
            return
        for one in listed(value) if column.kind is Kind.POINTERS else [value]:
            if column.target == self.table.name:
                self.inward.append((line, column, one))
            elif one not in self.known.where.get(column.target, {}):
                findings.append(Finding(self.file, line, column.name, "pointer-dangling", one, column.target))

    def identify(self, line: int, values: Values, findings: list[Finding]) -> None:
        own = values.get("sourcedId", "")
        if own and own in self.ids:
            findings.append(Finding(self.file, line, "sourcedId", "id-twice", own, str(self.ids[own])))
        elif own:
            self.ids[own] = line
        mode, is_new = self.bundle.modes[self.table.name], self.bundle.layout.version != "1.1"
        for name in ("status", "dateLastModified"):
            filled = bool(values.get(name))
            if mode is Mode.DELTA and not filled and name in values:
                findings.append(Finding(self.file, line, name, "status-missing"))
            elif mode is Mode.BULK and filled and is_new and name not in self.statuses:
                self.statuses.add(name)
                findings.append(Finding(self.file, line, name, "status-in-bulk"))

    def close(self, findings: list[Finding]) -> None:
        """Follow the pointers into this very table, now that all its ids are known."""
        for line, column, value in self.inward:
            if value not in self.ids and self.table.name not in self.known.cut:
                findings.append(Finding(self.file, line, column.name, "pointer-dangling", value, column.target))
