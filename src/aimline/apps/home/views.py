"""The first page after signing in."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from aimline.apps.accounts.policy import Door, door
from aimline.apps.home import pages, queries
from aimline.apps.organizations.policy import Request


@require_safe
@door(Door.SIGNED_IN, "home.see")
def home(request: Request) -> HttpResponse:
    """Show what waits for the viewer today."""
    page = pages.home_page(request.viewer, queries.overview(request.viewer))
    return render(request, "home/home.html", {"page": page})
