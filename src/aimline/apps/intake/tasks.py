"""Work on a file that takes longer than a page may."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from errno import ENOSPC

from django_tasks import task
from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import Task

from aimline.apps.accounts.models import Person
from aimline.apps.intake import actions, queries
from aimline.apps.intake.actions.receiving import NotOpen
from aimline.apps.intake.models import Upload, UploadState
from aimline.apps.organizations.policy import NotVisible, Viewer
from aimline.apps.organizations.queries import viewer_of
from aimline.domain.refusal import AimlineError
from aimline.domain.words import say

ENDS = (UploadState.COMMITTED, UploadState.WITHDRAWN)
FULL = say(
    "There was no room left on the disk, so nothing changed. Tell whoever keeps this installation, then try once more."
)
STOPPED = say(
    "The work on this file stopped before its end, so nothing changed. Try once more; if it stops again, tell whoever "
    "keeps this installation: its log names the reason."
)
DONE = say(
    "This is done, but something that follows from it stopped before its end. If anything is missing, bring the same"
    " file once more, and tell whoever keeps this installation: its log names the reason."
)


@dataclass(frozen=True)
class Job:
    """Work to be handed over with a write.

    A queue is a table: a job is queued in the transaction of the write it follows from, so that neither is there
    without the other. Where work is done at once it has to wait until that transaction is over.
    """

    task: Task[..., None]
    arguments: tuple[object, ...]

    @property
    def is_queued(self) -> bool:
        return not isinstance(self.task.get_backend(), ImmediateBackend)

    def hand_over(self) -> None:
        self.task.enqueue(*self.arguments)


@task()
def stage_upload(upload_uuid: str, person_id: int, today: str, now: str) -> None:
    """Check every row of a file, as the person who brought it; their rights are asked again."""
    with upload_of(upload_uuid, person_id, today, now) as (viewer, upload):
        actions.stage(viewer, upload)


@task()
def commit_upload(upload_uuid: str, version: int, confirmed: bool, person_id: int, today: str, now: str) -> None:  # noqa: FBT001  # a task takes plain values
    """Store the results of a checked file, unless somebody changed it meanwhile."""
    with upload_of(upload_uuid, person_id, today, now) as (viewer, upload):
        actions.commit(viewer, upload, version=version, confirmed=confirmed)


@task()
def look_at_roster(upload_uuid: str, person_id: int, today: str, now: str) -> None:
    """Find what a OneRoster bundle would change, as the person who brought it."""
    with upload_of(upload_uuid, person_id, today, now) as (viewer, upload):
        actions.look_at_roster(viewer, upload)


@task()
def store_roster(
    upload_uuid: str,
    version: int,
    confirmed: list[str] | bool,  # noqa: FBT001  # an earlier version queued a word of yes or no
    person_id: int,
    today: str,
    now: str,
) -> None:
    """Store the roster that was looked at, unless the district changed meanwhile.

    A job that an earlier version queued says only whether it was confirmed that many leave.
    """
    with upload_of(upload_uuid, person_id, today, now) as (viewer, upload):
        names = confirmed if isinstance(confirmed, list) else ["confirm_leavers"] * confirmed
        said = {name: name in names for name in ("confirm_leavers", "confirm_places")}
        actions.store_roster(viewer, upload, version=version, **said)


@task()
def withdraw_upload(upload_uuid: str, version: int, why: str, person_id: int, today: str, now: str) -> None:
    """Take the results of a stored file back, unless somebody did so meanwhile."""
    with upload_of(upload_uuid, person_id, today, now) as (viewer, upload):
        actions.withdraw(viewer, upload, version=version, why=why)


@contextmanager
def upload_of(upload_uuid: str, person_id: int, today: str, now: str) -> Iterator[tuple[Viewer, Upload]]:
    """Give the upload, and the person as the viewer they are on that day.

    What stops the work is left where the waiting page will find it; what nobody foresaw is logged as well.
    """
    person = Person.objects.get(pk=person_id)
    viewer = viewer_of(person, today=date.fromisoformat(today), now=datetime.fromisoformat(now))
    try:
        upload = queries.upload(viewer, uuid.UUID(upload_uuid))
    except NotVisible:
        give_up(upload_uuid)  # its page waits for nobody; whoever may begin again finds it
        raise
    before = upload.state
    try:
        yield viewer, upload
    except AimlineError as refusal:
        upload.refresh_from_db()
        if isinstance(refusal, NotOpen) and upload.state in ENDS:
            return  # this very work was done, and its process died before the queue knew
        tell(upload, f"{refusal.message} {refusal.hint}")
    except Exception as trouble:
        upload.refresh_from_db()
        is_done = upload.state in ENDS and upload.state != before
        is_full = isinstance(trouble, OSError) and trouble.errno == ENOSPC
        stop(upload, str(DONE if is_done else FULL if is_full else STOPPED))
        raise


def give_up(upload_uuid: str) -> None:
    """Tell the waiting page that the work on a file will not be begun again."""
    stop(Upload.objects.get(uuid=uuid.UUID(upload_uuid)), str(STOPPED))


def give_up_check(upload_uuid: str) -> None:
    """Tell of a file whose check was cut off; where it stands otherwise, nothing was cut off."""
    if Upload.objects.filter(uuid=uuid.UUID(upload_uuid), state=UploadState.STAGING).exists():
        give_up(upload_uuid)


def stop(upload: Upload, text: str) -> None:
    """Tell why the work stopped; a check that stopped has come to its end, or its page would wait for ever."""
    Upload.objects.filter(pk=upload.pk, state=UploadState.STAGING).update(state=UploadState.REFUSED)
    tell(upload, text)


def tell(upload: Upload, text: str) -> None:
    upload.refresh_from_db()
    if upload.state == UploadState.DISCARDED:  # somebody put it aside meanwhile; that it stopped then is no news
        return
    upload.message = text
    upload.version += 1
    upload.save(update_fields=["message", "version"])
