"""Addresses of connections."""

from django.urls import URLPattern, path

from aimline.apps.connections import views

urlpatterns: list[URLPattern] = [
    path("", views.show_connections, name="connections"),
    path("<uuid:connection_uuid>/", views.show_connection, name="connection"),
    path("<uuid:connection_uuid>/do/", views.do, name="connection-do"),
]
