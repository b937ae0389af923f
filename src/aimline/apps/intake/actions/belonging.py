"""Who was where, and in which student group, as a commit's files tell it: laid out before its transaction begins."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import numpy as np

from aimline.apps.intake.actions import in_bulk
from aimline.apps.intake.actions.creating import Additions
from aimline.apps.intake.actions.in_bulk import Ids
from aimline.apps.organizations.models import Enrolment, GroupMembership
from aimline.domain import calendar
from aimline.warehouse import enrolments
from aimline.warehouse.enrolments import Groups, Told, Years
from aimline.warehouse.memberships import LASTS
from aimline.warehouse.staged import Staged
from aimline.warehouse.workspace import Workspace

EPOCH = date(1970, 1, 1)
# To look at some students costs one look at everybody; a hundred thousand have a million enrolments and memberships.
N_AT_ONCE = 100_000


@contextmanager
def told_by(logs: Sequence[Path], additions: Additions, staged: Staged, workspace: Workspace) -> Iterator[Told]:
    """Find what the log of a batch tells of students and is not stored yet.

    The caller holds that nobody else imports into these districts until it is.
    """
    ids = additions.ids
    slots = {int(slot) for slot in ids.slots.flat}
    with enrolments.open_log(workspace, logs, years_of(additions), groups_of(additions, staged), slots) as told:
        if logs:
            students, places = np.unique(ids.students, return_index=True)
            is_new = additions.is_new_student[places]
            for start in range(0, len(students), N_AT_ONCE):
                some = students[start : start + N_AT_ONCE]
                known = some[~is_new[start : start + N_AT_ONCE]]
                told.compare(
                    some, enrolments=stored_enrolments(known, additions), held=stored_memberships(known, additions)
                )
        yield told


def stored_enrolments(students: Ids, additions: Additions) -> Ids:
    """Return student, school and school year of each enrolment in the years of the file."""
    years = in_bulk.any_of({year.ending for year in additions.dates.values()})
    columns = ("student_id", "school_id", "school_year")
    return in_bulk.read_of(students, "student_id", columns, f"{Enrolment._meta.db_table} WHERE school_year IN {years}")


def stored_memberships(students: Ids, additions: Additions) -> Ids:
    """Return id, student, group, first and last day of each membership in the groups of the file."""
    groups = in_bulk.any_of(set(additions.group_ids.ravel().tolist()) - {group.pk for group in additions.groups})
    days = (in_bulk.day_number("starts_on"), f"COALESCE({in_bulk.day_number('ends_on')}, {LASTS})")
    columns = ("id", "student_id", "group_id", *days)
    table = GroupMembership._meta.db_table
    return in_bulk.read_of(students, "student_id", columns, f"{table} WHERE group_id IN {groups}")


def years_of(additions: Additions) -> Years:
    """Return the years of the file by the calendars of its districts."""
    rows = []
    for (district, ending), year in additions.dates.items():
        before, after = additions.dates.get((district, ending - 1)), additions.dates.get((district, ending + 1))
        days = (
            year.starts_on,
            year.ends_on,
            (before or calendar.default_year(ending - 1)).ends_on,
            (after or calendar.default_year(ending + 1)).starts_on,
        )
        rows.append((district, ending, *((day - EPOCH).days for day in days)))
    return Years(*np.array(rows, dtype=np.int64).reshape(-1, 6).T.copy())


def groups_of(additions: Additions, staged: Staged) -> Groups:
    """Return which group each code of the log means."""
    ids = additions.ids
    rows = [
        (district, ids.slots[row, value.group], ids.group_codes[row, place], additions.group_ids[row, place])
        for row, district in enumerate(ids.districts.tolist())
        for place, value in enumerate(staged.group_values)
    ]
    return Groups(*np.array(rows, dtype=np.int64).reshape(-1, 4).T.copy())
