"""Photos, consent and the archiving in the admin: to be found and read, never to be written."""

from django.contrib import admin

from agreements.admin.read_only import KeptAdmin
from agreements.models import ArchiveRecord, Consent, Photo
from districts.admin.base_admin import column


@admin.register(Photo)
class PhotoAdmin(KeptAdmin):
    """Photos of ceremonies: what is said about them, never the picture."""

    list_display = [
        "description",
        column("signing_event__instrument__agreement", "Vertrag"),
        "signing_event",
        "added_at",
    ]
    list_filter = ["signing_event__instrument__agreement__district"]
    list_select_related = ["signing_event__instrument__agreement__district"]
    search_fields = ["description", "signing_event__instrument__agreement__reference"]
    date_hierarchy = "added_at"
    fields = ["signing_event", "file", "description", "nobody", "added_at", "added_by", "removed_at"]


@admin.register(Consent)
class ConsentAdmin(KeptAdmin):
    """Who has consented to a photo, and who has taken it back."""

    list_display = [
        "person",
        column("photo__signing_event__instrument__agreement", "Vertrag"),
        "given_on",
        "how",
        "withdrawn_on",
    ]
    list_filter = ["photo__signing_event__instrument__agreement__district"]
    list_select_related = ["photo__signing_event__instrument__agreement__district"]
    search_fields = ["person", "photo__signing_event__instrument__agreement__reference"]
    fields = ["photo", "person", "given_on", "how", "withdrawn_on"]


@admin.register(ArchiveRecord)
class ArchiveRecordAdmin(KeptAdmin):
    """Steps of offering agreements to the Landesarchiv."""

    list_display = ["agreement", "step", "dated", "reference", "recorded_at", "recorded_by"]
    list_filter = ["step", "agreement__district"]
    list_select_related = ["agreement__district", "recorded_by"]
    search_fields = ["agreement__reference", "agreement__district__name", "reference"]
    date_hierarchy = "dated"
    fields = ["agreement", "step", "dated", "reference", "document", "recorded_at", "recorded_by"]
