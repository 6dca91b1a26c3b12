"""Computed due days in the admin: to be read when somebody asks why a reminder came; they may be deleted on the server."""

from django.contrib import admin

from agreements.admin.read_only import ReadOnlyAdmin
from agreements.models import DueDay, ScheduleCache


@admin.register(ScheduleCache)
class ScheduleCacheAdmin(ReadOnlyAdmin):
    """For which agreements due days are computed, and how long they hold."""

    reason = "Der Plan wird aus den Verträgen berechnet."
    list_display = ["agreement", "history_length", "computed_on", "expires_on"]
    list_select_related = ["agreement__district"]
    search_fields = ["agreement__reference"]


@admin.register(DueDay)
class DueDayAdmin(ReadOnlyAdmin):
    """What is due and not done."""

    reason = "Der Plan wird aus den Verträgen berechnet."
    list_display = ["due_on", "topic", "agreement", "obligation", "by_district", "by_coordination"]
    list_filter = ["topic"]
    list_select_related = ["agreement__district", "obligation"]
    search_fields = ["agreement__reference", "obligation__code"]
    date_hierarchy = "due_on"
