"""Addresses of one signature."""

from django.urls import path

from agreements.signing.correcting import views

urlpatterns = [
    path("unterschriften/<int:pk>/berichtigen/", views.signature_correct, name="signature_correct"),
]
