from django.apps import AppConfig


class Publication(AppConfig):
    name = "aimline.apps.publication"
    label = "publication"
    default_auto_field = "django.db.models.BigAutoField"
