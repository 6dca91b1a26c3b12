"""Addresses below one instrument: its editor and the comparison of its texts."""

from django.urls import include, path

from agreements.drafting.amending.instructions.views import instruction_list
from agreements.drafting.amending.rebasing.views import draft_rebase
from agreements.drafting.amending.views import amendment_effect
from agreements.drafting.comparison import views as comparison
from agreements.drafting.importing.views import draft_import
from agreements.drafting.references import views as references
from agreements.drafting.views import authority, fields, obligations, people, structure, text, versions

urlpatterns = [
    path("bearbeiten/", text.draft_edit, name="draft_edit"),
    path("angaben/", text.draft_tokens, name="draft_tokens"),
    path("einfuegen/", draft_import, name="draft_import"),
    path("kopf/", people.head_edit, name="head_edit"),
    path("inkrafttreten/", amendment_effect, name="amendment_effect"),
    path("aenderungen/", instruction_list, name="instruction_list"),
    path("geltender-text/", draft_rebase, name="draft_rebase"),
    path("parteien/neu/", people.party_new, name="party_new"),
    path("parteien/<side:side>/", people.party_edit, name="party_edit"),
    path("parteien/<side:side>/entfernen/", people.party_remove, name="party_remove"),
    path("parteien/<side:side>/nach-vorn/", people.party_move, name="party_move"),
    path("abschnitte/neu/<section_kind:kind>/", text.section_new, name="section_new"),
    path("abschnitte/neu/<section_kind:kind>/nach/<slug:after>/", text.section_new, name="section_new_after"),
    path(
        "abschnitte/neu/<section_kind:kind>/vor/<slug:before>/", text.section_new, name="section_new_before"
    ),
    path("abschnitte/<slug:key>/", text.section_edit, name="section_edit"),
    path("abschnitte/<slug:key>/werkzeuge/", text.section_tools_page, name="section_tools"),
    path("abschnitte/<slug:key>/verschieben/", structure.section_move, name="section_move"),
    path("abschnitte/<slug:key>/platz/", structure.section_place, name="section_place"),
    path("abschnitte/<slug:key>/entfernen/", structure.section_remove, name="section_remove"),
    path("abschnitte/<slug:section_key>/absatz/", text.clause_new, name="clause_new"),
    path("abschnitte/<slug:section_key>/absatz/nach/<slug:after>/", text.clause_new, name="clause_new_after"),
    path("absaetze/<slug:key>/", text.clause_edit, name="clause_edit"),
    path("absaetze/<slug:key>/verschieben/", structure.clause_move, name="clause_move"),
    path("absaetze/<slug:key>/platz/", structure.clause_place, name="clause_place"),
    path("absaetze/<slug:key>/teilen/", structure.clause_split, name="clause_split"),
    path("absaetze/<slug:key>/verbinden/", structure.clause_join, name="clause_join"),
    path("absaetze/<slug:key>/entfernen/", structure.clause_remove, name="clause_remove"),
    path("entferntes/<int:sequence>/", structure.removal_restore, name="removal_restore"),
    path("absaetze/<slug:key>/pflicht/", obligations.obligation_suggest, name="obligation_suggest"),
    path("pflichten/neu/<obligation_kind:kind>/", obligations.obligation_new, name="obligation_new"),
    path(
        "pflichten/neu/<obligation_kind:kind>/vorschau/",
        obligations.obligation_preview,
        name="obligation_preview_new",
    ),
    path("pflichten/<slug:code>/vorschau/", obligations.obligation_preview, name="obligation_preview"),
    path("pflichten/<slug:code>/", obligations.obligation_edit, name="obligation_edit"),
    path("pflichten/<slug:code>/angabe/<slug:value>/", fields.field_edit, name="field_edit"),
    path("pflichten/<slug:code>/entfernen/", obligations.obligation_remove, name="obligation_remove"),
    path("unterzeichnende/neu/", people.signatory_new, name="signatory_new"),
    path("unterzeichnende/<slug:key>/", people.signatory_edit, name="signatory_edit"),
    path(
        "unterzeichnende/<slug:key>/nachweis/",
        authority.signatory_document_edit,
        name="signatory_document_edit",
    ),
    path(
        "unterzeichnende/<slug:key>/nachweis/entfernen/",
        authority.signatory_document_remove,
        name="signatory_document_remove",
    ),
    path("unterzeichnende/<slug:key>/entfernen/", people.signatory_remove, name="signatory_remove"),
    path("fassungen/", versions.version_list, name="version_list"),
    path("fassungen/<int:number>/", versions.version_detail, name="version_detail"),
    path("fassungen/<int:number>/fassung.pdf", versions.version_pdf, name="version_pdf"),
    path("fassungen/<int:number>/wiederherstellen/", versions.version_restore, name="version_restore"),
    path("anmerkungen/", include("agreements.drafting.comments.urls")),
    path("mitzeichnung/", include("agreements.drafting.clearance.urls")),
    path("anwesenheit/", include("agreements.drafting.presence.urls")),
    path("verweise/", references.reference_list, name="reference_list"),
    path("verweise/verknuepfen/", references.reference_link, name="reference_link"),
    path("vergleich/", comparison.comparison, name="comparison"),
    path("vergleich.pdf", comparison.comparison_pdf, name="comparison_pdf"),
]
