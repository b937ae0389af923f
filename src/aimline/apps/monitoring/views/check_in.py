"""Checking in, and the second member's answer."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from aimline.apps.accounts.policy import Door, door
from aimline.apps.goals.models import Goal
from aimline.apps.goals.policy import check_may_change
from aimline.apps.journal.forms import new_key
from aimline.apps.monitoring import queries
from aimline.apps.monitoring.actions import checking_in
from aimline.apps.monitoring.actions.checking_in import Look
from aimline.apps.monitoring.forms import check_in as forms
from aimline.apps.monitoring.models import CheckIn, Reading
from aimline.apps.monitoring.pages import steps
from aimline.apps.monitoring.pages.goal import praise, proposed
from aimline.apps.monitoring.pages.history import SAID
from aimline.apps.monitoring.views.sending import perform_once, replays
from aimline.apps.organizations.policy import NotVisible, Request
from aimline.apps.organizations.queries import calendar_of
from aimline.domain import cadence
from aimline.domain.words import Message, say

NEXT = {"adjust": "goal-adjust", "intensify": "goal-adjust", "raise": "goal-amend", "keep": "goal"}
# What a decision means among the kinds of change, where it can mean only one.
OPTION = {"intensify": "?option=more_time"}


@door(Door.SIGNED_IN, "goals.change")
@replays
def check_in(request: Request, goal_uuid: uuid.UUID) -> HttpResponse:
    """Look at a goal: the value and the next date are given, two questions are asked."""
    viewer = request.viewer
    goal = queries.goal(viewer, goal_uuid)
    check_may_change(viewer, goal)
    reading = reading_of(request, goal)
    form = forms.CheckIn(
        request.POST or None,
        initial=begin(request, goal),
        has_value=reading is not None,
        may_count=checking_in.may_count(viewer, goal),
    )
    if request.method == "POST" and form.is_valid():
        return perform_once(request, form, perform=lambda: hold(request, goal, form))
    page = page_of(request, goal, form)
    return render(request, "monitoring/check_in.html", {"page": page}, status=422 if form.errors else 200)


def reading_of(request: Request, goal: Goal) -> Reading | None:
    """Return what a check-in is held on: new results, else those of one's own check-in of today."""
    held = checking_in.own_today(request.viewer, goal)
    return checking_in.new_reading(goal, today=request.viewer.today) or (held.reading if held else None)


def begin(request: Request, goal: Goal) -> dict[str, object]:
    """Prefill the next date, the decision the agreed rules propose, and what an unfinished check-in holds."""
    viewer, calendar = request.viewer, calendar_of(request.viewer, goal.district)
    plan = queries.plan_of(goal)
    days = plan.cadence_days if plan else cadence.DEFAULT_DAYS
    next_on = cadence.next_check_in(viewer.today, calendar=calendar, cadence_days=days)
    _locked, numbers = steps.watching(viewer, goal)
    stands = queries.standing(goal, numbers, today=viewer.today, calendar=calendar)
    proposals = proposed(viewer, goal, numbers, calendar, status=stands.status)
    decision = proposals[0].decision if proposals else "keep"
    given = forms.first_values(next_on=next_on, decision=decision)
    begun = checking_in.unfinished(goal) or checking_in.own_today(viewer, goal)
    return {**given, **(kept(begun) if begun else {}), "key": new_key(), "version": goal.version}


def kept(begun: CheckIn) -> dict[str, object]:
    """Return what a check-in holds already, to go on with or to change."""
    told = {"celebration": begun.celebration, "concern": begun.concern, "no_data_reason": begun.no_data_reason}
    return {**begun.answers, **told, "decision": begun.decision, "next_on": begun.next_on}


def hold(request: Request, goal: Goal, form: forms.CheckIn) -> str:
    answers = {name: value for name, value in form.cleaned_data.items() if name not in ("key", "version")}
    held = checking_in.check_in(request.viewer, goal, Look(**answers), version=form.cleaned_data["version"])
    if queries.is_unfinished(held):
        n_open = len(cadence.missing_for_completion(queries.look_of(held)))
        told = ngettext("Kept. One answer is still open.", "Kept. %(n)s answers are still open.", n_open)
        messages.info(request, told % {"n": n_open})
        return reverse("goal-check-in", args=[goal.uuid])
    messages.success(request, _("Kept. You look again on {day}.").format(day=date_format(held.next_on, "j F Y")))
    return reverse(NEXT[held.decision], args=[goal.uuid]) + OPTION.get(held.decision, "")


def page_of(request: Request, goal: Goal, form: forms.CheckIn) -> steps.CheckInPage:
    viewer, calendar = request.viewer, calendar_of(request.viewer, goal.district)
    locked, numbers = steps.watching(viewer, goal)
    stands = queries.standing(goal, numbers, today=viewer.today, calendar=calendar)
    begun = checking_in.unfinished(goal)
    proposals = proposed(viewer, goal, numbers, calendar, status=stands.status)
    return steps.CheckInPage(
        head=steps.head(goal, locked, stands),
        value=steps.value_of(goal, numbers, reading_of(request, goal)),
        held=held_words(checking_in.own_today(viewer, goal)) if begun is None else None,
        gaps=cadence.missing_for_completion(queries.look_of(begun)) if begun else (),
        proposal=proposals[0] if proposals else None,
        praise=praise(goal, locked, numbers, stands.verdict, viewer.today, calendar) if stands.is_open else None,
        form=form,
    )


def held_words(held: CheckIn | None) -> Message | None:
    """Say the viewer's own check-in of today: it may be changed until a colleague answers."""
    if held is None:
        return None
    answered = SAID["on_track"].get(held.answers.get("on_track", ""))
    return say(
        "You checked in today: {answer}. Change it below, or come back when there are new results.",
        answer=answered or say("on track was not discussed"),
    )


@require_POST
@door(Door.SIGNED_IN, "goals.change")
@replays
def answer(request: Request, goal_uuid: uuid.UUID, check_in_uuid: uuid.UUID) -> HttpResponse:
    """Take a second member's answer to a check-in."""
    goal = queries.goal(request.viewer, goal_uuid)
    check_may_change(request.viewer, goal)
    held = CheckIn.objects.filter(goal=goal, uuid=check_in_uuid).first()
    if held is None:
        raise NotVisible
    form = forms.SecondAnswer(request.POST)
    if not form.is_valid():
        messages.info(request, _("Choose one of the two answers."))
        return redirect("goal", goal_uuid=goal_uuid)
    return perform_once(request, form, perform=lambda: add(request, goal, held, form))


def add(request: Request, goal: Goal, held: CheckIn, form: forms.SecondAnswer) -> str:
    told = form.cleaned_data
    checking_in.answer_too(
        request.viewer, goal, held, agrees=told["agrees"], note=told["note"], version=told["version"]
    )
    messages.success(request, _("Thank you. The team has looked at it together."))
    return reverse("goal", args=[goal.uuid])
