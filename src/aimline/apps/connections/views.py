"""Pages of connections: the list, one of them, and what its buttons do."""

import uuid
from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from aimline.apps.accounts.policy import Door, door
from aimline.apps.connections import actions, forms, pages, queries, tasks
from aimline.apps.connections.models import Connection
from aimline.apps.intake.policy import keeps_districts
from aimline.apps.intake.tasks import Job
from aimline.apps.intake.views.sending import as_words
from aimline.apps.journal.actions import StaleVersion, once
from aimline.apps.journal.forms import Write, new_key
from aimline.apps.organizations.policy import Request


@require_http_methods(["GET", "POST"])
@door(Door.SIGNED_IN, "connections.keep")
def show_connections(request: Request) -> HttpResponse:
    """List the connections, and add one."""
    listed = queries.connections(request.viewer)
    districts = list(keeps_districts(request.viewer))
    initial = {"key": new_key(), "district": str(districts[0].uuid), "wants_roster": True}
    form = forms.Settings(request.POST or None, initial=initial, districts=districts, stored=None)
    if request.method == "POST" and form.is_valid():
        district = next(one for one in districts if str(one.uuid) == form.cleaned_data["district"])

        def perform() -> str:
            return reverse("connection", args=[actions.add(request.viewer, district, form.given).uuid])

        if location := write(request, form, "add", perform):
            return redirect(location)
    page = pages.connections(listed, form)
    return render(request, "connections/connections.html", {"page": page}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@door(Door.SIGNED_IN, "connections.keep")
def show_connection(request: Request, connection_uuid: uuid.UUID) -> HttpResponse:
    """Show how a connection stands, and change it."""
    one = queries.connection(request.viewer, connection_uuid)
    initial = forms.initial_of(one) | {"key": new_key()}
    form = forms.Settings(request.POST or None, initial=initial, districts=[one.district], stored=one)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]

        def perform() -> str:
            actions.change(request.viewer, one, form.given, version=version)
            return reverse("connection", args=[one.uuid])

        if location := write(request, form, "change", perform):
            return redirect(location)
    listed = queries.pulls(request.viewer, one)
    page = pages.connection(one, listed, queries.made(request.viewer, listed), form, now=request.viewer.now)
    return render(request, "connections/connection.html", {"page": page}, status=422 if form.errors else 200)


@require_POST
@door(Door.SIGNED_IN, "connections.keep")
def do(request: Request, connection_uuid: uuid.UUID) -> HttpResponse:
    """Carry out what a button says: try, pull, turn on or off, remove."""
    one = queries.connection(request.viewer, connection_uuid)
    home, form = reverse("connection", args=[one.uuid]), Write(request.POST)
    deed = next((name for name in DEEDS if name in request.POST), "")
    if not form.is_valid() or not deed:
        return redirect(home)
    if form.cleaned_data["version"] != one.version:
        raise StaleVersion(theirs={"address": one.address}, yours={"address": ""})
    job = JOBS[deed](one, request) if deed in JOBS else None

    def perform() -> str:
        location = DEEDS[deed](request, one) or home
        if job and job.is_queued:
            job.hand_over()
        return location

    content = {"connection": str(one.uuid)}
    outcome = once(
        form.cleaned_data["key"], perform, person_id=request.viewer.person_id or 0, action=f"connection.{deed}",
        content=content, at=request.viewer.now,
    )  # fmt: skip
    if job and not job.is_queued and not outcome.replayed:
        job.hand_over()
    return redirect(outcome.location)


def turn(request: Request, one: Connection, *, on: bool) -> str:
    actions.turn(request.viewer, one, on=on, version=one.version)
    return ""


def remove(request: Request, one: Connection) -> str:
    actions.remove(request.viewer, one, version=one.version)
    return reverse("connections")


def wait(request: Request, one: Connection) -> str:
    """The job does the rest."""
    actions.wait(request.viewer, one)
    return ""


DEEDS: dict[str, Callable[[Request, Connection], str]] = {
    "try": wait,
    "pull": wait,
    "on": lambda request, one: turn(request, one, on=True),
    "off": lambda request, one: turn(request, one, on=False),
    "remove": remove,
}
JOBS: dict[str, Callable[[Connection, Request], Job]] = {
    "try": lambda one, request: Job(tasks.try_connection, (str(one.uuid), *as_words(request.viewer))),
    "pull": lambda one, request: Job(tasks.pull_connection, (str(one.uuid), *as_words(request.viewer))),
}


def write(request: Request, form: forms.Settings, action: str, perform: Callable[[], str]) -> str:
    """Carry a form out once for its key; a refusal stands beside the form, and gives no address."""
    content = {name: str(said) for name, said in form.cleaned_data.items() if name not in ("key", "secret")}
    try:
        outcome = once(
            form.cleaned_data["key"], perform, person_id=request.viewer.person_id or 0, action=f"connection.{action}",
            content=content, at=request.viewer.now,
        )  # fmt: skip
    except actions.SecretNeeded as refusal:
        form.add_error("secret", f"{refusal.message} {refusal.hint}")
    except actions.NameTaken as refusal:
        form.add_error("name", f"{refusal.message} {refusal.hint}")
    else:
        return outcome.location
    return ""
