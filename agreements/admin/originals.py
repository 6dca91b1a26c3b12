"""Deeds that were signed elsewhere in the admin."""

from django.contrib import admin

from agreements.admin.read_only import ReadOnlyRowAdmin
from agreements.models import Original, OriginalDay


@admin.register(Original)
class OriginalAdmin(ReadOnlyRowAdmin):
    """What is known of them; the newest row of an instrument counts."""

    agreement_path = "instrument__agreement"
    list_display = ["instrument", "pages", "paper", "recorded_at", "recorded_by"]
    list_select_related = ["instrument", "recorded_by"]
    search_fields = ["paper", "reason"]
    date_hierarchy = "recorded_at"


@admin.register(OriginalDay)
class OriginalDayAdmin(ReadOnlyRowAdmin):
    """Their days with sources."""

    agreement_path = "original__instrument__agreement"
    list_display = ["original", "kind", "day", "latest", "source"]
    list_filter = ["kind", "latest"]
    list_select_related = ["original__instrument"]
    search_fields = ["source"]
    date_hierarchy = "day"
