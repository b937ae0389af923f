"""End a goal that is being watched: the data say whether it was met, whoever closes it."""

from django.db import transaction

from aimline.apps.goals.actions import closing
from aimline.apps.goals.actions.closing import Learned
from aimline.apps.goals.actions.holding import hold
from aimline.apps.goals.models import Goal
from aimline.apps.goals.policy import check_may_change
from aimline.apps.monitoring.actions import verdicts
from aimline.apps.organizations.policy import Viewer
from aimline.apps.organizations.queries import calendar_of


@transaction.atomic
def close(viewer: Viewer, goal: Goal, learned: Learned, *, version: int | None = None) -> Goal:
    """Close a goal that has run as met or not met on all its readings, hidden ones too; pages hide what is small.

    Raises `StillRunning` before its end: closing it then would be a way of lowering it (INV-32, INV-34).
    """
    hold(goal, version=version, yours=vars(learned))
    check_may_change(viewer, goal)
    verdicts.check_has_run(goal, today=viewer.today)
    calendar = calendar_of(viewer, goal.district)
    was_met, final_value = verdicts.final(goal, today=viewer.today, calendar=calendar)
    return closing.close(viewer, goal, learned, was_met=was_met, final_value=final_value)
