from django.apps import AppConfig


class Organizations(AppConfig):
    name = "aimline.apps.organizations"
    label = "organizations"
    default_auto_field = "django.db.models.BigAutoField"
