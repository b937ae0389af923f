"""How far the work on an import has come, for the page that waits for it.

It is told in a file beside what is staged: a table would have to be written while the work holds it.
"""

import json
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum

from aimline.apps.intake.actions.folders import progress_of
from aimline.apps.intake.models import Upload
from aimline.exchange.progress import Tell


class Step(StrEnum):
    """The steps of a check, and then those of storing, in their order."""

    READ = "read"
    CHECK = "check"
    COMPARE = "compare"
    FIND = "find"
    WRITE = "write"
    STORE = "store"


# Where each step begins and ends in its work, as a share of its time: measured with a million rows.
SPANS = {
    Step.READ: (0.0, 0.1), Step.CHECK: (0.1, 0.6), Step.COMPARE: (0.6, 1.0),
    Step.FIND: (0.0, 0.5), Step.WRITE: (0.5, 0.7), Step.STORE: (0.7, 1.0),
}  # fmt: skip


@dataclass(frozen=True)
class Progress:
    """How much of a step is done, 0 to 1; `n_all` counts its bytes (of READ) or rows (of the others)."""

    step: Step
    share: float
    n_all: int

    @property
    def of_work(self) -> float:
        """The share of the whole work that is done, 0 to 1."""
        begin, end = SPANS[self.step]
        return begin + (end - begin) * self.share


@contextmanager
def at_work(upload: Upload) -> Iterator[None]:
    """Let go of what is told when the work inside the block ends, however it ends."""
    try:
        yield
    finally:
        progress_of(upload).unlink(missing_ok=True)


def tell(upload: Upload, step: Step, share: float = 0.0, n_all: int = 0) -> None:
    """Write down how far the work on an upload as it stands has come; nothing where it was put aside meanwhile."""
    told = progress_of(upload)
    next_told = told.with_name(f"{uuid.uuid4().hex}.next")  # two workers may tell of one upload
    with suppress(FileNotFoundError):
        next_told.write_text(json.dumps([upload.version, step, share, n_all]), encoding="utf-8")
        os.replace(next_told, told)


def teller(upload: Upload, step: Step, n_all: int) -> Tell:
    """Return what tells of one step: once at its beginning, then at every hundredth that is done."""
    told = -1

    def tell_share(share: float) -> None:
        nonlocal told
        if int(share * 100) > told:
            told = int(share * 100)
            tell(upload, step, share, n_all)

    tell_share(0.0)
    return tell_share


def read(upload: Upload) -> Progress | None:
    """Return how far the work on an upload as it stands has come; None before it begins, and where nothing is told."""
    try:
        version, step, share, n_all = json.loads(progress_of(upload).read_text(encoding="utf-8"))
    except (OSError, ValueError):  # it goes while the page asks
        return None
    return Progress(Step(step), share, n_all) if version == upload.version else None
