"""The history of all agreements in the admin."""

from django.contrib import admin

from agreements.admin.read_only import ReadOnlyRowAdmin
from agreements.dossier.timeline import event_entry
from agreements.models import Event


@admin.register(Event)
class EventAdmin(ReadOnlyRowAdmin):
    """The history of all agreements, newest first."""

    list_display = ["at", "sequence", "actor", "event_sentence"]
    list_filter = ["kind"]
    search_fields = ["actor", "kind"]
    ordering = ["-at", "-pk"]
    date_hierarchy = "at"
    fields = [
        "agreement",
        "sequence",
        "at",
        "actor",
        "kind",
        "event_sentence",
        "data",
        "previous_hash",
        "hash",
    ]
    readonly_fields = ["event_sentence"]

    @admin.display(description="Was", ordering="kind")
    def event_sentence(self, obj: Event) -> str:
        """Return the entry in words."""
        return event_entry(obj).text
