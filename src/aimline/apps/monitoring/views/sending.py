"""Carry out what a form asks for, once."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect

from aimline.apps.goals.models import Goal
from aimline.apps.journal import actions as journal
from aimline.apps.journal.forms import Write
from aimline.apps.organizations.policy import NotAllowed, Request


def perform_once(
    request: Request, goal: Goal, form: Write, *, action: str, perform: Callable[[], str]
) -> HttpResponse:
    """Perform a write for a form's key, or replay its answer, and lead on to where that answer is."""
    if request.viewer.person_id is None:
        raise NotAllowed
    content = {name: str(value) for name, value in form.cleaned_data.items() if name != "key"}
    outcome = journal.once(
        form.cleaned_data["key"],
        perform,
        person_id=request.viewer.person_id,
        action=action,
        content={"goal": str(goal.uuid), **content},
        at=request.viewer.now,
    )
    return redirect(outcome.location)
