"""URLs of the public verification pages; printed on paper, so they never change."""

from django.urls import path

from agreements.verification import views

urlpatterns = [
    path("", views.start, name="verify"),
    path("datei/", views.file, name="verify_file"),
    path("<str:code>/", views.version, name="verify_code"),
]
