"""Work on a file that takes longer than a page may."""

import uuid
from datetime import date, datetime

from django_tasks import task

from aimline.apps.accounts.models import Person
from aimline.apps.intake import actions, queries
from aimline.apps.intake.models import Upload
from aimline.apps.organizations.policy import Viewer
from aimline.apps.organizations.queries import viewer_of
from aimline.domain.refusal import AimlineError


@task()
def stage_upload(upload_uuid: str, person_id: int, today: str, now: str) -> None:
    """Check every row of a file, as the person who brought it; their rights are asked again."""
    viewer = viewer_at(person_id, today, now)
    upload = queries.upload(viewer, uuid.UUID(upload_uuid))
    try:
        actions.stage(viewer, upload)
    except AimlineError as refusal:
        tell(upload, refusal)


@task()
def commit_upload(upload_uuid: str, version: int, person_id: int, today: str, now: str) -> None:
    """Store the results of a checked file, unless somebody changed it meanwhile."""
    viewer = viewer_at(person_id, today, now)
    upload = queries.upload(viewer, uuid.UUID(upload_uuid))
    try:
        actions.commit(viewer, upload, version=version)
    except AimlineError as refusal:
        tell(upload, refusal)


@task()
def withdraw_upload(upload_uuid: str, version: int, why: str, person_id: int, today: str, now: str) -> None:
    """Take the results of a stored file back, unless somebody did so meanwhile."""
    viewer = viewer_at(person_id, today, now)
    upload = queries.upload(viewer, uuid.UUID(upload_uuid))
    try:
        actions.withdraw(viewer, upload, version=version, why=why)
    except AimlineError as refusal:
        tell(upload, refusal)


def viewer_at(person_id: int, today: str, now: str) -> Viewer:
    """Return the person as the viewer they are on that day."""
    person = Person.objects.get(pk=person_id)
    return viewer_of(person, today=date.fromisoformat(today), now=datetime.fromisoformat(now))


def tell(upload: Upload, refusal: AimlineError) -> None:
    """Leave the refusal where the waiting page will find it."""
    upload.refresh_from_db()
    upload.message = f"{refusal.message} {refusal.hint}"
    upload.version += 1
    upload.save(update_fields=["message", "version"])
