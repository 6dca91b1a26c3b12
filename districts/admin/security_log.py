"""The security log in the admin: to be found and read."""

from typing import Any

from django.contrib import admin

from districts.admin.base_admin import BaseAdmin
from districts.admin.inlines import NO_WRITES
from districts.models import SecurityChain, SecurityEvent


class WrittenByDatabaseAdmin(BaseAdmin):
    """A table that nobody writes in."""

    writes = NO_WRITES
    made_elsewhere = (
        "Anmeldungen, Abweisungen, Downloads und Änderungen an Konten schreibt die Anwendung selbst auf; wer es war, steht "
        "hier als Nummer. „Einzelheiten“ nennt die Seite und die Nummern in ihrer Adresse. Gelöscht wird nur, was älter ist als die Aufbewahrungsfrist."
    )

    def locked_because(self, obj: Any) -> str:
        """Say why this is only read."""
        return "Das Sicherheitsprotokoll kann gelesen, aber nicht geändert werden."


@admin.register(SecurityEvent)
class SecurityEventAdmin(WrittenByDatabaseAdmin):
    """Who signed in, was refused, fetched a file or changed an account."""

    list_display = ["sequence", "at", "kind", "person", "about", "network"]
    list_filter = ["kind"]
    search_fields = ["=person", "about", "network", "request"]
    date_hierarchy = "at"
    fields = ["sequence", "at", "kind", "person", "about", "network", "request", "previous_hash", "hash"]
    readonly_fields = ["sequence", "previous_hash", "hash"]


@admin.register(SecurityChain)
class SecurityChainAdmin(WrittenByDatabaseAdmin):
    """Where the log begins and ends."""

    list_display = ["length", "head", "anchor_sequence", "anchor_hash"]
