"""Ending a goal."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from aimline.apps.accounts.policy import Door, door
from aimline.apps.goals.actions import closing
from aimline.apps.goals.actions.closing import Learned
from aimline.apps.goals.models import Goal
from aimline.apps.goals.policy import (
    check_may_cancel,
    check_may_carry_forward,
    check_may_change,
    check_may_put_away,
)
from aimline.apps.journal.forms import Write, new_key
from aimline.apps.monitoring import queries
from aimline.apps.monitoring.actions import ending, planning, verdicts
from aimline.apps.monitoring.forms.close import Cancel, Close
from aimline.apps.monitoring.pages import steps
from aimline.apps.monitoring.views import adjust
from aimline.apps.monitoring.views.sending import perform_once, replays
from aimline.apps.organizations.policy import Request
from aimline.apps.organizations.queries import calendar_of
from aimline.domain.closing import StillRunning


@door(Door.SIGNED_IN, "goals.change")
@replays
def close(request: Request, goal_uuid: uuid.UUID) -> HttpResponse:
    """Close a goal as met or not met, as the data say, with three reflections."""
    viewer = request.viewer
    goal = queries.goal(viewer, goal_uuid)
    check_may_change(viewer, goal)
    form = Close(request.POST or None, initial={"key": new_key(), "version": goal.version})
    try:
        if request.method == "POST" and form.is_valid():
            return perform_once(request, form, perform=lambda: end(request, goal, form))
        verdicts.check_has_run(goal, today=viewer.today)
    except StillRunning as refusal:
        return running_page(request, goal, refusal)
    locked, numbers = steps.watching(viewer, goal)
    was_met, _final = verdicts.final(goal, today=viewer.today, calendar=calendar_of(viewer, goal.district))
    outcome, gained = steps.outcome(goal, locked, numbers, was_met=was_met)
    page = steps.ClosePage(adjust.heading(request, goal), was_met, outcome, gained, form)
    return render(request, "monitoring/close.html", {"page": page}, status=422 if form.errors else 200)


def running_page(request: Request, goal: Goal, refusal: StillRunning) -> HttpResponse:
    """Say why a goal is not closed yet, and open the strategies."""
    head = adjust.heading(request, goal)
    page = steps.RunningPage(head, refusal, steps.adjust_page(goal, head, adjust.form_for(request, goal)))
    status = 422 if request.method == "POST" else 200
    return render(request, "monitoring/close_running.html", {"page": page}, status=status)


def end(request: Request, goal: Goal, form: Close) -> str:
    content = form.cleaned_data
    learned = Learned(content["what_worked"], content["what_we_learned"], content["what_next"])
    ending.close(request.viewer, goal, learned, version=content["version"])
    messages.success(request, _("Closed, with what you learned. It is kept for next year's team."))
    return reverse("goal", args=[goal.uuid])


@door(Door.SIGNED_IN, "goals.change")
@require_POST
@replays
def carry_forward(request: Request, goal_uuid: uuid.UUID) -> HttpResponse:
    """Begin a new goal from one that ended, and open it in the studio."""
    goal = queries.goal(request.viewer, goal_uuid)
    check_may_carry_forward(request.viewer, goal)
    form = Write(request.POST)
    if not form.is_valid():
        return redirect("goal", goal_uuid)
    return perform_once(request, form, perform=lambda: begin_again(request, goal, form))


def begin_again(request: Request, goal: Goal, form: Write) -> str:
    fresh = planning.carry_forward(request.viewer, goal.uuid, version=form.cleaned_data["version"])
    messages.success(request, _("A new draft with the newest results as its start. The earlier goal stays as it was."))
    return reverse("studio", args=[fresh.uuid])


@door(Door.SIGNED_IN, "goals.change")
@require_POST
@replays
def put_away(request: Request, goal_uuid: uuid.UUID) -> HttpResponse:
    """Put a goal away that was reflected on."""
    goal = queries.goal(request.viewer, goal_uuid)
    check_may_put_away(request.viewer, goal)
    form = Write(request.POST)
    if not form.is_valid():
        return redirect("goal", goal_uuid)
    return perform_once(request, form, perform=lambda: lay_down(request, goal, form))


def lay_down(request: Request, goal: Goal, form: Write) -> str:
    closing.put_away(request.viewer, goal.uuid, version=form.cleaned_data["version"])
    messages.success(request, _("Put away. You will find it among the goals that are over."))
    return reverse("goal", args=[goal.uuid])


@door(Door.SIGNED_IN, "goals.cancel")
@replays
def cancel(request: Request, goal_uuid: uuid.UUID) -> HttpResponse:
    """Take a goal out of use: the leader one level up, for a listed reason (INV-38)."""
    goal = queries.goal(request.viewer, goal_uuid)
    check_may_cancel(request.viewer, goal)
    form = Cancel(request.POST or None, initial={"key": new_key(), "version": goal.version})
    if request.method == "POST" and form.is_valid():
        return perform_once(request, form, perform=lambda: stop(request, goal, form))
    page = steps.CancelPage(adjust.heading(request, goal), form)
    return render(request, "monitoring/close_cancel.html", {"page": page}, status=422 if form.errors else 200)


def stop(request: Request, goal: Goal, form: Cancel) -> str:
    told = form.cleaned_data
    closing.cancel(request.viewer, goal, code=told["code"], explanation=told["explanation"], version=told["version"])
    messages.success(request, _("Cancelled; it stays on the list of cancelled goals."))
    return reverse("goal", args=[goal.uuid])
