"""Saved mappings: looked at, renamed, let go and put back."""

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from aimline.apps.accounts.policy import Door, door
from aimline.apps.intake import actions, queries
from aimline.apps.intake.forms.saved_mapping import SavedMapping
from aimline.apps.intake.pages import mappings as pages
from aimline.apps.intake.views.sending import write
from aimline.apps.organizations.policy import Request


@require_GET
@door(Door.SIGNED_IN, "intake.bring")
def show_mappings(request: Request) -> HttpResponse:
    """List what the columns of each kind of file mean."""
    page = pages.mappings(queries.saved_mappings(request.viewer))
    return render(request, "intake/mappings.html", {"page": page})


@require_POST
@door(Door.SIGNED_IN, "intake.bring")
def change_mapping(request: Request, mapping_uuid: uuid.UUID) -> HttpResponse:
    """Rename a saved mapping, let it go, or put it back."""
    saved = queries.saved_mapping(request.viewer, mapping_uuid)
    form = SavedMapping(request.POST)
    if not form.is_valid():
        return redirect("mappings")
    name, version = form.cleaned_data["name"], form.cleaned_data["version"] or 0
    wish = next((each for each in ("remove", "put_back") if each in request.POST), "rename")

    def perform() -> str:
        if wish == "rename":
            actions.saved_mappings.rename(request.viewer, saved, name, version=version)
        elif wish == "remove":
            actions.saved_mappings.remove(request.viewer, saved, version=version)
        else:
            actions.saved_mappings.put_back(request.viewer, saved, version=version)
        return reverse("mappings")

    content = {"mapping": str(saved.uuid), "wish": wish, "name": name}
    return redirect(write(request.viewer, form, "change mapping", content, perform).location)
