"""Dated facts in the admin: resolutions, milestones, ceremonies. Each write is told in the agreement's history."""

from typing import Any

from django.contrib import admin

from agreements.admin.audited import ToldAdmin
from agreements.models import Milestone, Participant, Resolution, SigningEvent
from districts.admin.base_admin import ALL_WRITES, BaseInline, column

SOURCE: Any = ("Quelle", {"fields": ["source", "source_url"]})


@admin.register(Resolution)
class ResolutionAdmin(ToldAdmin):
    """Decisions of the district's bodies."""

    list_display = ["agreement", "kind", "dated", "number", "source"]
    list_filter = ["kind", "agreement__district"]
    search_fields = ["agreement__reference", "agreement__district__name", "number", "remark", "source"]
    autocomplete_fields = ["agreement"]
    date_hierarchy = "dated"
    fieldsets = [(None, {"fields": ["agreement", "kind", "dated", "number", "remark"]}), SOURCE]

    def get_readonly_fields(self, request: Any, obj: Any = None) -> list[str]:
        """Leave a record with its agreement."""
        return ["agreement"] if obj else []


@admin.register(Milestone)
class MilestoneAdmin(ToldAdmin):
    """Dated facts about an agreement."""

    list_display = ["title", "kind", "dated", "date_words", "agreement", "source"]
    list_filter = ["kind", "agreement__district"]
    search_fields = ["title", "agreement__reference", "agreement__district__name", "source"]
    autocomplete_fields = ["agreement"]
    date_hierarchy = "dated"
    fieldsets = [(None, {"fields": ["agreement", "kind", "title", "dated", "date_words"]}), SOURCE]

    def get_readonly_fields(self, request: Any, obj: Any = None) -> list[str]:
        """Leave a record with its agreement."""
        return ["agreement"] if obj else []


class ParticipantInline(BaseInline):
    """Those present at a ceremony."""

    model = Participant
    fields = ["function", "organisation", "name"]
    writes = ALL_WRITES


@admin.register(SigningEvent)
class SigningEventAdmin(ToldAdmin):
    """Ceremonies of signing."""

    agreement_path = "instrument__agreement"
    inlines = [ParticipantInline]
    list_display = ["held_on", "place", column("instrument__agreement", "Vertrag"), "source"]
    list_filter = ["instrument__agreement__district"]
    search_fields = ["place", "instrument__agreement__reference", "instrument__agreement__district__name"]
    autocomplete_fields = ["instrument"]
    date_hierarchy = "held_on"
    fieldsets = [(None, {"fields": ["instrument", "held_on", "place"]}), SOURCE]

    def get_readonly_fields(self, request: Any, obj: Any = None) -> list[str]:
        """Leave a ceremony with its instrument."""
        return ["instrument"] if obj else []


@admin.register(Participant)
class ParticipantAdmin(ToldAdmin):
    """Those present at ceremonies."""

    agreement_path = "signing_event__instrument__agreement"
    list_display = [
        "__str__",
        "function",
        "organisation",
        "signing_event",
        column("signing_event__instrument__agreement", "Vertrag"),
    ]
    list_filter = ["signing_event__instrument__agreement__district"]
    search_fields = ["name", "function", "organisation", "signing_event__place"]
    autocomplete_fields = ["signing_event"]
    fields = ["signing_event", "function", "organisation", "name"]

    def get_readonly_fields(self, request: Any, obj: Any = None) -> list[str]:
        """Leave a person with the ceremony."""
        return ["signing_event"] if obj else []
