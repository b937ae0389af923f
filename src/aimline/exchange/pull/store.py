"""What a pull has read so far, page by page, so that it can go on where it stopped.

A page counts when `progress.json` says so: its rows are on the disk before, and what a crash left behind them is cut
off when the pull goes on.
"""

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple  # a kept value is any JSON

PROGRESS = "progress.json"


class Row(NamedTuple):
    """One row to keep: the table it belongs to, its key there, and its values."""

    table: str
    key: str
    values: dict[str, Any]


@dataclass(frozen=True)
class Progress:
    """How far one resource has been read: where the next page begins, how many rows there are in all."""

    offset: int = 0
    total: int | None = None
    n_bytes: int = 0
    n_begun: int = 1
    is_done: bool = False
    is_missing: bool = False


class Store:
    """The folder of one pull."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        kept = folder / PROGRESS
        told = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
        self._progress = {name: Progress(**values) for name, values in told.items()}

    def progress(self, name: str) -> Progress:
        """Return how far a resource is; one that nobody asked for yet is at its beginning."""
        return self._progress.get(name, Progress())

    def add(self, name: str, rows: Sequence[Row], progress: Progress) -> Progress:
        """Keep one page, rows first, and then that it counts; returns the progress with its size in bytes."""
        # JSON may name half of a letter ("\\ud800"), which no file can hold: a question mark stands for it.
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode(errors="replace")
        path, n_before = self._file(name), self.progress(name).n_bytes
        with path.open("r+b" if path.exists() else "w+b") as file:
            file.truncate(n_before)
            file.seek(n_before)
            file.write(lines)
            file.flush()
            os.fsync(file.fileno())
        return self._keep(name, Progress(**(asdict(progress) | {"n_bytes": n_before + len(lines)})))

    def begin_anew(self, name: str) -> Progress:
        """Forget the pages of a resource, and count that it begins once more."""
        return self._keep(name, Progress(n_begun=self.progress(name).n_begun + 1))

    def forget(self, name: str) -> None:
        """Forget a resource, as if nobody had asked for it yet."""
        self._keep(name, Progress())

    def miss(self, name: str) -> None:
        """Note that the service has no such resource for us."""
        self._keep(name, Progress(is_done=True, is_missing=True))

    def rows(self, *names: str) -> Iterator[Row]:
        """Give the rows of whole pages in the order they came; a row that two pages brought comes once."""
        seen = set[tuple[str, str]]()
        for name in names:
            for row in self._lines(name):
                if (row.table, row.key) not in seen:
                    seen.add((row.table, row.key))
                    yield row

    def n_rows(self) -> dict[str, int]:
        """Count what was received of each resource."""
        return {name: progress.offset for name, progress in self._progress.items() if not progress.is_missing}

    def _lines(self, name: str) -> Iterator[Row]:
        path, left = self._file(name), self.progress(name).n_bytes
        if not left:
            return
        with path.open("rb") as file:
            while left > 0 and (line := file.readline()):
                left -= len(line)
                yield Row(*json.loads(line))

    def _keep(self, name: str, progress: Progress) -> Progress:
        self._progress[name] = progress
        told = {each: asdict(values) for each, values in self._progress.items()}
        temporary = self.folder / f"{PROGRESS}.new"
        with temporary.open("w", encoding="utf-8") as file:
            json.dump(told, file)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self.folder / PROGRESS)
        return progress

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}.jsonl"
