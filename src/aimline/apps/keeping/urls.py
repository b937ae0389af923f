"""Addresses of a keeper's work."""

from django.urls import URLPattern, path

from aimline.apps.keeping import views

urlpatterns: list[URLPattern] = [
    path("", views.show_house, name="keeping"),
    path("students/<uuid:student_uuid>/erase/", views.erase_student, name="keeping-erase"),
]
