"""Amendments in the admin."""

from django.contrib import admin

from agreements.admin.draft_rows import ReadOnlyDraftAdmin
from agreements.models import Amendment


@admin.register(Amendment)
class AmendmentAdmin(ReadOnlyDraftAdmin):
    """When amendments take effect, and what text they change."""

    list_display = ["instrument", "effect", "effect_on", "changes_term"]
    list_filter = ["effect"]
    list_select_related = ["instrument"]
    search_fields = ["reason"]
