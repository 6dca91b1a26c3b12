"""Addresses of the privacy statement, the record of processing, and all about a person."""

from django.urls import path

from mitwirkung.privacy import views
from mitwirkung.privacy.disclosure import views as disclosure

urlpatterns = [
    path("datenschutz/", views.privacy_statement, name="privacy"),
    path("datenschutz/verzeichnis/", views.processing_record, name="processing_record"),
    path("datenschutz/personen/", disclosure.person_search, name="person_search"),
    path("datenschutz/personen/<str:kind>/<int:pk>/", disclosure.person_detail, name="person_detail"),
    path("datenschutz/personen/<str:kind>/<int:pk>/daten/", disclosure.person_json, name="person_json"),
    path("datenschutz/personen/<str:kind>/<int:pk>/tabelle/", disclosure.person_csv, name="person_csv"),
]
