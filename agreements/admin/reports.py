"""What was said about obligations, what triggered them, and how the other side answered: to be read only."""

from django.contrib import admin

from agreements.admin.read_only import ReadOnlyRowAdmin
from agreements.models import Occasion, Report, ReportAnswer


@admin.register(Report)
class ReportAdmin(ReadOnlyRowAdmin):
    """What was said about obligations."""

    agreement_path = "obligation__agreement"
    list_display = ["obligation", "due_on", "progress", "reported_at", "reported_by"]
    list_filter = ["progress"]
    list_select_related = ["reported_by"]
    search_fields = ["obligation__code", "remark"]
    date_hierarchy = "reported_at"


@admin.register(ReportAnswer)
class ReportAnswerAdmin(ReadOnlyRowAdmin):
    """What the other side has said to reports."""

    agreement_path = "report__obligation__agreement"
    list_display = ["report", "side", "decision", "answered_at", "answered_by"]
    list_filter = ["decision"]
    list_select_related = ["answered_by"]
    search_fields = ["report__obligation__code", "remark"]
    date_hierarchy = "answered_at"


@admin.register(Occasion)
class OccasionAdmin(ReadOnlyRowAdmin):
    """What has triggered obligations."""

    agreement_path = "obligation__agreement"
    list_display = ["obligation", "happened_on", "note", "reported_by"]
    list_select_related = ["reported_by"]
    search_fields = ["obligation__code", "note"]
    date_hierarchy = "happened_on"
