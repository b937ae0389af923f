"""Whether the files of the warehouse are those the Segment table names, whole and unchanged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from aimline.domain.words import Message, say
from aimline.warehouse.segments import TEMPORARY_ENDING, measure_file

STALE_AFTER = timedelta(hours=24)


class State(StrEnum):
    """The life of a segment: being written, live, or retired (kept a while for readers and backups)."""

    WRITING = "writing"
    LIVE = "live"
    RETIRED = "retired"


@dataclass(frozen=True)
class Segment:
    """What the relational database knows of one file; no digest while it is being written."""

    path: Path
    state: State
    n_bytes: int | None = None
    sha256: str | None = None


@dataclass(frozen=True)
class Finding:
    """Something wrong with one file; `removable` ones belong to nobody and may be deleted."""

    code: str
    path: Path
    removable: bool
    message: Message
    hint: Message


def examine(folder: Path, segments: Sequence[Segment], *, now: datetime) -> list[Finding]:
    """Compare the folder with the segments; findings come ordered by path.

    `now` is a moment with time zone. Only files in state `writing` and older than 24 hours may be
    removed, and only where no worker lives, which the caller knows (architecture.md decision 4, "Crash").
    """
    known = {segment.path.resolve(): segment for segment in segments}
    found = [finding for segment in known.values() if (finding := _examine_segment(segment))]
    files = (path.resolve() for path in folder.rglob("*") if path.is_file())
    found += [finding for path in files if (finding := _examine_file(path, known, now))]
    return sorted(found, key=lambda finding: (str(finding.path), finding.code))


def _examine_segment(segment: Segment) -> Finding | None:
    if segment.state is not State.LIVE:
        return None
    if not segment.path.is_file():
        return _finding(
            "file_missing",
            segment.path,
            say("The warehouse file {name} is missing.", name=segment.path.name),
            say("Restore it from a backup; a file of `current` can be made again from the log."),
        )
    if measure_file(segment.path) != (segment.n_bytes, segment.sha256):
        return _finding(
            "digest_differs",
            segment.path,
            say("The warehouse file {name} was changed after it was written.", name=segment.path.name),
            say("Restore it from a backup, and check the disk."),
        )
    return None


def _examine_file(path: Path, known: dict[Path, Segment], now: datetime) -> Finding | None:
    is_temporary = path.name.endswith(TEMPORARY_ENDING)
    segment = known.get(path.with_name(path.name.removesuffix(TEMPORARY_ENDING)))
    is_writing = segment is not None and segment.state is State.WRITING
    is_old = now.timestamp() - path.stat().st_mtime > STALE_AFTER.total_seconds()
    if is_writing and is_old:
        return _finding(
            "writing_stopped",
            path,
            say("The file {name} was begun more than a day ago and never finished.", name=path.name),
            say("It can be removed: nothing refers to it."),
            removable=True,
        )
    if is_writing or (segment is not None and not is_temporary):
        return None
    return _finding(
        "file_stray",
        path,
        say("The file {name} does not belong to any import.", name=path.name),
        say("Look at it before you move it away; the program never reads it."),
    )


def _finding(code: str, path: Path, message: Message, hint: Message, *, removable: bool = False) -> Finding:
    return Finding(code, path, removable, message, hint)
