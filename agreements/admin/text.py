"""The text of instruments in the admin: sections and clauses."""

from typing import Any

from django.contrib import admin

from agreements.admin.draft_rows import DraftAdmin
from agreements.models import Clause, Deviation, PlaceholderField, Section
from districts.admin.base_admin import NO_WRITES, BaseAdminForm, BaseInline, column


class ClauseInline(BaseInline):
    """The clauses of a section, each with a link to its page."""

    model = Clause
    fields = ["position", "text"]
    show_change_link = True


@admin.register(Section)
class SectionAdmin(DraftAdmin):
    """Sections, preambles and annexes."""

    inlines = [ClauseInline]
    list_display = [
        "heading",
        "kind",
        "position",
        "inset",
        column("instrument__agreement", "Vertrag"),
        column("instrument__get_status_display", "Stand der Urkunde", "instrument__status"),
    ]
    list_filter = ["kind", "instrument__status", "instrument__agreement__district"]
    search_fields = ["heading", "instrument__agreement__reference", "instrument__agreement__district__name"]
    fields = ["instrument", "kind", "position", "heading", "inset"]
    readonly_fields = ["instrument", "kind", "position"]


@admin.register(Clause)
class ClauseAdmin(DraftAdmin):
    """Clauses."""

    instrument_path = "section__instrument"
    agreement_path = "section__instrument__agreement"
    list_display = [
        "__str__",
        "position",
        "locked",
        "section",
        column("section__instrument__agreement", "Vertrag"),
        column("section__instrument__get_status_display", "Stand der Urkunde", "section__instrument__status"),
    ]
    list_filter = [
        "locked",
        "section__kind",
        "section__instrument__status",
        "section__instrument__agreement__district",
    ]
    search_fields = [
        "text",
        "section__heading",
        "section__instrument__agreement__reference",
        "section__instrument__agreement__district__name",
    ]
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

    list_display = ["name", "label", "kind", "position", column("instrument__agreement", "Mustertext")]
    list_filter = ["kind"]
    search_fields = ["name", "label"]
    fields = ["instrument", "name", "label", "kind", "help", "position"]
    readonly_fields = ["instrument", "name"]

    def key_of(self, obj: Any) -> Any:
        """Return the name, which stands in the text."""
        return obj.name


@admin.register(Deviation)
class DeviationAdmin(DraftAdmin):
    """Why contracts depart from locked clauses: kept and taken back on the pages of the draft."""

    form = BaseAdminForm
    writes = NO_WRITES
    made_elsewhere = "Abweichungen werden im Entwurf festgehalten und zurückgenommen, nie geändert."
    list_display = [column("instrument__agreement", "Vertrag"), "reason", "recorded_at", "recorded_by"]
    list_filter = ["instrument__status", "instrument__agreement__district"]
    list_select_related = ["recorded_by"]
    search_fields = ["reason", "model_text", "instrument__agreement__reference"]
    date_hierarchy = "recorded_at"
    fields = ["instrument", "clause_key", "model_text", "reason", "recorded_at", "recorded_by"]

    def key_of(self, obj: Any) -> Any:
        """Return the key of the clause."""
        return obj.clause_key
