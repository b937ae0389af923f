"""Carry out what a form asks for, once; the same request again gets the same answer."""

import uuid
from collections.abc import Callable
from functools import wraps

from django.http import HttpResponse
from django.shortcuts import redirect

from aimline.apps.journal import actions as journal
from aimline.apps.journal.forms import Write
from aimline.apps.organizations.policy import NotAllowed, Request

View = Callable[..., HttpResponse]
NOT_TYPED = ("csrfmiddlewaretoken", "key")


def replays(view: View) -> View:
    """Answer a request that was carried out before with where it led, before rights and forms are looked at again."""

    @wraps(view)
    def answer(request: Request, **address: uuid.UUID) -> HttpResponse:
        earlier = earlier_answer(request)
        return redirect(earlier.location) if earlier else view(request, **address)

    return answer


def earlier_answer(request: Request) -> journal.Outcome | None:
    try:
        key = uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return None
    if request.method != "POST" or request.viewer.person_id is None:
        return None
    return journal.answered(
        key, person_id=request.viewer.person_id, action=action_of(request), content=content_of(request)
    )


def perform_once(request: Request, form: Write, *, perform: Callable[[], str]) -> HttpResponse:
    """Perform a write for a form's key and lead on to where its answer is."""
    if request.viewer.person_id is None:
        raise NotAllowed
    outcome = journal.once(
        form.cleaned_data["key"],
        perform,
        person_id=request.viewer.person_id,
        action=action_of(request),
        content=content_of(request),
        at=request.viewer.now,
    )
    return redirect(outcome.location)


def action_of(request: Request) -> str:
    """Name a write by its address."""
    match = request.resolver_match
    return (match.url_name if match else None) or request.path


def content_of(request: Request) -> dict[str, object]:
    """Return what was sent, and where to, as it came: the same again is the same request."""
    sent = {name: values for name, values in request.POST.lists() if name not in NOT_TYPED}
    return {"to": request.path, **sent}
