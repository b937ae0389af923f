"""Pack, erase, retain; the parts that work with files are imported where the work begins."""

from django.db import transaction

from aimline.apps.journal import actions as journal
from aimline.apps.keeping.models import Erasure, Reason
from aimline.apps.organizations.models import Student
from aimline.apps.organizations.policy import Viewer


def ask(viewer: Viewer, student: Student, reason: Reason) -> Erasure:
    """Note that a student is to be erased; see `erasing.ask`."""
    from aimline.apps.keeping.actions import erasing

    return erasing.ask(viewer, student, reason)


@transaction.atomic
def note_look(viewer: Viewer, student: Student) -> None:
    """Write down that somebody looked at what there is of one student (trust.md 2)."""
    journal.record(
        "look at student",
        person_id=viewer.person_id,
        at=viewer.now,
        noun="student",
        noun_uuid=student.uuid,
        district_id=student.district_id,
    )
