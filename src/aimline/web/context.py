"""The frame around every page: navigation and who is signed in."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

import aimline


def frame(request: HttpRequest) -> dict[str, object]:
    """Return what the base page shows beside the page itself."""
    viewer = getattr(request, "viewer", None)
    if viewer is None:
        return {"nav": [], "me": None, "version": aimline.__version__, "is_demo": settings.IS_DEMO}
    places = [
        (_("Home"), "home"),
        (_("Goals"), "goals"),
        (_("Data"), "data"),
        (_("Imports"), "imports"),
        (_("Places"), "places"),
    ]
    nav = [{"label": label, "href": reverse(name), "current": section(request) == name} for label, name in places]
    return {"nav": nav, "me": {"name": viewer.name}, "version": aimline.__version__, "is_demo": settings.IS_DEMO}


def section(request: HttpRequest) -> str:
    """Return the navigation entry a page belongs to: the first part of its address."""
    first = request.path.strip("/").split("/")[0]
    return first or "home"
