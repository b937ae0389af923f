"""Addresses of goals."""

from django.urls import URLPattern, path

from aimline.apps.monitoring.views import studio

urlpatterns: list[URLPattern] = [
    path("new/<uuid:unit_uuid>/", studio.start, name="goal-new"),
    path("<uuid:goal_uuid>/studio/", studio.studio, name="studio"),
    path("<uuid:goal_uuid>/studio/check/", studio.check, name="studio-check"),
    path("<uuid:goal_uuid>/studio/review/", studio.review, name="studio-review"),
    path("<uuid:goal_uuid>/studio/override/", studio.override, name="studio-override"),
]
