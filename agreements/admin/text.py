"""The text of instruments in the admin: sections and clauses, placeholders and deviations."""

from typing import Any

from django.contrib import admin

from agreements.admin.draft_rows import DraftAdmin, ReadOnlyDraftAdmin
from agreements.admin.read_only import ReadOnlyRowAdmin
from agreements.models import Clause, ConfirmedDiscrepancy, Deviation, PlaceholderField, Section
from districts.admin.inlines import BaseInline


class ClauseInline(BaseInline):
    """The clauses of a section, each with a link to its page."""

    model = Clause
    fields = ["position", "text"]
    show_change_link = True


@admin.register(Section)
class SectionAdmin(DraftAdmin):
    """Sections, preambles and annexes."""

    inlines = [ClauseInline]
    list_display = ["heading", "kind", "position", "inset"]
    list_filter = ["kind"]
    search_fields = ["heading"]
    fields = ["instrument", "kind", "position", "heading", "inset"]
    readonly_fields = ["instrument", "kind", "position"]


@admin.register(Clause)
class ClauseAdmin(DraftAdmin):
    """Clauses."""

    instrument_path = "section__instrument"
    agreement_path = "section__instrument__agreement"
    list_display = ["__str__", "position", "locked", "section"]
    list_filter = ["locked", "section__kind"]
    search_fields = ["text", "section__heading"]
    fields = ["section", "position", "text", "locked", "optional", "choice"]
    readonly_fields = ["section", "position", "locked", "optional", "choice"]

    def locked_because(self, obj: Any) -> str:
        """Refuse what the model text locks, too; the model text itself is written like any draft."""
        reason = super().locked_because(obj)
        if reason or not obj.locked or obj.section.instrument.agreement.is_model:
            return reason
        return (
            "Dieser Absatz ist im Mustertext gesperrt und gilt wörtlich. Eine begründete Abweichung wird auf der Seite "
            "„Entwurf bearbeiten“ festgehalten; danach lässt er sich ändern."
        )


@admin.register(PlaceholderField)
class PlaceholderFieldAdmin(DraftAdmin):
    """How model texts in the making ask for their placeholders."""

    list_display = ["name", "label", "kind", "position"]
    list_filter = ["kind"]
    search_fields = ["name", "label"]
    fields = ["instrument", "name", "label", "kind", "help", "position"]
    readonly_fields = ["instrument", "name"]

    def key_of(self, obj: Any) -> Any:
        """Return the name, which stands in the text."""
        return obj.name


@admin.register(Deviation)
class DeviationAdmin(ReadOnlyDraftAdmin):
    """Why contracts depart from locked clauses."""

    made_elsewhere = "Abweichungen werden im Entwurf festgehalten und zurückgenommen, nie geändert."
    list_display = ["reason", "recorded_at", "recorded_by"]
    list_select_related = ["recorded_by"]
    search_fields = ["reason", "model_text"]
    date_hierarchy = "recorded_at"
    fields = ["instrument", "clause_key", "model_text", "reason", "recorded_at", "recorded_by"]


@admin.register(ConfirmedDiscrepancy)
class ConfirmedDiscrepancyAdmin(ReadOnlyRowAdmin):
    """Why text and obligation may differ."""

    reason = "Bestätigt wird beim Festschreiben; was bestätigt ist, bleibt."
    agreement_path = "instrument__agreement"
    list_display = ["sentence", "reason", "confirmed_at", "confirmed_by"]
    list_select_related = ["confirmed_by"]
    search_fields = ["sentence", "reason"]
    date_hierarchy = "confirmed_at"
