"""URLs of contracts that were signed elsewhere."""

from django.urls import path

from agreements.recording import obligation_views, text_views, views

OBLIGATIONS = "urkunden/<int:pk>/aufnahme/pflichten/"
TEXT = "urkunden/<int:pk>/aufnahme/text/"

urlpatterns = [
    path("vertraege/aufnehmen/", views.record_new, name="record_new"),
    path("vertraege/<int:pk>/aufnehmen/", views.record_known, name="record_known"),
    path("urkunden/<int:pk>/aufnahme/eckdaten/", views.record_correct, name="record_correct"),
    path("urkunden/<int:pk>/nacherfassung.pdf", views.record_pdf, name="record_pdf"),
    path("urkunden/<int:pk>/original/<int:original>/", views.original_file, name="original_file"),
    path(
        "urkunden/<int:pk>/original/<int:original>/seite/<int:number>/",
        views.original_page,
        name="original_page",
    ),
    path(TEXT, text_views.recorded_text, name="recorded_text"),
    path(f"{TEXT}einfuegen/", text_views.recorded_text_import, name="recorded_text_import"),
    path(f"{TEXT}verwerfen/", text_views.recorded_text_drop, name="recorded_text_drop"),
    path(f"{TEXT}gegenlesen/", text_views.record_check, name="record_check"),
    path(f"{TEXT}absatz/<str:key>/", text_views.recorded_clause_edit, name="recorded_clause_edit"),
    path(f"{TEXT}abschnitt/<str:key>/", text_views.recorded_heading_edit, name="recorded_heading_edit"),
    path(OBLIGATIONS, obligation_views.recorded_obligations, name="recorded_obligations"),
    path(
        f"{OBLIGATIONS}neu/<obligation_kind:kind>/",
        obligation_views.recorded_obligation_new,
        name="recorded_obligation_new",
    ),
    path(
        f"{OBLIGATIONS}vorschau/<obligation_kind:kind>/",
        obligation_views.recorded_obligation_preview,
        name="recorded_obligation_preview",
    ),
    path(
        f"{OBLIGATIONS}<str:code>/",
        obligation_views.recorded_obligation_edit,
        name="recorded_obligation_edit",
    ),
    path(
        f"{OBLIGATIONS}<str:code>/entfernen/",
        obligation_views.recorded_obligation_remove,
        name="recorded_obligation_remove",
    ),
]
