"""How every form of an import is carried out: once for its key, at its version, as the person who sent it."""

from collections.abc import Callable, Mapping

from aimline.apps.intake import pages, tasks
from aimline.apps.intake.models import Upload
from aimline.apps.journal.actions import Outcome, StaleVersion, once
from aimline.apps.journal.forms import Write
from aimline.apps.organizations.policy import Viewer


def write(
    viewer: Viewer,
    form: Write,
    action: str,
    content: Mapping[str, object],
    perform: Callable[[], str],
    job: tasks.Job | None = None,
) -> Outcome:
    """Carry a write out once for its key, and hand over the job that follows from it."""

    def perform_and_hand_over() -> str:
        location = perform()
        if job and job.is_queued:
            job.hand_over()
        return location

    person_id, key = viewer.person_id or 0, form.cleaned_data["key"]
    outcome = once(
        key, perform_and_hand_over, person_id=person_id, action=f"import.{action}", content=content, at=viewer.now
    )
    if job and not job.is_queued and not outcome.replayed:
        job.hand_over()
    return outcome


def fresh_version(upload: Upload, form: Write) -> int:
    """Return the version the form was made for, or refuse it when somebody changed the import meanwhile."""
    version = form.cleaned_data["version"]
    if version != upload.version:
        raise StaleVersion(theirs={"state": pages.state_words(upload)}, yours={"state": ""})
    return upload.version


def as_words(viewer: Viewer) -> tuple[int, str, str]:
    """Return who acts and when, as a task carries it."""
    return viewer.person_id or 0, viewer.today.isoformat(), viewer.now.isoformat()
