"""URLs of evidence."""

from django.urls import path

from agreements.tracking.evidence import views

urlpatterns = [
    path("pflichten/<int:pk>/sachstand/<int:report>/nachweis/", views.evidence_new, name="evidence_new"),
    path("pflichten/<int:pk>/nachweis/<int:evidence>/", views.evidence_detail, name="evidence_detail"),
    path("pflichten/<int:pk>/nachweis/<int:evidence>/neu/", views.evidence_renew, name="evidence_renew"),
    path("pflichten/<int:pk>/nachweis/<int:evidence>/datei/", views.evidence_file, name="evidence_file"),
    path(
        "pflichten/<int:pk>/nachweis/<int:evidence>/seite/<int:number>/",
        views.evidence_page,
        name="evidence_page",
    ),
]
