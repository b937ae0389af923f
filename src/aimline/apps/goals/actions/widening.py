"""A wider group must not make a locked goal easier (INV-13; docs/decisions/0021-widening-a-group.md)."""

from aimline.apps.goals.models import Goal
from aimline.apps.goals.queries import baseline_from_data
from aimline.apps.organizations.policy import Viewer
from aimline.domain.goal import GroupRule, Locked
from aimline.domain.measure import better
from aimline.domain.refusal import AimlineError
from aimline.domain.words import say


class WiderGroupIsAhead(AimlineError):
    """With the students who would be added, the group already stood better at the start than the goal says."""


def check_start_of(viewer: Viewer, goal: Goal, before: Locked, wanted: Locked) -> None:
    """Refuse a wider group that stood better at the start: the baseline stays, so part of the way would be a gift.

    Where the results of that day are not in the data, nothing speaks against it.
    """
    if who(wanted.group) == who(before.group):
        return
    found = baseline_from_data(viewer, goal.unit, wanted.group, goal.measure)
    start = next((each for each in found if each.administration == goal.baseline_administration_id), None)
    if start is None or start.value is None:
        return
    if better(before.measure.direction, round(start.value, 1), before.baseline.value):
        raise WiderGroupIsAhead(
            "INV-13",
            say("With these students the group stood nearer to the target at the start; the goal would be easier."),
            say("Raise the target first, or write a goal of its own for the wider group."),
        )


def who(group: GroupRule) -> tuple[object, object]:
    """Return whom a rule counts, without its words."""
    return group.grades, frozenset(group.conditions)
