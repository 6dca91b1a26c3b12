"""Calendars that people subscribe to, in the admin: who has one; what opens it is not here."""

from django.contrib import admin

from agreements.admin.read_only import ReadOnlyAdmin
from agreements.models import CalendarFeed


@admin.register(CalendarFeed)
class CalendarFeedAdmin(ReadOnlyAdmin):
    """Addresses of calendars; made and revoked by their person, and dead as soon as her account is disabled."""

    reason = "Die Adresse macht und widerruft jede Person selbst; ein abgeschaltetes Konto hat keinen Kalender mehr."
    list_display = ["person", "made_at", "fetched_on"]
    list_select_related = ["person"]
    search_fields = ["person__username", "person__last_name"]
    fields = ["person", "made_at", "fetched_on"]
