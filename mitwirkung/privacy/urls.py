"""Addresses of the privacy statement and the record of processing."""

from django.urls import path

from mitwirkung.privacy import views

urlpatterns = [
    path("datenschutz/", views.privacy_statement, name="privacy"),
    path("datenschutz/verzeichnis/", views.processing_record, name="processing_record"),
]
