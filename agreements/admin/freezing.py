"""Texts that are being frozen, in the admin: to be found and read; asked for on their pages, done by the worker."""

from django.contrib import admin

from agreements.admin.read_only import KeptAdmin
from agreements.models import FreezeRequest
from districts.admin.base_admin import column


@admin.register(FreezeRequest)
class FreezeRequestAdmin(KeptAdmin):
    """Who asked for a text to be frozen, and how far that is."""

    list_display = [
        column("instrument__agreement", "Vertrag"),
        "asked_at",
        "asked_by",
        "tries",
        "problem",
        "ended_at",
        "refusal",
    ]
    list_filter = [("ended_at", admin.EmptyFieldListFilter)]
    list_select_related = ["instrument__agreement__district", "asked_by"]
    search_fields = ["instrument__agreement__reference", "problem", "refusal", "fingerprint"]
    date_hierarchy = "asked_at"

    def locked_because(self, obj: FreezeRequest) -> str:
        """Say who writes this."""
        return "Aufträge entstehen beim Festschreiben; erledigt werden sie von einem eigenen Dienst."
