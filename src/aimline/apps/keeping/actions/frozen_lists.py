"""Take students out of the frozen lists of goals; equal lists stay one row."""

import hashlib
from collections.abc import Sequence

import numpy as np

from aimline.apps.goals.models import Cohort, Goal
from aimline.apps.organizations.models import Unit


def take_out(district: Unit, students: Sequence[int]) -> int:
    """Write every list anew that holds one of the students; returns how many did. Runs in the caller's transaction.

    A goal keeps its numbers: how many it began with is history, and its next reading counts who is still there.
    """
    gone = np.array(students, dtype=np.int64)
    n_changed = 0
    for cohort in Cohort.objects.select_for_update().filter(district=district).order_by("pk"):
        members = np.frombuffer(bytes(cohort.members), dtype="<i4")
        kept = np.setdiff1d(members, gone)
        if len(kept) < len(members):
            replace(cohort, kept.astype("<i4").tobytes(), len(kept))
            n_changed += 1
    return n_changed


def replace(cohort: Cohort, content: bytes, n: int) -> None:
    digest = hashlib.sha256(content).hexdigest()
    same = Cohort.objects.filter(district=cohort.district_id, digest=digest).first()
    if same is None:
        cohort.members, cohort.n, cohort.digest = content, n, digest
        cohort.save(update_fields=["members", "n", "digest"])
        return
    Goal.objects.filter(cohort=cohort).update(cohort=same)
    cohort.delete()
