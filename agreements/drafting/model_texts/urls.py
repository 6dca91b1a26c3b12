"""URLs of published model texts (`published`) and of their drafts and contracts (`below`)."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from agreements.drafting.model_texts import block_views, update_views, views
from agreements.drafting.model_texts.updates import ChangedPart


class PartConverter(StringConverter):
    """Matches the values of `ChangedPart`."""

    regex = "|".join(ChangedPart)


register_converter(PartConverter, "model_part")

published = [
    path("", views.template_list, name="template_list"),
    path("<int:pk>/", views.template_detail, name="template_detail"),
    path("<int:pk>/muster.pdf", views.template_pdf, name="template_pdf"),
    path("<int:pk>/weiterschreiben/", views.template_open, name="template_open"),
]

below = [
    path("mustertext/absaetze/<slug:key>/", views.clause_rules, name="clause_rules"),
    path("mustertext/platzhalter/neu/", views.placeholder_new, name="placeholder_new"),
    path("mustertext/platzhalter/<str:name>/", views.placeholder_edit, name="placeholder_edit"),
    path("mustertext/platzhalter/<str:name>/entfernen/", views.placeholder_remove, name="placeholder_remove"),
    path("mustertext/veroeffentlichen/", views.model_publish, name="model_publish"),
    path("bausteine/", block_views.blocks, name="block_list"),
    path("bausteine/<slug:key>/aufnehmen/", block_views.block_include, name="block_include"),
    path("bausteine/<slug:key>/weglassen/", block_views.block_exclude, name="block_exclude"),
    path("bausteine/<slug:key>/waehlen/", block_views.block_choose, name="block_choose"),
    path("abweichungen/<slug:key>/", block_views.deviation_new, name="deviation_new"),
    path("abweichungen/<slug:key>/zuruecknehmen/", block_views.deviation_withdraw, name="deviation_withdraw"),
    path("neuer-mustertext/", update_views.model_update, name="model_update"),
    path("neuer-mustertext/alles/", update_views.model_update_apply_all, name="model_update_apply_all"),
    path("neuer-mustertext/umstellen/", update_views.model_update_switch, name="model_update_switch"),
    path("neuer-mustertext/zusammen/<slug:key>/", update_views.model_update_merge, name="model_update_merge"),
    path(
        "neuer-mustertext/<model_part:part>/<slug:key>/uebernehmen/",
        update_views.model_update_apply,
        name="model_update_apply",
    ),
    path(
        "neuer-mustertext/<model_part:part>/<slug:key>/ablehnen/",
        update_views.model_update_decline,
        name="model_update_decline",
    ),
]
