"""A framework of standards comes in: by the page Standards, or as a file like any other."""

from itertools import chain

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from aimline.apps.accounts.policy import Door, door
from aimline.apps.intake import actions, tasks
from aimline.apps.intake.views.sending import as_words, write
from aimline.apps.journal.actions import Outcome
from aimline.apps.journal.forms import Write
from aimline.apps.organizations.models import Unit
from aimline.apps.organizations.policy import Request
from aimline.apps.standards import forms, policy, queries


@require_POST
@door(Door.SIGNED_IN, "standards.keep")
def bring_standards(request: Request) -> HttpResponse:
    """Take a framework for a district, from its page of standards."""
    _districts, district = queries.home(request.viewer, request.GET.get("district", ""))
    policy.require_keeper(request.viewer, district)
    form = forms.Bring(request.POST, request.FILES)
    if form.is_valid():
        return redirect(bring_framework(request, form, district).location)
    for problem in chain.from_iterable(form.errors.values()):
        messages.info(request, str(problem))
    return redirect(f"{reverse('standards')}?district={district.uuid}")


def bring_framework(request: Request, form: Write, district: Unit) -> Outcome:
    """Receive a framework from a keeper of its district; what it would change is found in the background."""
    policy.require_keeper(request.viewer, district)
    file = form.cleaned_data["file"]
    content = {"file": file.name, "size": file.size, "place": str(district.uuid)}
    kind = actions.frameworks.KIND
    with actions.kept(request.viewer, file.name, file, place=district, report=kind) as upload:

        def perform() -> str:
            actions.frameworks.enter(request.viewer, upload)
            return reverse("import", args=[upload.uuid])

        job = tasks.Job(tasks.stage_upload, (str(upload.uuid), *as_words(request.viewer)))
        return write(request.viewer, form, "receive standards", content, perform, job)
