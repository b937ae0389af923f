from django.urls import path

from aimline.apps.organizations import views

urlpatterns = [
    path("welcome/", views.welcome, name="welcome"),
    path("places/", views.places, name="places"),
    path("places/districts/", views.add_district, name="add-district"),
    path("places/<uuid:unit_uuid>/", views.place, name="place"),
    path("places/<uuid:unit_uuid>/places/", views.add_place, name="add-place"),
    path("places/<uuid:unit_uuid>/people/", views.add_person, name="add-person"),
    path("places/memberships/<uuid:membership_uuid>/end/", views.end_part, name="end-part"),
]
