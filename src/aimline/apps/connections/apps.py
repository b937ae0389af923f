"""The app of connections to other systems."""

from django.apps import AppConfig


class Connections(AppConfig):
    """Settings of the app."""

    name = "aimline.apps.connections"
    default_auto_field = "django.db.models.BigAutoField"
