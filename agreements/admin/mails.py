"""E-mails in the admin: to be found and read; they are written by what happens, and sent by the worker."""

from django.contrib import admin

from agreements.admin.kept import KeptAdmin
from agreements.models import Mail
from districts.admin.house import column


@admin.register(Mail)
class MailAdmin(KeptAdmin):
    """What is to be sent, and what was; the words are not kept."""

    list_display = [column("agreement", "Vertrag"), "queued_at", "sent_at", "dropped_at", "tries", "problem"]
    list_filter = ["event__agreement__district"]
    list_select_related = ["event__agreement__district"]
    search_fields = ["event__agreement__reference", "problem"]
    date_hierarchy = "queued_at"

    def locked_because(self, obj: Mail) -> str:
        """Say who writes this."""
        return "E-Mails entstehen aus dem, was geschieht; gesendet werden sie von einem eigenen Dienst."
