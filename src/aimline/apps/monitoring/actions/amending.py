"""Amend a goal that is being watched: readings and verdict follow the change."""

from datetime import date

from django.db import transaction

from aimline.apps.goals.actions import amendments, cohorts
from aimline.apps.goals.actions.amendments import Change
from aimline.apps.goals.actions.holding import hold
from aimline.apps.goals.models import Amendment, Goal
from aimline.apps.monitoring.actions import readings, verdicts
from aimline.apps.monitoring.models import Checkpoint, Reading
from aimline.apps.organizations.policy import Viewer
from aimline.apps.organizations.queries import calendar_of
from aimline.domain.calendar import previous_school_day


@transaction.atomic
def amend(
    viewer: Viewer, goal: Goal, change: Change, *, explanation: str, sharpens: bool, version: int | None
) -> Amendment:
    """Raise, bring forward, add a stop, widen the group, or sharpen a young goal; never easier."""
    hold(goal)
    if sharpens:
        first = Reading.objects.filter(goal=goal, measure=goal.measure).order_by("on").first()
        made = amendments.sharpen(
            viewer, goal, change, first_result_on=first.on if first else None, explanation=explanation, version=version
        )
    else:
        made = amendments.amend(viewer, goal, change, explanation=explanation, version=version)
    follow(viewer, goal, made)
    return made


@transaction.atomic
def decide_correction(
    viewer: Viewer, goal: Goal, amendment: Amendment, *, approve: bool, version: int | None = None
) -> Amendment:
    """Answer a request for correction as the second person."""
    made = amendments.decide_correction(viewer, goal, amendment, approve=approve, version=version)
    if made.state == amendments.APPROVED:
        follow(viewer, goal, made)
    return made


def follow(viewer: Viewer, goal: Goal, made: Amendment) -> None:
    """Count the students again where the group changed, and judge the goal as it is now."""
    if "group" in made.after:
        if goal.cohort is not None:
            goal.cohort = cohorts.widen(viewer, goal)
            goal.n_in_group = goal.cohort.n
            goal.save(update_fields=["cohort", "n_in_group"])
        readings.refresh(viewer, [goal])
    if "deadline" in made.after:
        move_looks(viewer, goal, had=date.fromisoformat(made.before["deadline"]))
    verdicts.keep(viewer, [goal.pk])


def move_looks(viewer: Viewer, goal: Goal, *, had: date) -> None:
    """Let the look before the deadline follow the deadline; later ones would come when the goal is over."""
    assert goal.deadline is not None
    known = calendar_of(viewer, goal.district)
    before, after = previous_school_day(known, had), previous_school_day(known, goal.deadline)
    looks = Checkpoint.objects.filter(plan__goal=goal)
    for look in looks.filter(on__range=(before, had)):
        if not looks.filter(on=after, measure=look.measure_id).exclude(pk=look.pk).exists():
            look.on = after
            look.save(update_fields=["on"])
    looks.filter(on__gt=goal.deadline).delete()
