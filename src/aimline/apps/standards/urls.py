"""Addresses of standards."""

from django.urls import URLPattern, path

from aimline.apps.standards import views

urlpatterns: list[URLPattern] = [
    path("", views.show_standards, name="standards"),
    path("<uuid:standard_uuid>/", views.show_standard, name="standard"),
]
