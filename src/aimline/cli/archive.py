"""A backup as one zip: files, and last a manifest with their sizes and digests (SHA-256), checked before it counts."""

import hashlib
import json
import os
import shutil
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from aimline.domain.refusal import AimlineError
from aimline.domain.words import say
from aimline.exchange.packing import UNPACKABLE

FORMAT = 1
MANIFEST = "manifest.json"
BLOCK = 1 << 20


class ArchiveUnusable(AimlineError):
    """The file is no backup, is damaged, or was made by a newer version."""


@dataclass(frozen=True)
class Manifest:
    """What a backup holds: when it was made (ISO 8601), by which version, with which changes to its tables, how much.

    `files` gives the size in bytes and the digest of each file by its path in the data folder.
    """

    format: int
    version: str
    made_at: str
    tables: list[str]
    holds: dict[str, int]
    files: dict[str, tuple[int, str]]


def write(out: Path, files: Mapping[str, Path], manifest: Manifest) -> Manifest:
    """Write the files and the manifest beside `out`, read all of it back, and only then give it its name.

    Returns the manifest with its files. Raises OSError.
    """
    unfinished = out.with_name(f"{out.name}.unfinished")
    try:
        pack(unfinished, files, manifest)
        with unfinished.open("rb") as written:
            os.fsync(written.fileno())
        read(unfinished)
        unfinished.replace(out)
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest


def pack(path: Path, files: Mapping[str, Path], manifest: Manifest) -> None:
    there = {name: file for name, file in files.items() if file.exists()}  # a brought file may be put aside meanwhile
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for name, file in there.items():
            with file.open("rb") as source, packed.open(name, "w", force_zip64=True) as target:
                manifest.files[name] = copy(source, target)
        packed.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1))


def read(path: Path, into: Path | None = None) -> Manifest:
    """Check every file of a backup against its manifest, and unpack them where a folder is given.

    Raises ArchiveUnusable; what was unpacked until then lies about.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            manifest = manifest_of(packed)
            require_names(manifest.files, packed.namelist())
            found = {name: checked(packed, name, into) for name in manifest.files}
    except (*UNPACKABLE, KeyError, ValueError, TypeError) as problem:
        raise damaged("") from problem
    for name, told in manifest.files.items():
        if found[name] != told:
            raise damaged(name)
    return manifest


def checked(packed: zipfile.ZipFile, name: str, into: Path | None) -> tuple[int, str]:
    """Read one file to its end; returns its size and digest, raises ArchiveUnusable where it breaks off."""
    try:
        with packed.open(name) as source:
            return unpack(source, into / name) if into else copy(source, None)
    except (*UNPACKABLE, EOFError, zlib.error) as problem:
        raise damaged(name) from problem


def manifest_of(packed: zipfile.ZipFile) -> Manifest:
    told = json.loads(packed.read(MANIFEST))
    if told["format"] > FORMAT:
        raise newer(told["version"])
    return Manifest(**told | {"files": {name: (size, digest) for name, (size, digest) in told["files"].items()}})


def require_names(told: Iterable[str], found: Iterable[str]) -> None:
    """Refuse a path that leaves the folder, and a file that the manifest does not name."""
    if any(PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts or "\\" in name for name in told):
        raise damaged("")
    if sorted([*told, MANIFEST]) != sorted(found):
        raise damaged("")


def unpack(source: IO[bytes], path: Path) -> tuple[int, str]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as target:
        told = copy(source, target)
        target.flush()
        os.fsync(target.fileno())
    return told


def copy(source: IO[bytes], target: IO[bytes] | None) -> tuple[int, str]:
    """Copy a file, or only read it; returns its size in bytes and its digest."""
    size, digest = 0, hashlib.sha256()
    while block := source.read(BLOCK):
        size += len(block)
        digest.update(block)
        if target is not None:
            target.write(block)
    return size, digest.hexdigest()


def put_in_place(folder: Path, unpacked: Path, aside: Path) -> None:
    """Let a folder take the place of another, which is kept aside with its key."""
    if folder.exists():
        if (folder / "secret-key").exists():
            shutil.copy2(folder / "secret-key", unpacked / "secret-key")
        folder.rename(aside)
    unpacked.rename(folder)


def damaged(name: str) -> ArchiveUnusable:
    return ArchiveUnusable(
        "backup-damaged",
        say("This backup is damaged: {name} is not as it was written.", name=name)
        if name
        else say("This is no whole backup of Aimline."),
        say("Nothing was changed. Take another copy of it, or an earlier backup."),
    )


def newer(version: str) -> ArchiveUnusable:
    return ArchiveUnusable(
        "backup-newer",
        say("This backup was made by a newer Aimline ({version}).", version=version),
        say("Nothing was changed. Install that version or a later one, then restore."),
    )
