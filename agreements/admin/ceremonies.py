"""Ceremonies of signing in the admin, with photos and consent; and the way into the archive."""

from typing import Any

from django.contrib import admin

from agreements.admin.audited import AuditedAdmin
from agreements.admin.read_only import ReadOnlyRowAdmin
from agreements.admin.resolutions import SOURCE
from agreements.models import ArchiveRecord, Consent, Participant, Photo, SigningEvent
from districts.admin.inlines import ALL_WRITES, BaseInline


class ParticipantInline(BaseInline):
    """Those present at a ceremony."""

    model = Participant
    fields = ["function", "organisation", "name"]
    writes = ALL_WRITES


@admin.register(SigningEvent)
class SigningEventAdmin(AuditedAdmin):
    """Ceremonies of signing."""

    agreement_path = "instrument__agreement"
    inlines = [ParticipantInline]
    list_display = ["held_on", "place", "source"]
    search_fields = ["place"]
    autocomplete_fields = ["instrument"]
    date_hierarchy = "held_on"
    fieldsets = [(None, {"fields": ["instrument", "held_on", "place"]}), SOURCE]

    def get_readonly_fields(self, request: Any, obj: Any = None) -> list[str]:
        """Leave a ceremony with its instrument."""
        return ["instrument"] if obj else []


@admin.register(Participant)
class ParticipantAdmin(AuditedAdmin):
    """Those present at ceremonies."""

    agreement_path = "signing_event__instrument__agreement"
    list_display = ["__str__", "function", "organisation", "signing_event"]
    search_fields = ["name", "function", "organisation", "signing_event__place"]
    autocomplete_fields = ["signing_event"]
    fields = ["signing_event", "function", "organisation", "name"]

    def get_readonly_fields(self, request: Any, obj: Any = None) -> list[str]:
        """Leave a person with the ceremony."""
        return ["signing_event"] if obj else []


@admin.register(Photo)
class PhotoAdmin(ReadOnlyRowAdmin):
    """Photos of ceremonies: what is said about them, never the picture."""

    agreement_path = "signing_event__instrument__agreement"
    list_display = ["description", "signing_event", "added_at"]
    search_fields = ["description"]
    date_hierarchy = "added_at"
    fields = ["signing_event", "file", "description", "nobody", "added_at", "added_by", "removed_at"]


@admin.register(Consent)
class ConsentAdmin(ReadOnlyRowAdmin):
    """Who has consented to a photo, and who has taken it back."""

    agreement_path = "photo__signing_event__instrument__agreement"
    list_display = ["person", "given_on", "how", "withdrawn_on"]
    search_fields = ["person"]
    fields = ["photo", "person", "given_on", "how", "withdrawn_on"]


@admin.register(ArchiveRecord)
class ArchiveRecordAdmin(ReadOnlyRowAdmin):
    """Steps of offering agreements to the Landesarchiv."""

    list_display = ["step", "dated", "reference", "recorded_at", "recorded_by"]
    list_filter = ["step"]
    list_select_related = ["recorded_by"]
    search_fields = ["reference"]
    date_hierarchy = "dated"
