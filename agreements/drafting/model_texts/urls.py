"""Addresses of model texts (`published`), of the one in the making and of what it means for a contract (`below`)."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from agreements.drafting.model_texts import contract_views, newer_views, views
from agreements.drafting.model_texts.newer import Part


class PartConverter(StringConverter):
    """What can be new in a model text."""

    regex = "|".join(Part)


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
    path("bausteine/", contract_views.blocks, name="block_list"),
    path("bausteine/<slug:key>/aufnehmen/", contract_views.block_take, name="block_take"),
    path("bausteine/<slug:key>/weglassen/", contract_views.block_leave, name="block_leave"),
    path("bausteine/<slug:key>/waehlen/", contract_views.block_choose, name="block_choose"),
    path("abweichungen/<slug:key>/", contract_views.deviation_new, name="deviation_new"),
    path(
        "abweichungen/<slug:key>/zuruecknehmen/", contract_views.deviation_withdraw, name="deviation_withdraw"
    ),
    path("neuer-mustertext/", newer_views.newer_model, name="newer_model"),
    path("neuer-mustertext/alles/", newer_views.newer_take_all, name="newer_take_all"),
    path("neuer-mustertext/umstellen/", newer_views.newer_switch, name="newer_switch"),
    path("neuer-mustertext/zusammen/<slug:key>/", newer_views.newer_merge, name="newer_merge"),
    path(
        "neuer-mustertext/<model_part:part>/<slug:key>/uebernehmen/",
        newer_views.newer_take,
        name="newer_take",
    ),
    path(
        "neuer-mustertext/<model_part:part>/<slug:key>/ablehnen/",
        newer_views.newer_decline,
        name="newer_decline",
    ),
]
