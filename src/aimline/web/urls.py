"""The root addresses."""

from allauth.account import views as account
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/login/", account.login, name="account_login"),
    path("account/logout/", account.logout, name="account_logout"),
    path("account/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("account/password/change/", account.password_change, name="account_change_password"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("", include("aimline.apps.home.urls")),
    path("goals/", include("aimline.apps.goals.urls")),
    path("goals/", include("aimline.apps.monitoring.urls")),
    path("data/", include("aimline.apps.results.urls")),
    path("standards/", include("aimline.apps.standards.urls")),
    path("connections/", include("aimline.apps.connections.urls")),
    path("imports/", include("aimline.apps.intake.urls")),
    path("keeping/", include("aimline.apps.keeping.urls")),
    path("", include("aimline.apps.organizations.urls")),
]
