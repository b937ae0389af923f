"""Aiming higher, sharpening, and putting a wrong record right."""

import uuid
from dataclasses import replace
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from aimline.apps.accounts.policy import Door, door
from aimline.apps.goals.actions import amendments, values
from aimline.apps.goals.actions.amendments import Change
from aimline.apps.goals.actions.holding import is_at
from aimline.apps.goals.actions.widening import WiderGroupIsAhead
from aimline.apps.goals.models import Amendment, Goal
from aimline.apps.goals.policy import check_may_change, may_decide
from aimline.apps.journal.forms import new_key
from aimline.apps.monitoring import queries
from aimline.apps.monitoring.actions import amending, readings
from aimline.apps.monitoring.forms.amend import Amend, Correct, Decide
from aimline.apps.monitoring.pages import steps
from aimline.apps.monitoring.views import adjust
from aimline.apps.monitoring.views.sending import perform_once, replays
from aimline.apps.organizations.policy import NotVisible, Request
from aimline.domain import amendment as method
from aimline.domain.goal import Condition, GroupRule, Locked, Stop
from aimline.domain.refusal import AimlineError
from aimline.domain.words import write

EASIER = (
    method.TargetNeverRecedes,
    method.DeadlineNeverMovesLater,
    method.GroupNeverNarrows,
    method.StopsNeverLowered,
)
OTHER = (
    method.NotAnAmendment,
    method.SharpeningIsOver,
    method.BaselineNeverChanges,
    method.NotACorrection,
    WiderGroupIsAhead,
)


@door(Door.SIGNED_IN, "goals.change")
@replays
def amend(request: Request, goal_uuid: uuid.UUID) -> HttpResponse:
    """Change a locked goal upward; what would be easier is refused and opens the strategies (RF-01, INV-35)."""
    goal = queries.goal(request.viewer, goal_uuid)
    check_may_change(request.viewer, goal)
    locked = queries.locked(goal)
    form = amend_form(request, goal, locked)
    if request.method == "POST" and form.is_valid():
        asked = wanted(form.cleaned_data, locked)
        if asked.group is not None and is_at(goal, form.cleaned_data["version"]):
            look(request, goal, rule=values.stored_rule(asked.group), deadline=asked.deadline)
        try:
            return perform_once(request, form, perform=lambda: change(request, goal, form, locked))
        except (*EASIER, *OTHER) as refusal:
            return amend_page(request, goal, form, refusal)
    return amend_page(request, goal, form, None)


def amend_page(request: Request, goal: Goal, form: Amend, refusal: AimlineError | None) -> HttpResponse:
    head = adjust.heading(request, goal)
    page = steps.AmendPage(
        head=head,
        form=form,
        refusal=refusal,
        opens_strategies=isinstance(refusal, EASIER),
        adjust=steps.adjust_page(goal, head, adjust.form_for(request, goal)),
        correct_href=reverse("goal-correct", args=[goal.uuid]),
    )
    return render(request, "monitoring/amend.html", {"page": page}, status=422 if refusal or form.errors else 200)


def amend_form(request: Request, goal: Goal, locked: Locked) -> Amend:
    """Make the form, filled with the goal as it is."""
    begin = {
        "key": new_key(),
        "version": goal.version,
        "target": write(locked.target),
        "deadline": locked.deadline,
        "group_label": locked.group.label,
        "grades": sorted(locked.group.grades),
        "keeps_conditions": True,
        "result": locked.result,
    }
    return Amend(
        request.POST or None,
        initial=begin,
        conditions="; ".join(told(each) for each in locked.group.conditions),
        may_sharpen=queries.may_sharpen(goal, today=request.viewer.today),
    )


def look(request: Request, goal: Goal, *, rule: dict[str, object], deadline: date | None = None) -> None:
    """Look up what a goal will read with another group, before its change holds up others."""
    changed = queries.goal(request.viewer, goal.uuid)
    changed.group_rule, changed.deadline = rule, deadline or changed.deadline
    readings.look(request.viewer, changed)


def told(condition: Condition) -> str:
    return f"{condition.attribute}: {', '.join(sorted(condition.values))}"


def change(request: Request, goal: Goal, form: Amend, locked: Locked) -> str:
    content = form.cleaned_data
    asked = wanted(content, locked)
    amending.amend(
        request.viewer,
        goal,
        asked,
        explanation=content["explanation"],
        sharpens=is_wording(asked, locked),
        version=content["version"],
    )
    messages.success(request, _("Done. The change is marked on the goal and its chart."))
    return reverse("goal", args=[goal.uuid])


def wanted(content: dict[str, object], locked: Locked) -> Change:
    """Return what a form asks to be different; an emptied field asks for nothing."""
    target, deadline, stop_on = content["target"], content["deadline"], content["stop_on"]
    return Change(
        target=float(str(target)) if target is not None else None,
        deadline=deadline if deadline else None,  # type: ignore[arg-type]  # a date, by its field
        new_stop=Stop(stop_on, float(str(content["stop_value"]))) if stop_on else None,  # type: ignore[arg-type]  # likewise
        group=group(content, locked.group),
        result=str(content.get("result") or ""),
    )


def is_wording(asked: Change, locked: Locked) -> bool:
    """Tell whether words change, which only sharpening allows."""
    renamed = asked.group is not None and replace(asked.group, label=locked.group.label) == locked.group
    return renamed or asked.result not in ("", locked.result)


def group(content: dict[str, object], before: GroupRule) -> GroupRule | None:
    grades = content["grades"]
    assert isinstance(grades, list)
    after = GroupRule(
        label=str(content["group_label"]).strip() or before.label,
        grades=frozenset(grades),
        conditions=before.conditions if content.get("keeps_conditions", True) else (),
        n=before.n,
    )
    return after if after != before else None


@door(Door.SIGNED_IN, "goals.change")
@replays
def correct(request: Request, goal_uuid: uuid.UUID) -> HttpResponse:
    """Ask a second person to put a wrong record right (INV-36)."""
    goal = queries.goal(request.viewer, goal_uuid)
    check_may_change(request.viewer, goal)
    form = Correct(request.POST or None, initial={"key": new_key(), "version": goal.version})
    if request.method == "POST" and form.is_valid():
        try:
            return perform_once(request, form, perform=lambda: ask(request, goal, form))
        except OTHER as refusal:
            return correct_page(request, goal, form, refusal)
    return correct_page(request, goal, form, None)


def correct_page(request: Request, goal: Goal, form: Correct, refusal: AimlineError | None) -> HttpResponse:
    locked, numbers = steps.watching(request.viewer, goal)
    start = steps.start_of(goal, locked, numbers)
    page = steps.CorrectPage(adjust.heading(request, goal), form, start, refusal)
    status = 422 if refusal or form.errors else 200
    return render(request, "monitoring/amend_correct.html", {"page": page}, status=status)


def ask(request: Request, goal: Goal, form: Correct) -> str:
    content = form.cleaned_data
    amendments.ask_for_correction(
        request.viewer,
        goal,
        Change(
            target=content["target"],
            deadline=content["deadline"],
            baseline=content["baseline"],
            baseline_n=content["baseline_n"],
        ),
        code=content["code"],
        explanation=content["explanation"],
        version=content["version"],
    )
    messages.success(request, _("Asked. A leader or the data steward decides; until then the goal stays as it is."))
    return reverse("goal", args=[goal.uuid])


@require_POST
@door(Door.SIGNED_IN, "goals.correct")
@replays
def decide(request: Request, goal_uuid: uuid.UUID, amendment_uuid: uuid.UUID) -> HttpResponse:
    """Approve or decline a correction as the second person."""
    goal = queries.goal(request.viewer, goal_uuid)
    asked = Amendment.objects.filter(goal=goal, uuid=amendment_uuid, kind="correction").first()
    if asked is None:
        raise NotVisible
    form = Decide(request.POST)
    if not form.is_valid():
        return redirect("goal", goal_uuid=goal_uuid)
    if form.cleaned_data["answer"] == "approve" and may_count_again(request, asked, form):
        look(request, goal, rule=asked.after["group"]["rule"])
    return perform_once(request, form, perform=lambda: settle(request, goal, asked, form))


def may_count_again(request: Request, asked: Amendment, form: Decide) -> bool:
    """Tell whether an answer can be carried out as things stand, and changes who is counted."""
    is_open = asked.state == amendments.REQUESTED and is_at(asked.goal, form.cleaned_data["version"])
    return "group" in asked.after and is_open and may_decide(request.viewer, asked)


def settle(request: Request, goal: Goal, asked: Amendment, form: Decide) -> str:
    approve = form.cleaned_data["answer"] == "approve"
    amending.decide_correction(request.viewer, goal, asked, approve=approve, version=form.cleaned_data["version"])
    messages.success(request, _("The record is corrected; what stood there first stays visible.") if approve else (
        _("The record stays as it was.")
    ))  # fmt: skip
    return reverse("goal", args=[goal.uuid])
