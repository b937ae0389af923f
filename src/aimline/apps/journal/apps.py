from django.apps import AppConfig


class Journal(AppConfig):
    name = "aimline.apps.journal"
    label = "journal"
    default_auto_field = "django.db.models.BigAutoField"
