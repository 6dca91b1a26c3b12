"""What was said about obligations, what triggered them, and how the other side answered: to be read only."""

from django.contrib import admin

from agreements.admin.read_only import KeptAdmin
from agreements.models import Occasion, Report, ReportAnswer
from districts.admin.base_admin import column


@admin.register(Report)
class ReportAdmin(KeptAdmin):
    """What was said about obligations."""

    list_display = [
        "obligation",
        column("obligation__agreement", "Vertrag"),
        "due_on",
        "progress",
        "reported_at",
        "reported_by",
    ]
    list_filter = ["progress", "obligation__agreement__district"]
    list_select_related = ["obligation__agreement__district", "reported_by"]
    search_fields = ["obligation__code", "obligation__agreement__reference", "remark"]
    date_hierarchy = "reported_at"
    fields = [
        "obligation",
        "terms",
        "key",
        "starts_on",
        "due_on",
        "occasion",
        "number",
        "side",
        "progress",
        "amount",
        "done_on",
        "remark",
        "reported_at",
        "reported_by",
    ]


@admin.register(ReportAnswer)
class ReportAnswerAdmin(KeptAdmin):
    """What the other side has said to reports."""

    list_display = ["report", "side", "decision", "answered_at", "answered_by"]
    list_filter = ["decision", "report__obligation__agreement__district"]
    list_select_related = ["report__obligation", "answered_by"]
    search_fields = ["report__obligation__code", "report__obligation__agreement__reference", "remark"]
    date_hierarchy = "answered_at"
    fields = ["report", "number", "side", "decision", "remark", "answered_at", "answered_by"]


@admin.register(Occasion)
class OccasionAdmin(KeptAdmin):
    """What has triggered obligations."""

    list_display = [
        "obligation",
        column("obligation__agreement", "Vertrag"),
        "happened_on",
        "note",
        "reported_by",
    ]
    list_filter = ["obligation__agreement__district"]
    list_select_related = ["obligation__agreement__district", "reported_by"]
    search_fields = ["obligation__code", "obligation__agreement__reference", "note"]
    date_hierarchy = "happened_on"
    fields = ["obligation", "happened_on", "note", "reported_at", "reported_by"]
