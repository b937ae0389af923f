"""The zip of a bundle: opened with care, its manifest read, its files found (trust.md 3)."""

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from aimline.domain.refusal import AimlineError
from aimline.exchange.limits import Limits
from aimline.exchange.oneroster.finding import Finding
from aimline.exchange.oneroster.layout import VERSIONS, Layout, layout
from aimline.exchange.packing import UNPACKABLE

MANIFEST = "manifest.csv"
MOST_MANIFEST_BYTES = 1_000_000
MOST_HEADER_BYTES = 100_000
RATIO_FROM_BYTES = 10_000_000
NO_CLOCK_BEFORE = 2010  # what packs without a clock writes 1980 or 2000
_ENCRYPTED, _SYMLINK = 0x1, 0xA000


class BundleUnreadable(AimlineError):
    """The file is no zip that can be opened safely; `finding` says so as what is wrong with the file as a whole."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.rule, finding.message, finding.hint)
        self.finding = finding


class Mode(StrEnum):
    """What the manifest says of a file: not in this bundle, the whole set, or changes only."""

    ABSENT = "absent"
    BULK = "bulk"
    DELTA = "delta"


@dataclass(frozen=True)
class Bundle:
    """An opened bundle: its layout, the entry and mode of each table, and what is wrong so far.

    An entry is no name, because a zip may hold two of one name, and by name the last would be opened.
    """

    path: Path
    layout: Layout
    entries: Mapping[str, zipfile.ZipInfo]
    modes: Mapping[str, Mode]
    source: str
    findings: tuple[Finding, ...]

    @contextmanager
    def text(self, table: str) -> Iterator[io.TextIOWrapper]:
        """Open a table as text; bytes that are not UTF-8 become lone surrogates."""
        with zipfile.ZipFile(self.path) as packed, packed.open(self.entries[table]) as data:
            yield io.TextIOWrapper(data, encoding="utf-8-sig", errors="surrogateescape", newline="")

    def first_line(self, table: str) -> bytes:
        """Return what stands before the first line break, or as much of it as a header may have."""
        with zipfile.ZipFile(self.path) as packed, packed.open(self.entries[table]) as data:
            return data.readline(MOST_HEADER_BYTES)


def is_bundle(file: Path | BinaryIO) -> bool:
    """Tell whether a file is a zip with the manifest of a OneRoster bundle."""
    if not zipfile.is_zipfile(file):
        return False
    try:
        with zipfile.ZipFile(file) as packed:
            return any(PurePosixPath(name).name.lower() == MANIFEST for name in packed.namelist())
    except (*UNPACKABLE, UnicodeDecodeError):
        return False


def packed_on(path: Path) -> date | None:
    """Return the day on which the newest file of a zip was written; None where whoever packed it had no clock."""
    with zipfile.ZipFile(path) as packed:
        year, month, day = max((one.date_time[:3] for one in packed.infolist()), default=(0, 0, 0))
    if year < NO_CLOCK_BEFORE:
        return None
    try:
        return date(year, month, day)
    except ValueError:  # a zip can hold the 31st of June
        return None


def open_bundle(path: Path, *, limits: Limits | None = None) -> Bundle:
    """Open a zip and read its manifest; raises BundleUnreadable where the zip itself must be refused."""
    limits = limits or Limits()
    found = _entries(path, limits)
    findings: list[Finding] = []
    told = _manifest(path, found)
    if told is None:
        findings.append(Finding(MANIFEST, 0, "", "manifest-missing"))
        told = {}
    version = _version(told, found, findings)
    shape = layout(version)
    entries = _named(found, shape, findings)
    modes = _modes(told, shape, entries, findings)
    return Bundle(path, shape, entries, modes, told.get("source.systemName", ""), tuple(findings))


def _refuse(rule: str, value: object = "", other: object = "") -> BundleUnreadable:
    return BundleUnreadable(Finding("", 0, "", rule, str(value), str(other)))


def _entries(path: Path, limits: Limits) -> list[zipfile.ZipInfo]:
    if path.stat().st_size > limits.file_bytes:
        raise _refuse("bundle-large")
    try:
        with zipfile.ZipFile(path) as packed:
            found = [one for one in packed.infolist() if not one.is_dir()]
    except (*UNPACKABLE, UnicodeDecodeError) as problem:
        raise _refuse("bundle-no-zip") from problem
    if len(found) > limits.n_entries:
        raise _refuse("bundle-many", len(found), limits.n_entries)
    for one in found:
        _check_entry(one)
    packed_bytes, n_bytes = path.stat().st_size, sum(one.file_size for one in found)
    swells = n_bytes > RATIO_FROM_BYTES and n_bytes > packed_bytes * limits.unpacked_ratio
    if n_bytes > limits.unpacked_bytes or swells:
        raise _refuse("bundle-swells")
    return [one for one in found if not _is_debris(one.filename)]


def _check_entry(one: zipfile.ZipInfo) -> None:
    parts = PurePosixPath(one.filename.replace("\\", "/")).parts
    outside = one.filename.startswith(("/", "\\")) or ".." in parts or ":" in one.filename
    link = (one.external_attr >> 16) & 0xF000 == _SYMLINK
    nested = one.filename.lower().endswith((".zip", ".gz", ".7z", ".rar"))
    if outside or link or nested:
        raise _refuse("bundle-unsafe", one.filename)
    if one.flag_bits & _ENCRYPTED:
        raise _refuse("bundle-locked")


def _is_debris(name: str) -> bool:
    """What some systems add to every zip."""
    return name.startswith("__MACOSX/") or PurePosixPath(name).name in {".DS_Store", "Thumbs.db"}


def _manifest(path: Path, found: list[zipfile.ZipInfo]) -> dict[str, str] | None:
    entry = next((one for one in found if _is_manifest(one)), None)
    if entry is None:
        return None
    with zipfile.ZipFile(path) as packed, packed.open(entry) as data:
        text = data.read(MOST_MANIFEST_BYTES).decode("utf-8-sig", errors="replace")
    rows = [row for row in csv.reader(io.StringIO(text)) if len(row) >= 2]
    return {row[0].strip(): row[1].strip() for row in rows if row[0].strip() != "propertyName"}


def _is_manifest(one: zipfile.ZipInfo) -> bool:
    return PurePosixPath(one.filename).name.lower() == MANIFEST


def _version(told: Mapping[str, str], found: list[zipfile.ZipInfo], findings: list[Finding]) -> str:
    said = told.get("oneroster.version", "")
    has_roles = any(PurePosixPath(one.filename).name.lower() == "roles.csv" for one in found)
    read_as = said if said in VERSIONS else ("1.2" if has_roles else "1.1")
    if told and said not in VERSIONS:
        findings.append(Finding(MANIFEST, 0, "oneroster.version", "manifest-version", said, read_as))
    edition = told.get("manifest.version", "1.0")
    if edition != "1.0":
        findings.append(Finding(MANIFEST, 0, "manifest.version", "manifest-edition", edition))
    return read_as


def _named(found: list[zipfile.ZipInfo], shape: Layout, findings: list[Finding]) -> dict[str, zipfile.ZipInfo]:
    entries: dict[str, zipfile.ZipInfo] = {}
    by_small = {name.lower(): name for name in shape.tables}
    manifests = [one for one in found if _is_manifest(one)]
    findings += [Finding(one.filename, 0, "", "file-twice", other=MANIFEST) for one in manifests[1:]]
    for one in found:
        place = PurePosixPath(one.filename)
        if _is_manifest(one):
            continue
        name = by_small.get(place.stem.lower()) if place.suffix.lower() == ".csv" else None
        if name is None or name in entries:
            rule = "file-twice" if name else "file-unknown"
            findings.append(Finding(one.filename, 0, "", rule, other=f"{name}.csv"))
            continue
        entries[name] = one
        if place.name != f"{name}.csv":
            findings.append(Finding(one.filename, 0, "", "file-name-case", other=f"{name}.csv"))
        if len(place.parts) > 1:
            findings.append(Finding(one.filename, 0, "", "file-in-folder"))
    return entries


def _modes(
    told: Mapping[str, str], shape: Layout, entries: Mapping[str, zipfile.ZipInfo], findings: list[Finding]
) -> dict[str, Mode]:
    for said in told:
        if said.startswith("file.") and said[5:] not in shape.tables:
            findings.append(Finding(MANIFEST, 0, said, "manifest-unknown", other=said))
    return {name: _mode(name, told, entries, findings) for name in shape.tables}


def _mode(name: str, told: Mapping[str, str], entries: Mapping[str, zipfile.ZipInfo], findings: list[Finding]) -> Mode:
    said, file, is_there = told.get(f"file.{name}"), f"{name}.csv", name in entries
    if said is None:
        if told:
            findings.append(Finding(MANIFEST, 0, f"file.{name}", "manifest-silent", other=f"file.{name}"))
        if told and is_there:
            findings.append(Finding(file, 0, "", "file-undeclared"))
        return Mode.BULK if is_there and not told else Mode.ABSENT
    if said not in set(Mode):
        findings.append(Finding(MANIFEST, 0, f"file.{name}", "manifest-value", said, f"file.{name}"))
        return Mode.BULK if is_there else Mode.ABSENT
    if said == Mode.ABSENT and is_there:
        findings.append(Finding(file, 0, "", "file-undeclared"))
    if said != Mode.ABSENT and not is_there:
        findings.append(Finding(file, 0, "", "file-missing"))
        return Mode.ABSENT
    return Mode(said)
