"""Changing what a team does."""

import uuid
from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from aimline.apps.accounts.policy import Door, door
from aimline.apps.goals.models import Goal
from aimline.apps.goals.policy import check_may_change
from aimline.apps.journal.forms import new_key
from aimline.apps.monitoring import queries
from aimline.apps.monitoring.actions import adjusting
from aimline.apps.monitoring.actions.adjusting import Different
from aimline.apps.monitoring.forms.adjust import Adjust
from aimline.apps.monitoring.pages import steps
from aimline.apps.monitoring.pages.picture import speak
from aimline.apps.monitoring.views.sending import perform_once, replays
from aimline.apps.organizations.policy import Request
from aimline.apps.organizations.queries import calendar_of
from aimline.domain.cadence import DEFAULT_DAYS


@door(Door.SIGNED_IN, "goals.change")
@replays
def adjust(request: Request, goal_uuid: uuid.UUID) -> HttpResponse:
    """Choose one of the three families and say what will be different; the target stays."""
    goal = queries.goal(request.viewer, goal_uuid)
    check_may_change(request.viewer, goal)
    form = form_for(request, goal, with_content=request.method == "POST")
    if request.method == "POST" and form.is_valid():
        try:
            return perform_once(request, form, perform=lambda: change(request, goal, form))
        except adjusting.OutsideGoal as refusal:
            form.add_error("starts_on", speak(refusal.message))
    page = steps.adjust_page(goal, heading(request, goal), form)
    return render(request, "monitoring/adjust.html", {"page": page}, status=422 if form.errors else 200)


def form_for(request: Request, goal: Goal, *, with_content: bool = False) -> Adjust:
    """Make the form, prefilled from today on; it never has a field for the target (INV-51)."""
    today = request.viewer.today
    in_use = [each for each in goal.strategies.all() if each.retired_on is None]
    begin = {
        "key": new_key(),
        "version": goal.version,
        "starts_on": today,
        "review_on": today + timedelta(days=DEFAULT_DAYS),
        "kind": request.GET.get("kind", "instruction"),
        "option": request.GET.get("option", ""),
    }
    return Adjust(request.POST if with_content else None, initial=begin, strategies=in_use)


def change(request: Request, goal: Goal, form: Adjust) -> str:
    content = form.cleaned_data
    adjusting.adjust(
        request.viewer,
        goal,
        Different(
            option=content["option"],
            text=content["text"],
            short_name=content["short_name"],
            starts_on=content["starts_on"],
            review_on=content["review_on"],
            kind=content["kind"],
            replaces=uuid.UUID(content["replaces"]) if content["replaces"] else None,
        ),
        version=content["version"],
    )
    is_drawn = goal.locked_on is not None and content["starts_on"] > goal.locked_on
    drawn, kept = _("It is on the chart. The target stays."), _("Kept among your strategies. The target stays.")
    messages.success(request, drawn if is_drawn else kept)
    return reverse("goal", args=[goal.uuid])


def heading(request: Request, goal: Goal) -> steps.Head:
    """Name the goal, with its status today."""
    viewer = request.viewer
    locked, numbers = steps.watching(viewer, goal)
    calendar = calendar_of(viewer, goal.district)
    return steps.head(goal, locked, queries.standing(goal, numbers, today=viewer.today, calendar=calendar))
