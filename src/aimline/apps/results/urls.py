"""Addresses of results."""

from django.urls import URLPattern, path

from aimline.apps.results import views

urlpatterns: list[URLPattern] = [path("", views.show_data, name="data")]
