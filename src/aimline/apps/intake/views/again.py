"""A kept file once more: another sheet of a workbook, or the same file after it was withdrawn."""

import uuid
from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST
from django_tasks.base import Task

from aimline.apps.accounts.policy import Door, door
from aimline.apps.intake import actions, forms, pages, queries, tasks
from aimline.apps.intake.models import Upload
from aimline.apps.intake.views.sending import as_words, fresh_version, write
from aimline.apps.organizations.policy import Request, Viewer


@require_POST
@door(Door.SIGNED_IN, "intake.bring")
def bring_again(request: Request, upload_uuid: uuid.UUID) -> HttpResponse:
    """Take the kept copy of a file on its way once more; results from their columns on."""
    upload = queries.upload(request.viewer, upload_uuid)
    form = forms.Again(request.POST)
    if not form.is_valid() or pages.is_typed(upload):
        return redirect("import", upload_uuid=upload.uuid)
    fresh_version(upload, form)
    sheet = form.cleaned_data["sheet"]
    enter, look = way_of(upload)
    with actions.kept_again(request.viewer, upload, sheet=sheet) as new:

        def perform() -> str:
            enter(request.viewer, new)
            return reverse("import-columns" if look is None else "import", args=[new.uuid])

        content = {"upload": str(upload.uuid), "sheet": sheet}
        job = tasks.Job(look, (str(new.uuid), *as_words(request.viewer))) if look else None
        return redirect(write(request.viewer, form, "again", content, perform, job).location)


def way_of(upload: Upload) -> tuple[Callable[[Viewer, Upload], None], Task[..., None] | None]:
    """Return how a file of its kind is noted, and how it is looked at where nobody says what its columns mean."""
    if pages.is_roster(upload):
        return actions.enter_roster, tasks.look_at_roster
    if upload.is_framework:
        return actions.frameworks.enter, tasks.stage_upload
    return actions.enter, None
