"""Seals in the admin, what was tried for them and who asked."""

from django.contrib import admin

from agreements.admin.read_only import ReadOnlyRowAdmin
from agreements.models import Seal, SealAttempt, SealRequest


@admin.register(Seal)
class SealAdmin(ReadOnlyRowAdmin):
    """Seals."""

    agreement_path = "edition__version__instrument__agreement"
    list_display = ["edition", "level", "stamped_at", "certificate", "is_test"]
    list_filter = ["level", "is_test"]
    search_fields = ["certificate"]
    date_hierarchy = "stamped_at"


@admin.register(SealAttempt)
class SealAttemptAdmin(ReadOnlyRowAdmin):
    """Attempts to seal that did not work."""

    agreement_path = "version__instrument__agreement"
    list_display = ["version", "kind", "tried_at", "problem"]
    list_filter = ["kind"]
    search_fields = ["problem"]
    date_hierarchy = "tried_at"


@admin.register(SealRequest)
class SealRequestAdmin(ReadOnlyRowAdmin):
    """Who asked for an attempt to seal at once."""

    agreement_path = "version__instrument__agreement"
    list_display = ["version", "asked_at", "asked_by"]
    list_select_related = ["asked_by"]
    date_hierarchy = "asked_at"
