"""A refusal becomes a page: what happened, what it means, what to do next."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from aimline.apps.journal.actions import StaleVersion
from aimline.apps.organizations.policy import NotAllowed, NotVisible
from aimline.domain.refusal import AimlineError
from aimline.domain.words import Message


@dataclass(frozen=True)
class TwoTexts:
    """One field of a save that met another one."""

    label: str
    yours: str
    current: str


@dataclass(frozen=True)
class Refused:
    """What the refusal pages may show."""

    message: Message
    hint: Message
    back_href: str
    rows: tuple[TwoTexts, ...] = ()


def answer(request: HttpRequest, refusal: AimlineError) -> HttpResponse:
    """Return the page for a refusal: 404, 403, 409 or 422."""
    template, status = "refusal.html", 422
    if isinstance(refusal, NotVisible):
        template, status = "404.html", 404
    elif isinstance(refusal, NotAllowed):
        template, status = "403.html", 403
    elif isinstance(refusal, StaleVersion):
        template, status = "409.html", 409
    return render(request, template, {"page": page_of(request, refusal)}, status=status)


def page_of(request: HttpRequest, refusal: AimlineError) -> Refused:
    rows: tuple[TwoTexts, ...] = ()
    if isinstance(refusal, StaleVersion):
        rows = tuple(TwoTexts(label, yours, refusal.theirs.get(label, "")) for label, yours in refusal.yours.items())
    back = request.path if request.method == "GET" or isinstance(refusal, StaleVersion) else "/"
    return Refused(refusal.message, refusal.hint, back, rows)
