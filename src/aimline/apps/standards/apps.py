"""The app of standards."""

from django.apps import AppConfig


class Standards(AppConfig):
    """Settings of the app."""

    name = "aimline.apps.standards"
    default_auto_field = "django.db.models.BigAutoField"
