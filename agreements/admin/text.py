"""The text of instruments in the admin: sections and clauses."""

from django.contrib import admin

from agreements.admin.drafts import DraftAdmin
from agreements.models import Clause, Section
from districts.admin.house import HouseInline, column


class ClauseInline(HouseInline):
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
        "section",
        column("section__instrument__agreement", "Vertrag"),
        column("section__instrument__get_status_display", "Stand der Urkunde", "section__instrument__status"),
    ]
    list_filter = ["section__kind", "section__instrument__status", "section__instrument__agreement__district"]
    search_fields = [
        "text",
        "section__heading",
        "section__instrument__agreement__reference",
        "section__instrument__agreement__district__name",
    ]
    fields = ["section", "position", "text"]
    readonly_fields = ["section", "position"]
