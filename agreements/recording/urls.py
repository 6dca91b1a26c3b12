"""URLs of contracts that were signed elsewhere."""

from django.urls import URLPattern, URLResolver, include, path

from agreements.recording import obligation_views, text_views, views

text = [
    path("", text_views.recorded_text, name="recorded_text"),
    path("einfuegen/", text_views.recorded_text_import, name="recorded_text_import"),
    path("verwerfen/", text_views.recorded_text_drop, name="recorded_text_drop"),
    path("gegenlesen/", text_views.record_check, name="record_check"),
    path("absatz/<slug:key>/", text_views.recorded_clause_edit, name="recorded_clause_edit"),
    path("absatz/<slug:key>/verschieben/", text_views.recorded_clause_move, name="recorded_clause_move"),
    path("absatz/<slug:key>/entfernen/", text_views.recorded_clause_remove, name="recorded_clause_remove"),
    path("abschnitt/<slug:key>/", text_views.recorded_heading_edit, name="recorded_heading_edit"),
]

obligations = [
    path("", obligation_views.recorded_obligations, name="recorded_obligations"),
    path(
        "neu/<obligation_kind:kind>/",
        obligation_views.recorded_obligation_new,
        name="recorded_obligation_new",
    ),
    path(
        "vorschau/<obligation_kind:kind>/",
        obligation_views.recorded_obligation_preview,
        name="recorded_obligation_preview",
    ),
    path(
        "mustertext/<int:template>/",
        obligation_views.recorded_obligations_pick,
        name="recorded_obligations_pick",
    ),
    path("<slug:code>/", obligation_views.recorded_obligation_edit, name="recorded_obligation_edit"),
    path(
        "<slug:code>/entfernen/",
        obligation_views.recorded_obligation_remove,
        name="recorded_obligation_remove",
    ),
]

instrument: list[URLPattern | URLResolver] = [
    path("aufnahme/eckdaten/", views.record_correct, name="record_correct"),
    path("aufnahme/text/", include(text)),
    path("aufnahme/pflichten/", include(obligations)),
    path("nacherfassung.pdf", views.record_pdf, name="record_pdf"),
    path("original/<int:original>/", views.original_file, name="original_file"),
    path("original/<int:original>/seite/<int:number>/", views.original_page, name="original_page"),
]

urlpatterns = [
    path("vertraege/aufnehmen/", views.record_new, name="record_new"),
    path("vertraege/<int:pk>/aufnehmen/", views.record_known, name="record_known"),
    path("urkunden/<int:pk>/", include(instrument)),
]
