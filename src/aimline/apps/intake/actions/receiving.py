"""A file comes in, gets its mapping, or is given back."""

import hashlib
import os
import shutil
import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from aimline.apps.intake import policy
from aimline.apps.intake.actions.folders import upload_folder
from aimline.apps.intake.models import Upload, UploadState
from aimline.apps.intake.queries.meaning import mapping_of
from aimline.apps.journal import actions as journal
from aimline.apps.organizations.models import Unit
from aimline.apps.organizations.policy import NotAllowed, Viewer
from aimline.domain.refusal import AimlineError
from aimline.domain.words import say
from aimline.exchange import recognition
from aimline.exchange.limits import Limits

OPEN_STATES = frozenset({UploadState.RECEIVED, UploadState.STAGED, UploadState.REFUSED, UploadState.STAGING})
NOTHING: Mapping[str, object] = {}


class NotOpen(AimlineError):
    """The import has gone past the step that was asked for."""

    def __init__(self, state: str) -> None:
        super().__init__(
            "import-not-open",
            say("This import is already {state}.", state=state),
            say("Open its page to see where it stands."),
        )


class CopyGone(AimlineError):
    """The copy of a file is not kept any more."""

    def __init__(self) -> None:
        super().__init__(
            "copy-gone",
            say("The copy of this file is not kept any more."),
            say("Bring the file again."),
        )


class NotAgain(AimlineError):
    """Only a file whose way is over, or a sheet of it that is there, is taken once more."""


class BothAnswers(AimlineError):
    """A number is said to be the same student's, and another's."""


class FileTooLarge(AimlineError):
    """The file is larger than this installation takes."""


def receive(viewer: Viewer, file_name: str, stream: BinaryIO, *, place: Unit | None) -> Upload:
    """Keep a copy of a file and note what it is; nothing of it is read into the tables yet."""
    with kept(viewer, file_name, stream, place=place) as upload:
        enter(viewer, upload)
    return upload


@contextmanager
def kept(
    viewer: Viewer, file_name: str, stream: BinaryIO, *, place: Unit | None, report: Mapping[str, object] = NOTHING
) -> Iterator[Upload]:
    """Copy a file, which may take minutes, before anything is locked; the copy goes again unless it is entered.

    `report` says what kind of file it is, where it is none of results.
    """
    if viewer.person_id is None:
        raise NotAllowed
    upload = Upload(
        uuid=uuid.uuid4(), place=place, file_name=file_name[-255:], by_id=viewer.person_id, at=viewer.now,
        report=dict(report),
    )  # fmt: skip
    if not policy.may_bring_file(viewer, upload):
        raise NotAllowed
    folder = upload_folder(upload)
    folder.mkdir(parents=True)
    try:
        upload.digest, upload.n_bytes = keep_copy(stream, folder / "original")
        upload.path = str((folder / "original").relative_to(settings.DATA))
        yield upload
    finally:
        if not Upload.objects.filter(uuid=upload.uuid).exists():
            shutil.rmtree(folder)


@contextmanager
def kept_again(viewer: Viewer, upload: Upload, *, sheet: str = "") -> Iterator[Upload]:
    """Take the kept copy of a file once more: another sheet of a workbook, or the same after it was withdrawn.

    What its columns meant is asked again, with what was said before filled in. Raises NotAgain, CopyGone.
    """
    check_again(upload, sheet)
    original = Path(settings.DATA) / upload.path
    if not original.exists():
        raise CopyGone
    kind: Mapping[str, object] = {"framework": {}} if upload.is_framework else NOTHING
    report = {"sheet": sheet} if sheet else kind
    with original.open("rb") as copy, kept(viewer, upload.file_name, copy, place=upload.place, report=report) as new:
        new.mapping = "" if sheet else upload.mapping
        yield new


def check_again(upload: Upload, sheet: str) -> None:
    """Raise NotAgain for a file that is still on its way, and for a sheet that its workbook does not have."""
    if upload.state not in (UploadState.COMMITTED, UploadState.WITHDRAWN):
        raise NotAgain(
            "not-again",
            say("This file is still on its way, or was put aside. It can be taken once more when it is stored."),
            say("Open its page to see where it stands."),
        )
    sheets = upload.report.get("read_as", {}).get("sheets", [])
    if sheet and sheet not in sheets:
        raise NotAgain(
            "no-such-sheet",
            say("This file has no sheet called {sheet}.", sheet=sheet),
            say("Its sheets are: {names}.", names=", ".join(sheets)) if sheets else say("It has no other sheets."),
        )


def enter(viewer: Viewer, upload: Upload) -> None:
    """Note a kept file, and say at once when it is no table."""
    seen = recognition.recognise(settings.DATA / upload.path)
    if seen.problems:
        upload.state = UploadState.REFUSED
        upload.message = f"{seen.problems[0].message} {seen.problems[0].hint}"
    with transaction.atomic():
        upload.save(force_insert=True)
        note(viewer, "receive file", upload)


def keep_copy(stream: BinaryIO, kept: Path) -> tuple[str, int]:
    """Copy a file so that it survives a power cut; returns its SHA-256 and its size in bytes."""
    digest, n_bytes, most = hashlib.sha256(), 0, Limits().file_bytes
    with kept.open("wb") as copy:
        while chunk := stream.read(1 << 20):
            n_bytes += len(chunk)
            if n_bytes > most:
                raise FileTooLarge(
                    "file-too-large",
                    say("The file is larger than {n} MB.", n=most // 1_000_000),
                    say("Split it by school year, or pack it as .csv.gz."),
                )
            digest.update(chunk)
            copy.write(chunk)
        copy.flush()
        os.fsync(copy.fileno())
    return digest.hexdigest(), n_bytes


def map_columns(viewer: Viewer, upload: Upload, mapping_text: str, *, version: int) -> Upload:
    """Say what the columns mean; a mapping that cannot work is refused with every reason."""
    with transaction.atomic():
        fresh = Upload.objects.select_for_update().get(pk=upload.pk)
        check_open(viewer, fresh)
        if fresh.version != version:
            raise journal.StaleVersion(theirs={"mapping": fresh.mapping}, yours={"mapping": mapping_text})
        fresh.mapping, fresh.version, fresh.state = mapping_text, version + 1, UploadState.STAGING
        fresh.message = ""
        mapping_of(fresh)
        fresh.save(update_fields=["mapping", "version", "state", "message"])
        note(viewer, "map columns", fresh)
    return fresh


def say_whose(
    viewer: Viewer, upload: Upload, *, same_students: Sequence[str], other_students: Sequence[str], version: int
) -> Upload:
    """Say whose the results are under numbers that have passed: of who has them now, or of who had them then.

    The rows have to be checked once more after it. Raises BothAnswers, and NotOpen for all but checked results.
    """
    require_one_answer(same_students, other_students)
    said = {"same_students": list(same_students), "other_students": list(other_students)}
    with transaction.atomic():
        fresh = Upload.objects.select_for_update().get(pk=upload.pk)
        check_open(viewer, fresh)
        if fresh.version != version:
            raise journal.StaleVersion(theirs={"state": fresh.state}, yours={"state": UploadState.STAGING})
        if fresh.state != UploadState.STAGED or "obstacles" not in fresh.report:
            raise NotOpen(fresh.state)
        fresh.state, fresh.report, fresh.message = UploadState.STAGING, fresh.report | {"numbers": said}, ""
        fresh.version += 1
        fresh.save(update_fields=["state", "report", "message", "version"])
        note(viewer, "say whose numbers", fresh, numbers=said)
    return fresh


def require_one_answer(same_students: Collection[str], other_students: Collection[str]) -> None:
    """Raise BothAnswers for a number of which both is said."""
    if both := sorted({*same_students} & {*other_students}):
        message = say("{numbers}: the same student, and another one, cannot both be.", numbers=", ".join(both[:5]))
        raise BothAnswers("both-answers", message, say("Give each number in one of the two places."))


def discard(viewer: Viewer, upload: Upload, *, version: int) -> None:
    """Give an import up as it was seen; its copy of the file goes, the note that it came stays."""
    with transaction.atomic():
        fresh = Upload.objects.select_for_update().get(pk=upload.pk)
        check_open(viewer, fresh)
        if fresh.version != version:
            raise journal.StaleVersion(theirs={"state": fresh.state}, yours={"state": UploadState.DISCARDED})
        fresh.report = report_of_discarded(fresh)
        fresh.state, fresh.message, fresh.version = UploadState.DISCARDED, "", fresh.version + 1
        fresh.save(update_fields=["state", "report", "message", "version"])
        note(viewer, "discard import", fresh)
    shutil.rmtree(upload_folder(upload), ignore_errors=True)


def report_of_discarded(upload: Upload) -> dict[str, object]:
    """Return what stays of the report of a file that was put aside: that it was a framework of standards."""
    return {"framework": {}} if upload.is_framework else {}


def check_open(viewer: Viewer, upload: Upload) -> None:
    if not policy.may_bring_file(viewer, upload):
        raise NotAllowed
    if upload.state not in OPEN_STATES:
        raise NotOpen(upload.state)


def settle(upload: Upload, state: UploadState, report: Mapping[str, object], message: str) -> Upload:
    """Say how far a file has come and what was found in it; raises StaleVersion where somebody else changed it."""
    with transaction.atomic():
        fresh = Upload.objects.select_for_update().get(pk=upload.pk)
        if fresh.version != upload.version:
            raise journal.StaleVersion(theirs={"state": fresh.state}, yours={"state": upload.state})
        fresh.state, fresh.report, fresh.message = state, dict(report), message
        fresh.version += 1
        fresh.save(update_fields=["state", "report", "message", "version"])
    return fresh


@transaction.atomic
def note_look(viewer: Viewer, upload: Upload, *, n_students: int) -> None:
    """Write down that somebody looked at results of single students in an import (trust.md 2)."""
    note(viewer, "look at results", upload, n_students=n_students)


def note(
    viewer: Viewer, verb: str, upload: Upload, *, district_id: int | None = None, why: str = "", **after: object
) -> None:
    """Write what happened to an import into the journal of its district, or of the one named."""
    journal.record(
        verb,
        person_id=viewer.person_id,
        at=viewer.now,
        noun="import",
        noun_uuid=upload.uuid,
        district_id=district_id or (upload.place.district_id if upload.place else None),
        after={"digest": upload.digest, **after},
        why=why,
    )
