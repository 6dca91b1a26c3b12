"""Requests in the four-eyes principle in the admin: to be found and read; they are made and decided on pages of their own."""

from typing import Any

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from districts.admin.base_admin import BaseAdmin
from districts.admin.inlines import NO_WRITES
from districts.four_eyes_choices import Deed
from districts.models import FourEyesRequest, User
from districts.policy import is_admin


@admin.register(FourEyesRequest)
class FourEyesRequestAdmin(BaseAdmin):
    """Who asked for what about whom, and how it ended."""

    writes = NO_WRITES
    made_elsewhere = (
        "Ein Antrag wird auf der Seite eines Kontos gestellt und unter „Vier-Augen-Anträge“ entschieden."
    )
    list_display = [
        "deed",
        "person",
        "signatory",
        "asked_at",
        "asked_by",
        "outcome",
        "decided_at",
        "decided_by",
    ]
    list_select_related = ["person", "asked_by", "decided_by"]
    list_filter = ["deed", "outcome"]
    search_fields = ["person__username", "person__last_name", "reason"]
    date_hierarchy = "asked_at"

    def locked_because(self, obj: Any) -> str:
        """Say why this is only read."""
        return self.made_elsewhere


def ways_to_ask(user: User) -> SafeString:
    """Return the ways to ask for what nobody does to an account alone."""
    role = Deed.TAKE_ADMIN if is_admin(user) else Deed.GIVE_ADMIN
    deeds = (role, Deed.SWITCH_OFF_FACTORS, Deed.ERASE_ACCOUNT)
    ways = ((reverse("four_eyes_ask", args=[deed, user.pk]), f"{deed.label} …") for deed in deeds)
    return format_html("{}", format_html_join(" · ", '<a href="{}">{}</a>', ways))
