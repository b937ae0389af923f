from django.apps import AppConfig


class Intake(AppConfig):
    name = "aimline.apps.intake"
    label = "intake"
    default_auto_field = "django.db.models.BigAutoField"
