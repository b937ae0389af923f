from django.apps import AppConfig


class Goals(AppConfig):
    name = "aimline.apps.goals"
    label = "goals"
    default_auto_field = "django.db.models.BigAutoField"
