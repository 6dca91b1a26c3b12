"""The Mitzeichnung in the admin: to be found and read, never to be written."""

from django.contrib import admin

from agreements.admin.read_only import ReadOnlyRowAdmin
from agreements.models import Clearance, ClearanceRequest, ClearanceRound
from districts.admin.base_admin import column


@admin.register(ClearanceRound)
class ClearanceRoundAdmin(ReadOnlyRowAdmin):
    """Rounds, each with the version that was asked about."""

    agreement_path = "instrument__agreement"
    list_display = ["number", "due_on", "opened_at", "opened_by", "closed_at"]
    list_select_related = ["version__instrument", "opened_by"]
    search_fields = ["note"]
    date_hierarchy = "opened_at"


@admin.register(ClearanceRequest)
class ClearanceRequestAdmin(ReadOnlyRowAdmin):
    """Who was asked."""

    agreement_path = "round__instrument__agreement"
    list_display = ["office_name", column("round__number", "Runde"), "office"]
    list_select_related = ["office"]
    search_fields = ["office_name"]


@admin.register(Clearance)
class ClearanceAdmin(ReadOnlyRowAdmin):
    """What was answered."""

    agreement_path = "request__round__instrument__agreement"
    list_display = ["request", "result", "answered_by", "recorded_at"]
    list_filter = ["result"]
    list_select_related = ["recorded_by"]
    search_fields = ["request__office_name", "answered_by"]
    date_hierarchy = "recorded_at"
