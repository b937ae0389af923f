"""The frame around every page: navigation and who is signed in."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

import aimline
from aimline.apps.intake.policy import may_bring
from aimline.apps.organizations.policy import teaches_at
from aimline.web import sample

WITHIN = {
    "connections": "imports",
    "keeping": "imports",
    "standards": "data",
}  # pages that belong to an entry of another name


def frame(request: HttpRequest) -> dict[str, object]:
    """Return what the base page shows beside the page itself."""
    viewer = getattr(request, "viewer", None)
    if viewer is None:
        shown = sample.read(settings.DATA) if settings.IS_DEMO else None
        return {"nav": [], "me": None, "version": aimline.__version__, "sample": shown}
    places = [
        (_("Home"), "home"),
        (_("Goals"), "goals"),
        (_("Data"), "data"),
        *([(_("Imports"), "imports")] if may_bring(viewer) else []),
        *([(_("Class set"), "class-set")] if teaches_at(viewer) and not may_bring(viewer) else []),
        (_("Places"), "places"),
    ]
    nav = [{"label": label, "href": reverse(name), "current": section(request) == name} for label, name in places]
    return {"nav": nav, "me": {"name": viewer.name}, "version": aimline.__version__}


def section(request: HttpRequest) -> str:
    """Return the navigation entry a page belongs to: the first part of its address."""
    parts = request.path.strip("/").split("/")
    if parts[0] in WITHIN:
        return WITHIN[parts[0]]
    return "class-set" if parts[:2] == ["imports", "class-set"] else parts[0] or "home"
