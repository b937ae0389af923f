"""Pages of standards."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from aimline.apps.accounts.policy import Door, door
from aimline.apps.journal.actions import once
from aimline.apps.journal.forms import Write, new_key
from aimline.apps.organizations.policy import Request
from aimline.apps.results.queries.naming import measures, nameable
from aimline.apps.standards import actions, forms, pages, policy, queries


@require_GET
@door(Door.SIGNED_IN, "standards.see")
def show_standards(request: Request) -> HttpResponse:
    """List a district's standards; its keepers bring a framework in."""
    districts, district = queries.home(request.viewer, request.GET.get("district", ""))
    form = forms.Bring(initial={"key": new_key()}) if policy.may_keep(request.viewer, district) else None
    found, narrowed = queries.standards(request.viewer, district), queries.Narrowed.read(request.GET)
    page = pages.standards(districts, district, found, narrowed, request.GET.get("page", "1"), form)
    return render(request, "standards/standards.html", {"page": page})


@require_http_methods(["GET", "POST"])
@door(Door.SIGNED_IN, "standards.see")
def show_standard(request: Request, standard_uuid: uuid.UUID) -> HttpResponse:
    """Show one standard; its keepers say whether it is essential and what tests it."""
    one = queries.standard(request.viewer, standard_uuid)
    tested_by = nameable(request.viewer, one.district, one.measures.all())
    if not policy.may_keep(request.viewer, one.district):
        if request.method == "POST":
            policy.require_keeper(request.viewer, one.district)
        return render(request, "standards/standard.html", {"page": pages.standard(one, None, tested_by)})
    offered = measures(request.viewer, one.district)
    form = forms.Rate(request.POST or None, initial=forms.initial_of(one) | {"key": new_key()}, offered=offered)
    if request.method == "POST" and form.is_valid():
        rating, chosen, version = form.rating, form.chosen, form.cleaned_data["version"]

        def perform() -> str:
            actions.rate(request.viewer, one, rating, chosen, version=version)
            messages.success(request, _("Saved."))
            return reverse("standard", args=[one.uuid])

        return redirect(write(request, form, "rate", {"standard": str(one.uuid), **vars(rating)}, perform))
    page = pages.standard(one, form, tested_by)
    return render(request, "standards/standard.html", {"page": page}, status=422 if form.errors else 200)


def write(request: Request, form: Write, action: str, content: dict[str, object], perform: Callable[[], str]) -> str:
    """Carry a form out once for its key."""
    person, key = request.viewer.person_id or 0, form.cleaned_data["key"]
    return once(
        key, perform, person_id=person, action=f"standards.{action}", content=content, at=request.viewer.now
    ).location
