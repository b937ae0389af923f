from django.apps import AppConfig


class Keeping(AppConfig):
    name = "aimline.apps.keeping"
    label = "keeping"
    default_auto_field = "django.db.models.BigAutoField"
