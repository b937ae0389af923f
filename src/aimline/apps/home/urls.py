from django.urls import path

from aimline.apps.home import views

urlpatterns = [path("", views.home, name="home")]
