"""URLs of the start page and the Kurzbericht."""

from django.urls import path

from agreements.tracking.start import views

urlpatterns = [
    path("vertraege/<int:pk>/kurzbericht/", views.brief_file, name="brief"),
    path("was-steht-an/", views.whats_due, name="whats_due"),
]
