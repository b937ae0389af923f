"""How people come in: accounts are made by their school, never by a visitor."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from aimline.apps.accounts.models import Person


class Adapter(DefaultAccountAdapter):
    """Closes self-registration."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class Backend(AuthenticationBackend):
    """Keeps the invented people of a sample district, whose password everybody knows, out of production."""

    def user_can_authenticate(self, user: Person | AnonymousUser | None) -> bool:
        is_sample = isinstance(user, Person) and user.is_demo
        is_kept_out = is_sample and settings.ENVIRONMENT.mode == "production"
        return super().user_can_authenticate(user) and not is_kept_out
