"""What was erased, by number alone, to be read."""

from typing import Any

from django.contrib import admin

from districts.admin.base_admin import BaseAdmin
from districts.admin.inlines import NO_WRITES
from districts.models import Erasure


@admin.register(Erasure)
class ErasureAdmin(BaseAdmin):
    """Erasures; each was made on the page about one person."""

    list_display = ["kind", "number", "erased_at", "erased_by"]
    list_filter = ["kind"]
    writes = NO_WRITES
    made_elsewhere = "Gelöscht wird auf der Seite über eine Person."

    def locked_because(self, obj: Any) -> str:
        """Say why this is only read."""
        return "Eine Löschung bleibt festgehalten, damit eine Rücksicherung sie wiederholen kann."
