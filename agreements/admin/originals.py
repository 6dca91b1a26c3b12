"""Deeds that were signed elsewhere in the admin."""

from django.contrib import admin

from agreements.admin.read_only import ReadOnlyRowAdmin
from agreements.models import Original, OriginalDay, PageCheck, TranscriptText


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
    list_display = ["original", "kind", "dated", "latest", "source"]
    list_filter = ["kind", "latest"]
    list_select_related = ["original__instrument"]
    search_fields = ["source"]
    date_hierarchy = "dated"


@admin.register(TranscriptText)
class TranscriptTextAdmin(ReadOnlyRowAdmin):
    """Who typed what is written of them."""

    agreement_path = "instrument__agreement"
    list_display = ["instrument", "digest", "typed_at", "typed_by"]
    list_select_related = ["instrument", "typed_by"]
    search_fields = ["digest"]
    date_hierarchy = "typed_at"


@admin.register(PageCheck)
class PageCheckAdmin(ReadOnlyRowAdmin):
    """Who compared it with them."""

    agreement_path = "text__instrument__agreement"
    list_display = ["text", "page", "checked_at", "checked_by"]
    list_select_related = ["text__instrument", "checked_by"]
    search_fields = ["text__digest"]
    date_hierarchy = "checked_at"
