from django.apps import AppConfig


class Monitoring(AppConfig):
    name = "aimline.apps.monitoring"
    label = "monitoring"
    default_auto_field = "django.db.models.BigAutoField"
