"""Dated facts in the admin: resolutions and milestones. Each write is recorded in the agreement's history."""

from datetime import datetime
from typing import Any

from django.contrib import admin

from agreements.admin.audited import AuditedAdmin
from agreements.drafting.actions.dated_facts import require_happened
from agreements.models import Milestone, Resolution

SOURCE: Any = ("Quelle", {"fields": ["source", "source_url"]})


class _DatedFactAdmin(AuditedAdmin):
    list_filter = ["kind", "state"]
    autocomplete_fields = ["agreement"]
    date_hierarchy = "dated"

    def require_allowed(self, obj: Any, at: datetime) -> None:
        """Refuse what lies ahead."""
        require_happened(obj, at)

    def get_readonly_fields(self, request: Any, obj: Any = None) -> list[str]:
        """Leave a record with its agreement."""
        return ["agreement"] if obj else []


@admin.register(Resolution)
class ResolutionAdmin(_DatedFactAdmin):
    """Decisions of the district's bodies."""

    list_display = ["kind", "state", "dated", "number", "source"]
    search_fields = ["number", "remark", "source"]
    fieldsets = [(None, {"fields": ["agreement", "kind", "state", "dated", "number", "remark"]}), SOURCE]


@admin.register(Milestone)
class MilestoneAdmin(_DatedFactAdmin):
    """Dated facts about an agreement."""

    list_display = ["title", "kind", "state", "dated", "date_words", "source"]
    search_fields = ["title", "source"]
    fieldsets = [
        (None, {"fields": ["agreement", "kind", "title", "state", "office", "dated", "date_words"]}),
        SOURCE,
    ]
