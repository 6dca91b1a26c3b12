"""What was reported on staff release, and how the other side answered: to be read only."""

from django.contrib import admin

from agreements.admin.read_only import KeptAdmin
from agreements.models import ReleaseAnswer, ReleaseLine, ReleaseReport


@admin.register(ReleaseReport)
class ReleaseReportAdmin(KeptAdmin):
    """The quarters that districts have reported."""

    list_display = ["agreement", "quarter_on", "number", "size", "reported_at", "reported_by"]
    list_filter = ["agreement__district"]
    list_select_related = ["agreement__district", "reported_by"]
    search_fields = ["agreement__reference"]
    date_hierarchy = "reported_at"
    fields = ["agreement", "quarter_on", "number", "size", "reported_at", "reported_by"]


@admin.register(ReleaseLine)
class ReleaseLineAdmin(KeptAdmin):
    """How each agreed post was filled, by office and function."""

    list_display = ["report", "post", "filled", "vacated_on", "last_vacant_on", "substitute"]
    list_filter = ["report__agreement__district"]
    list_select_related = ["report", "post"]
    search_fields = ["post__unit", "post__function", "report__agreement__reference", "remark"]
    fields = [
        "report",
        "post",
        "filled",
        "vacated_on",
        "last_vacant_on",
        "substitute",
        "substitute_share",
        "remark",
    ]


@admin.register(ReleaseAnswer)
class ReleaseAnswerAdmin(KeptAdmin):
    """What MitWirkung has said to reports on staff release."""

    list_display = ["report", "decision", "answered_at", "answered_by"]
    list_filter = ["decision", "report__agreement__district"]
    list_select_related = ["report", "answered_by"]
    search_fields = ["report__agreement__reference", "remark"]
    date_hierarchy = "answered_at"
    fields = ["report", "number", "decision", "remark", "answered_at", "answered_by"]
