"""What a stored roster or framework changed, kept beside its copy so that it can be taken back."""

import gzip
import json
import os
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any  # plain JSON; whoever wrote it knows its form


def write(path: Path, told: Mapping[str, object]) -> None:
    """Write a memory so that it survives a power cut: it is whole under its name, or not there."""
    unfinished = path.with_name(f"{path.name}.new")
    with unfinished.open("wb") as file:
        with gzip.open(file, "wt", encoding="utf-8", compresslevel=1) as packed:
            json.dump(told, packed)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def read(path: Path) -> dict[str, Any] | None:
    """Return a memory as it was written; none where the file has gone or cannot be read."""
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            told: dict[str, Any] = json.load(file)
    except (OSError, EOFError, zlib.error, ValueError):
        return None
    return told
