"""The Mitzeichnung in the admin: to be found and read, never to be written."""

from django.contrib import admin

from agreements.admin.read_only import KeptAdmin
from agreements.models import Clearance, ClearanceRequest, ClearanceRound
from districts.admin.base_admin import column


@admin.register(ClearanceRound)
class ClearanceRoundAdmin(KeptAdmin):
    """Rounds, each with the version that was asked about."""

    list_display = [
        column("instrument__agreement", "Vertrag"),
        "number",
        "due_on",
        "opened_at",
        "opened_by",
        "closed_at",
    ]
    list_filter = ["instrument__agreement__district"]
    list_select_related = ["instrument__agreement__district", "version__instrument", "opened_by"]
    search_fields = ["instrument__agreement__reference", "instrument__agreement__district__name", "note"]
    date_hierarchy = "opened_at"
    fields = ["instrument", "number", "version", "due_on", "note", "opened_at", "opened_by", "closed_at"]


@admin.register(ClearanceRequest)
class ClearanceRequestAdmin(KeptAdmin):
    """Who was asked."""

    list_display = [
        "office_name",
        column("round__instrument__agreement", "Vertrag"),
        column("round__number", "Runde"),
        "office",
    ]
    list_filter = ["round__instrument__agreement__district"]
    list_select_related = ["round__instrument__agreement__district", "office"]
    search_fields = ["office_name", "round__instrument__agreement__reference"]
    fields = ["round", "office", "office_name"]


@admin.register(Clearance)
class ClearanceAdmin(KeptAdmin):
    """What was answered."""

    list_display = [
        "request",
        column("request__round__instrument__agreement", "Vertrag"),
        "result",
        "answered_by",
        "recorded_at",
    ]
    list_filter = ["result", "request__round__instrument__agreement__district"]
    list_select_related = ["request__round__instrument__agreement__district", "recorded_by"]
    search_fields = [
        "request__office_name",
        "request__round__instrument__agreement__reference",
        "answered_by",
    ]
    date_hierarchy = "recorded_at"
    fields = ["request", "result", "remark", "answered_by", "recorded_at", "recorded_by"]
