"""URLs of files."""

from django.urls import path

from agreements.documents import views

urlpatterns = [
    path("urkunden/<int:pk>/entwurf.pdf", views.draft_pdf, name="draft_pdf"),
    path("urkunden/<int:pk>/vorschau/", views.draft_preview, name="draft_preview"),
    path("urkunden/<int:pk>/vorschau/<int:number>.png", views.draft_preview_page, name="draft_preview_page"),
    path("urkunden/<int:pk>/lesefassung.pdf", views.reading_file, name="reading_file"),
    path(
        "urkunden/<int:pk>/unterzeichnende/<slug:key>/nachweis-datei/",
        views.signatory_document,
        name="signatory_document",
    ),
    path("ausgaben/<int:pk>/", views.edition_file, name="edition_file"),
    path("unterschriften/<int:pk>/scan/", views.signature_scan, name="signature_scan"),
    path("vertretungen/<int:pk>/nachweis/", views.delegation_document, name="delegation_document"),
]
