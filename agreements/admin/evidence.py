"""What proves that reports are true, and what the malware check found: to be read only."""

from django.contrib import admin

from agreements.admin.read_only import KeptAdmin
from agreements.models import Evidence, VirusCheck


@admin.register(Evidence)
class EvidenceAdmin(KeptAdmin):
    """The evidence of reports, every version."""

    list_display = ["report", "number", "version", "kind", "__str__", "last_valid_on", "added_at", "added_by"]
    list_filter = ["kind", "report__obligation__agreement__district"]
    list_select_related = ["report__obligation__agreement", "added_by"]
    search_fields = ["title", "reference", "report__obligation__agreement__reference"]
    date_hierarchy = "added_at"
    fields = [
        "report",
        "number",
        "version",
        "kind",
        "title",
        "file",
        "pages",
        "url",
        "reference",
        "note",
        "starts_on",
        "ends_on",
        "last_valid_on",
        "added_at",
        "added_by",
    ]


@admin.register(VirusCheck)
class VirusCheckAdmin(KeptAdmin):
    """What was found when files were checked for malware."""

    list_display = ["file", "checked_at", "scanner", "found"]
    list_select_related = ["file"]
    search_fields = ["file__sha256", "found"]
    date_hierarchy = "checked_at"
    fields = ["file", "checked_at", "scanner", "found"]
