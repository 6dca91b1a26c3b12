"""Reminders in the admin: what was said to whom, and what people have chosen; written by the job and on their pages."""

from django.contrib import admin

from agreements.admin.read_only import ReadOnlyAdmin
from agreements.models import Absence, Bounce, Digest, Reminder, ReminderLeads, ReminderRun, SwitchedOff

CHOSEN = "Das wählt jede Person selbst, auf der Seite „Benachrichtigungen“."


@admin.register(Reminder)
class ReminderAdmin(ReadOnlyAdmin):
    list_display = ["noted_at", "person", "topic", "agreement", "obligation", "due_on", "step", "not_sent"]
    list_filter = ["topic", "not_sent"]
    list_select_related = ["person", "agreement__district", "obligation"]
    search_fields = ["agreement__reference", "person__last_name"]
    date_hierarchy = "noted_at"


@admin.register(Digest)
class DigestAdmin(ReadOnlyAdmin):
    list_display = ["day_on", "person"]
    list_select_related = ["person"]
    search_fields = ["person__last_name"]
    date_hierarchy = "day_on"


@admin.register(ReminderRun)
class ReminderRunAdmin(ReadOnlyAdmin):
    list_display = ["day_on", "ran_at", "lines"]
    date_hierarchy = "day_on"


@admin.register(ReminderLeads)
class ReminderLeadsAdmin(ReadOnlyAdmin):
    reason = "Den Vorlauf legt die Koordination auf der Seite „Erinnerungen“ des Vertrags fest."
    list_display = ["agreement", "days", "changed_at", "changed_by"]
    list_select_related = ["agreement__district", "changed_by"]
    search_fields = ["agreement__reference"]


@admin.register(SwitchedOff)
class SwitchedOffAdmin(ReadOnlyAdmin):
    reason = CHOSEN
    list_display = ["person", "topic", "chosen_at"]
    list_filter = ["topic"]
    list_select_related = ["person"]
    search_fields = ["person__last_name"]


@admin.register(Absence)
class AbsenceAdmin(ReadOnlyAdmin):
    reason = CHOSEN
    list_display = ["person", "begins_on", "ends_on", "substitute"]
    list_select_related = ["person", "substitute"]
    search_fields = ["person__last_name"]


@admin.register(Bounce)
class BounceAdmin(ReadOnlyAdmin):
    list_display = ["received_at", "address", "status", "mail"]
    list_select_related = ["mail"]
    search_fields = ["address"]
    date_hierarchy = "received_at"
