"""The addresses of the agreements, included from each package."""

from django.urls import include, path

from agreements.dossier.district_views import district_detail
from agreements.dossier.model_text_views import model_detail
from agreements.drafting.clearance.views import clearance_list
from agreements.drafting.comments.views import pending_comments
from agreements.drafting.model_texts import urls as model_texts
from agreements.search import urls as search
from agreements.signing.links import urls as links

urlpatterns = [
    path("vertraege/", include("agreements.dossier.urls")),
    path("bezirke/<slug:slug>/", district_detail, name="district_detail"),
    path("urkunden/<int:pk>/", include("agreements.drafting.urls")),
    path("urkunden/<int:pk>/", include("agreements.signing.urls")),
    path("", include("agreements.recording.urls")),
    path("urkunden/<int:pk>/", include(model_texts.below)),
    path("urkunden/<int:pk>/mustertext/", model_detail, name="model_detail"),
    path("mustertexte/", include(model_texts.published)),
    path("fuer-sie/", pending_comments, name="pending_comments"),
    path("mitzeichnungen/", clearance_list, name="clearance_list"),
    path("urkunden/<int:pk>/", include(links.below)),
    path("", include(links)),
    path("", include("agreements.signing.correcting.urls")),
    path("pruefen/", include("agreements.verification.urls")),
    path("", include("agreements.documents.urls")),
    path("", include("agreements.notifications.urls")),
    path("", include("agreements.calendar_feed.urls")),
    path("", include("agreements.reminders.urls")),
    path("", include("agreements.sealing.urls")),
    path("suche/", include(search)),
    path("urkunden/<int:pk>/", include(search.below)),
    path("tabellen/", include("agreements.spreadsheets.urls")),
    path("", include("agreements.worklist.urls")),
    path("", include("agreements.tracking.urls")),
    path("", include("agreements.tracking.staff_release.urls")),
    path("", include("agreements.tracking.start.urls")),
    path("", include("agreements.tracking.evidence.urls")),
]
