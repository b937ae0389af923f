"""Write rows of OneRoster tables as a bundle, the zip that every other way of bringing a roster takes."""

import csv
import io
import shutil
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from aimline.exchange.oneroster.bundle import MANIFEST, Mode
from aimline.exchange.oneroster.layout import layout
from aimline.exchange.pull.store import Row

VERSION = "1.2"
TABLES = (
    "orgs", "academicSessions", "courses", "classes", "users", "roles", "enrollments", "demographics", "categories",
    "lineItems", "results", "lineItemLearningObjectiveIds", "resultLearningObjectiveIds",
)  # fmt: skip
ALWAYS_THE_SAME = (2000, 1, 1, 0, 0, 0)  # the same rows make the same file


def write_bundle(path: Path, rows: Iterable[Row], *, absent: Iterable[str] = (), system: str) -> None:
    """Write the rows as a bundle in bulk; tables named in `absent` are not in it, so nothing of theirs ends.

    `rows` need not be sorted by table; their order inside a table is kept. `system` names where they come from.
    """
    columns = {name: [column.name for column in layout(VERSION).tables[name].columns] for name in TABLES}
    there = [name for name in TABLES if name not in set(absent)]
    parts = {name: path.with_name(f"{path.name}.{name}") for name in there}
    files = {name: part.open("w", encoding="utf-8", newline="") for name, part in parts.items()}
    try:
        writers = {name: csv.DictWriter(file, columns[name], restval="") for name, file in files.items()}
        for writer in writers.values():
            writer.writeheader()
        for row in rows:
            if row.table in writers:
                writers[row.table].writerow(row.values)
        for file in files.values():
            file.close()
        _pack(path, _manifest(there, system), parts)
    finally:
        for file in files.values():
            file.close()
        for part in parts.values():
            part.unlink(missing_ok=True)


def _pack(path: Path, manifest: str, parts: Mapping[str, Path]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(_entry(MANIFEST), manifest)
        for name, part in parts.items():
            with packed.open(_entry(f"{name}.csv"), "w") as entry, part.open("rb") as table:
                shutil.copyfileobj(table, entry)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, ALWAYS_THE_SAME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _manifest(there: Iterable[str], system: str) -> str:
    told: Mapping[str, str] = {
        "manifest.version": "1.0",
        "oneroster.version": VERSION,
        **{f"file.{name}": Mode.BULK if name in there else Mode.ABSENT for name in layout(VERSION).tables},
        "source.systemName": system,
    }
    text = io.StringIO()
    csv.writer(text).writerows([("propertyName", "value"), *told.items()])
    return text.getvalue()
