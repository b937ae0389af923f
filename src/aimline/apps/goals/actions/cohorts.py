"""Freeze the list of students a goal follows: one row, shared by goals with equal lists."""

import hashlib
from typing import TYPE_CHECKING

from aimline.apps.goals.actions.values import group_of
from aimline.apps.goals.models import Cohort, Goal
from aimline.apps.organizations.policy import Viewer
from aimline.apps.results import queries as results
from aimline.apps.results.queries.reality import kept
from aimline.domain.refusal import AimlineError
from aimline.domain.words import say

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


NOT_STORED = -1


class NobodyToFollow(AimlineError):
    """A goal for the same students needs students with a result at its start."""


def freeze(viewer: Viewer, goal: Goal) -> Cohort:
    """Return the frozen list of the students who fit a goal's group and were tested at its baseline (settled 11)."""
    students = fitting(viewer, goal)
    if not len(students):
        raise NobodyToFollow(
            "nobody-to-follow",
            say("No student of this group has a result at the start."),
            say("Choose another starting assessment, or compare each year's group."),
        )
    return keep(goal, students)


def widen(viewer: Viewer, goal: Goal) -> Cohort:
    """Return the goal's list with those who fit its wider group added; nobody falls out (INV-13)."""
    import numpy as np

    assert goal.cohort is not None
    before = np.frombuffer(bytes(goal.cohort.members), dtype="<i4")
    return keep(goal, np.union1d(before, fitting(viewer, goal)))


def foreseen(viewer: Viewer, goal: Goal) -> Cohort:
    """Return the list a goal will follow once it is locked or widened; nothing is stored."""
    import numpy as np

    before = np.frombuffer(bytes(goal.cohort.members) if goal.cohort else b"", dtype="<i4")
    content = np.union1d(before, fitting(viewer, goal)).astype("<i4").tobytes()
    return Cohort(pk=NOT_STORED, district=goal.district, n=len(content) // 4, members=content)


def keep(goal: Goal, students: "NDArray[np.int32]") -> Cohort:
    content = students.astype("<i4").tobytes()
    cohort, _ = Cohort.objects.get_or_create(
        district=goal.district,
        digest=hashlib.sha256(content).hexdigest(),
        defaults={"n": len(students), "members": content},
    )
    return cohort


def fitting(viewer: Viewer, goal: Goal) -> "NDArray[np.int32]":
    """Return the sorted ids of the students with a result at the goal's baseline who fit its group."""
    import numpy as np

    from aimline.warehouse.engine import column

    start, group = goal.baseline_administration, group_of(goal)
    assert start is not None
    assert group is not None
    assert goal.measure is not None
    rules = results.rule_rows(goal.unit, group, goal.measure, goal=goal.pk)
    if not rules:
        return np.array([], dtype=np.int32)
    files = results.current_files(viewer, goal.district, school_years=[start.school_year])

    def ask() -> "NDArray[np.int32]":
        rows = results.engine().ask(
            "students_fitting",
            files,
            values={"administration": start.pk, "tested_only": 1},
            tables={"goals": {name: column(values) for name, values in rules.items()}},
        )
        return np.array(sorted({int(str(student)) for _, student in rows}), dtype=np.int32)

    return kept(f"fitting {rules} {start.pk} {files}", ask)
