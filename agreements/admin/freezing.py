"""Texts that are being frozen, in the admin: to be found and read; asked for on their pages, done by the worker."""

from django.contrib import admin

from agreements.admin.read_only import ReadOnlyRowAdmin
from agreements.models import FreezeRequest


@admin.register(FreezeRequest)
class FreezeRequestAdmin(ReadOnlyRowAdmin):
    """Who asked for a text to be frozen, and how far that is."""

    reason = "Aufträge entstehen beim Festschreiben; erledigt werden sie vom Dienst im Hintergrund."
    agreement_path = "instrument__agreement"
    list_display = ["asked_at", "asked_by", "tries", "problem", "ended_at", "refusal"]
    list_filter = [("ended_at", admin.EmptyFieldListFilter)]
    list_select_related = ["asked_by"]
    search_fields = ["problem", "refusal", "fingerprint"]
    date_hierarchy = "asked_at"
