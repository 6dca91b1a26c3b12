"""What was erased, in the admin: to be read."""

from typing import Any

from django.contrib import admin

from districts.admin.base_admin import BaseAdmin
from districts.admin.inlines import NO_WRITES
from districts.models import Erasure


@admin.register(Erasure)
class ErasureAdmin(BaseAdmin):
    """The numbers of what was erased, for backups that still have it."""

    writes = NO_WRITES
    made_elsewhere = "Das wird festgehalten, wenn etwas gelöscht wird: Es sagt nur, was für eine Zeile, nicht was in ihr stand."
    list_display = ["kind", "number", "erased_at"]

    def locked_because(self, obj: Any) -> str:
        """Say why this is only read."""
        return "Das ist festgehalten, damit Gelöschtes aus einer Sicherung nicht wiederkommt."
