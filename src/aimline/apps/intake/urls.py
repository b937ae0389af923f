"""Addresses of files on their way in."""

from django.urls import URLPattern, path

from aimline.apps.intake import views

urlpatterns: list[URLPattern] = [
    path("", views.show_imports, name="imports"),
    path("class-set/", views.type_class_set, name="class-set"),
    path("<uuid:upload_uuid>/", views.show_import, name="import"),
    path("<uuid:upload_uuid>/roster/", views.decide_roster, name="import-roster"),
    path("<uuid:upload_uuid>/columns/", views.map_import, name="import-columns"),
    path("<uuid:upload_uuid>/commit/", views.commit_import, name="import-commit"),
    path("<uuid:upload_uuid>/discard/", views.discard_import, name="import-discard"),
    path("<uuid:upload_uuid>/withdraw/", views.withdraw_import, name="import-withdraw"),
    path("<uuid:upload_uuid>/problems.csv", views.download_problems, name="import-problems"),
]
