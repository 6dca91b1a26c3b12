"""Addresses of the public verification page; they are printed on paper and stay as they are."""

from django.urls import path

from agreements.verification import views

urlpatterns = [
    path("", views.start, name="verify"),
    path("datei/", views.file, name="verify_file"),
    path("<str:code>/", views.version, name="verify_code"),
]
