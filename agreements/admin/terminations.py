"""Notices of termination, their retraction, decisions on extension and reminders in the admin."""

from django.contrib import admin

from agreements.admin.read_only import ReadOnlyRowAdmin
from agreements.models import ExtensionDecision, NoticeRetraction, TerminationNotice


@admin.register(TerminationNotice)
class TerminationNoticeAdmin(ReadOnlyRowAdmin):
    """Notices that were received, and to which day they end the agreement."""

    list_display = ["side", "kind", "received_on", "ends_on", "recorded_at", "recorded_by"]
    list_filter = ["side", "kind"]
    list_select_related = ["recorded_by"]
    search_fields = ["note"]
    date_hierarchy = "received_on"


@admin.register(NoticeRetraction)
class NoticeRetractionAdmin(ReadOnlyRowAdmin):
    """Why notices no longer count."""

    agreement_path = "notice__agreement"
    list_display = ["notice", "cause", "dated", "recorded_at", "recorded_by"]
    list_filter = ["cause"]
    list_select_related = ["notice", "recorded_by"]
    search_fields = ["reason"]
    date_hierarchy = "dated"


@admin.register(ExtensionDecision)
class ExtensionDecisionAdmin(ReadOnlyRowAdmin):
    """What was decided before a term is extended."""

    list_display = ["choice", "ends_on", "decided_by", "decided_on", "recorded_at", "recorded_by"]
    list_filter = ["choice"]
    list_select_related = ["recorded_by"]
    search_fields = ["decided_by", "reason"]
    date_hierarchy = "decided_on"
