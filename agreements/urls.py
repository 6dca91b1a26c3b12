"""The addresses of the agreements; each room keeps its own."""

from django.urls import include, path

urlpatterns = [
    path("vertraege/", include("agreements.dossier.urls")),
    path("urkunden/<int:pk>/", include("agreements.drafting.urls")),
    path("urkunden/<int:pk>/", include("agreements.signing.urls")),
    path("", include("agreements.documents.urls")),
    path("", include("agreements.tracking.urls")),
]
