"""What proves that reports are true, and what the malware check found: to be read only."""

from django.contrib import admin

from agreements.admin.read_only import ReadOnlyAdmin, ReadOnlyRowAdmin
from agreements.models import Evidence, VirusCheck


@admin.register(Evidence)
class EvidenceAdmin(ReadOnlyRowAdmin):
    """The evidence of reports, every version."""

    agreement_path = "report__obligation__agreement"
    list_display = ["report", "number", "version", "kind", "__str__", "last_valid_on", "added_at", "added_by"]
    list_filter = ["kind"]
    list_select_related = ["added_by"]
    search_fields = ["title", "reference"]
    date_hierarchy = "added_at"


@admin.register(VirusCheck)
class VirusCheckAdmin(ReadOnlyAdmin):
    """What was found when files were checked for malware."""

    list_display = ["file", "checked_at", "scanner", "found"]
    list_select_related = ["file"]
    search_fields = ["file__sha256", "found"]
    date_hierarchy = "checked_at"
