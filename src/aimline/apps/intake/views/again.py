"""A kept file once more: another sheet of a workbook, or the same file after it was withdrawn."""

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from aimline.apps.accounts.policy import Door, door
from aimline.apps.intake import actions, forms, pages, queries
from aimline.apps.intake.views.sending import fresh_version, write
from aimline.apps.organizations.policy import Request


@require_POST
@door(Door.SIGNED_IN, "intake.bring")
def bring_again(request: Request, upload_uuid: uuid.UUID) -> HttpResponse:
    """Take the kept copy of a file on its way once more, from its columns on."""
    upload = queries.upload(request.viewer, upload_uuid)
    form = forms.Again(request.POST)
    if not form.is_valid() or not pages.has_columns(upload) or pages.is_typed(upload):
        return redirect("import", upload_uuid=upload.uuid)
    fresh_version(upload, form)
    sheet = form.cleaned_data["sheet"]
    with actions.kept_again(request.viewer, upload, sheet=sheet) as new:

        def perform() -> str:
            actions.enter(request.viewer, new)
            return reverse("import-columns", args=[new.uuid])

        content = {"upload": str(upload.uuid), "sheet": sheet}
        return redirect(write(request.viewer, form, "again", content, perform).location)
