"""The gate: who comes in, as whom, and how a refusal is answered."""

from collections.abc import Callable
from typing import cast

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from aimline.apps.accounts.policy import Door
from aimline.apps.organizations.policy import FAR_REACHING, Request, Viewer, moment
from aimline.apps.organizations.queries import has_people, viewer_of
from aimline.domain.refusal import AimlineError
from aimline.web import walls
from aimline.web.refusals import answer

# Routes of the packages we build on; every other view declares its own door.
FOREIGN = {
    "account_login": Door.PUBLIC,
    "account_logout": Door.PUBLIC,
    "account_reauthenticate": Door.SIGNED_IN,
    "account_change_password": Door.SIGNED_IN,
    "account_inactive": Door.PUBLIC,
    "mfa_index": Door.SIGNED_IN,
    "mfa_authenticate": Door.PUBLIC,
    "mfa_reauthenticate": Door.SIGNED_IN,
    "mfa_activate_totp": Door.SIGNED_IN,
    "mfa_deactivate_totp": Door.SIGNED_IN,
    "mfa_generate_recovery_codes": Door.SIGNED_IN,
    "mfa_view_recovery_codes": Door.SIGNED_IN,
    "mfa_download_recovery_codes": Door.SIGNED_IN,
}
View = Callable[..., HttpResponseBase]


class Gate:
    """Signs people in to a page as the viewer they are today, and turns refusals into pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            response = self.get_response(request)
        finally:
            if hasattr(request, "viewer"):
                walls.lower()
        if request.user.is_authenticated:
            response["Cache-Control"] = "private, no-store"
        return response

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[object, ...], kwargs: dict[str, object]
    ) -> HttpResponseBase | None:
        door, name = door_of(request, view), request.resolver_match.url_name if request.resolver_match else None
        if not request.user.is_authenticated and (door is Door.SIGNED_IN or name == "account_login"):
            if not has_people():
                return redirect("welcome")
            if door is Door.SIGNED_IN:
                return redirect_to_login(request.get_full_path())
        if door is Door.PUBLIC or not request.user.is_authenticated:
            return None
        now = moment()
        viewer = viewer_of(request.user, today=now.date(), now=now)
        cast(Request, request).viewer = viewer  # from here on it has one
        walls.raise_for(viewer)
        return second_factor_first(request, viewer)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        return answer(request, problem) if isinstance(problem, AimlineError) else None


def second_factor_first(request: HttpRequest, viewer: Viewer) -> HttpResponseBase | None:
    """In production, people with a far-reaching role set up a second factor before anything else."""
    name = request.resolver_match.url_name if request.resolver_match else None
    if settings.ENVIRONMENT.mode != "production" or name in FOREIGN or not request.user.is_authenticated:
        return None
    if not any(part.role in FAR_REACHING for part in viewer.parts) or is_mfa_enabled(request.user):
        return None
    return redirect("mfa_activate_totp")


def door_of(request: HttpRequest, view: View) -> Door:
    """Return the declared door of a route; a route without one is a bug and stays shut."""
    declared = getattr(view, "door", None)
    if isinstance(declared, Door):
        return declared
    name = request.resolver_match.url_name if request.resolver_match else None
    if name not in FOREIGN:
        raise ImproperlyConfigured(f"The route {name} declares no door.")
    return FOREIGN[name]
