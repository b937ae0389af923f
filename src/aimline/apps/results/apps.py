from django.apps import AppConfig


class Results(AppConfig):
    name = "aimline.apps.results"
    label = "results"
    default_auto_field = "django.db.models.BigAutoField"
