"""Who stands in an instrument: its parties and those who are to sign."""

from typing import Any

from django.contrib import admin

from agreements.admin.draft_rows import DraftAdmin
from agreements.models import Party, Signatory


@admin.register(Party)
class PartyAdmin(DraftAdmin):
    """The parties as the title block names them."""

    list_display = ["line", "side", "short"]
    list_filter = ["side"]
    search_fields = ["line", "short"]
    fields = ["instrument", "side", "line", "represented_by", "short", "address"]
    readonly_fields = ["instrument", "side"]

    def key_of(self, obj: Any) -> Any:
        """Return the side: there is one party on each."""
        return obj.side


@admin.register(Signatory)
class SignatoryAdmin(DraftAdmin):
    """Those who are to sign."""

    list_display = ["name", "function", "side", "order", "required"]
    list_filter = ["side", "required"]
    search_fields = ["name", "function", "department"]
    fields = [
        *("instrument", "side", "order", "name", "function", "department", "authority", "authority_on"),
        *("authority_document", "office_begins_on", "office_ends_on", "required"),
    ]
    readonly_fields = ["instrument", "authority_document"]
