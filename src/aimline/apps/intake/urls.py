"""Addresses of files on their way in."""

from django.urls import URLPattern, path

from aimline.apps.intake.views import again, class_counts, class_sets, files, frameworks, mappings

urlpatterns: list[URLPattern] = [
    path("", files.show_imports, name="imports"),
    path("class-set/", class_sets.type_class_set, name="class-set"),
    path("class-set/counts/", class_counts.count_class, name="class-count"),
    path("standards/", frameworks.bring_standards, name="import-standards"),
    path("mappings/", mappings.show_mappings, name="mappings"),
    path("mappings/<uuid:mapping_uuid>/", mappings.change_mapping, name="mapping"),
    path("<uuid:upload_uuid>/", files.show_import, name="import"),
    path("<uuid:upload_uuid>/roster/", files.decide_roster, name="import-roster"),
    path("<uuid:upload_uuid>/columns/", files.map_import, name="import-columns"),
    path("<uuid:upload_uuid>/commit/", files.commit_import, name="import-commit"),
    path("<uuid:upload_uuid>/discard/", files.discard_import, name="import-discard"),
    path("<uuid:upload_uuid>/again/", again.bring_again, name="import-again"),
    path("<uuid:upload_uuid>/withdraw/", files.withdraw_import, name="import-withdraw"),
    path("<uuid:upload_uuid>/report.csv", files.download_report, name="import-report"),
    path("<uuid:upload_uuid>/problems.csv", files.download_problems, name="import-problems"),
]
