"""Instruments in the admin: the head of a draft or of a model text in the making can be changed, the status never."""

from typing import Any

from django.contrib import admin

from agreements.admin.draft_rows import DraftAdmin
from agreements.models import Instrument, Section, Signatory
from districts.admin.inlines import BaseInline


class SectionInline(BaseInline):
    """The sections of an instrument, each with a link to its page."""

    model = Section
    fields = ["position", "kind", "heading", "inset"]
    show_change_link = True


class SignatoryInline(BaseInline):
    """Those who are to sign, each with a link to her page."""

    model = Signatory
    fields = ["side", "order", "name", "function", "required"]
    show_change_link = True


@admin.register(Instrument)
class InstrumentAdmin(DraftAdmin):
    """Instruments. They take their steps on the agreement's page, and are never deleted."""

    agreement_path = "agreement"
    instrument_path = ""  # the row itself
    made_elsewhere = "Urkunden entstehen mit dem Vertrag. Ihren Stand ändern Sie auf der Seite des Vertrags."
    inlines = [SectionInline, SignatoryInline]
    list_display = ["title", "number", "status", "begins_on", "ends_on", "file_reference"]
    list_filter = ["status", "number", "template"]
    list_select_related = ["template", "frozen_version__instrument"]
    search_fields = ["title", "file_reference"]
    date_hierarchy = "begins_on"
    fieldsets = [
        (None, {"fields": ["agreement", "number", "template", "status", "frozen_version"]}),
        ("Kopf", {"fields": ["title", "subject", "note", "file_reference"]}),
        (
            "Laufzeit",
            {"fields": ["begins_on", "begins_with_signing", "ends_on", "extension_months", "notice_months"]},
        ),
        ("Gliederung", {"fields": ["numbering", "lone_clauses_numbered"]}),
        ("Platzhalter", {"fields": ["placeholders"]}),
    ]
    # the values of placeholders are asked for one by one on the page of the head
    readonly_fields = ["agreement", "number", "template", "status", "frozen_version", "placeholders"]

    def instrument_of(self, obj: Any) -> Instrument:
        """Return the instrument itself."""
        found: Instrument = obj
        return found

    def key_of(self, obj: Any) -> Any:
        """Return the number of the instrument in its agreement."""
        return obj.number
