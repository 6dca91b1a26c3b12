"""What was reported on staff release, and how the other side answered: to be read only."""

from django.contrib import admin

from agreements.admin.read_only import ReadOnlyRowAdmin
from agreements.models import ReleaseAnswer, ReleaseLine, ReleaseReport


@admin.register(ReleaseReport)
class ReleaseReportAdmin(ReadOnlyRowAdmin):
    """The quarters that districts have reported."""

    list_display = ["quarter_on", "number", "size", "reported_at", "reported_by"]
    list_select_related = ["reported_by"]
    date_hierarchy = "reported_at"


@admin.register(ReleaseLine)
class ReleaseLineAdmin(ReadOnlyRowAdmin):
    """How each agreed post was filled, by office and function."""

    agreement_path = "report__agreement"
    list_display = ["report", "post", "filled", "vacated_on", "last_vacant_on", "substitute"]
    list_select_related = ["post"]
    search_fields = ["post__unit", "post__function", "remark"]


@admin.register(ReleaseAnswer)
class ReleaseAnswerAdmin(ReadOnlyRowAdmin):
    """What MitWirkung has said to reports on staff release."""

    agreement_path = "report__agreement"
    list_display = ["report", "decision", "answered_at", "answered_by"]
    list_filter = ["decision"]
    list_select_related = ["answered_by"]
    search_fields = ["remark"]
    date_hierarchy = "answered_at"
