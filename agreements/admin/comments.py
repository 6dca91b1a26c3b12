"""Comments on drafts in the admin: to be found and read; people talk on the pages of the draft."""

from django.contrib import admin

from agreements.admin.read_only import KeptAdmin
from agreements.models import Comment, Mention, Suggestion, Thread
from districts.admin.base_admin import column


@admin.register(Thread)
class ThreadAdmin(KeptAdmin):
    """Conversations about a clause or an obligation."""

    list_display = [
        "opened_at",
        column("instrument__agreement", "Vertrag"),
        "clause_key",
        "obligation",
        "addressee",
        "opened_by",
        "resolved_at",
    ]
    list_filter = ["addressee", "instrument__status", "instrument__agreement__district"]
    list_select_related = ["instrument__agreement__district", "obligation", "opened_by", "resolved_by"]
    search_fields = [
        "quote",
        "key",
        "instrument__agreement__reference",
        "instrument__agreement__district__name",
    ]
    date_hierarchy = "opened_at"
    fields = [
        "instrument",
        "key",
        "clause_key",
        "obligation",
        "addressee",
        "quote",
        "opened_at",
        "opened_by",
        "resolved_at",
        "resolved_by",
    ]


@admin.register(Comment)
class CommentAdmin(KeptAdmin):
    """What was said."""

    list_display = ["made_at", column("thread__instrument__agreement", "Vertrag"), "made_by", "__str__"]
    list_filter = ["thread__addressee", "thread__instrument__agreement__district"]
    list_select_related = ["thread__instrument__agreement__district", "made_by"]
    search_fields = ["text", "thread__instrument__agreement__reference"]
    date_hierarchy = "made_at"
    fields = ["thread", "text", "made_at", "made_by"]


@admin.register(Mention)
class MentionAdmin(KeptAdmin):
    """Whom a comment asks by name."""

    list_display = [
        "person",
        column("comment__thread__instrument__agreement", "Vertrag"),
        "comment",
        "seen_at",
    ]
    list_filter = ["comment__thread__instrument__agreement__district"]
    list_select_related = ["person", "comment__thread__instrument__agreement__district"]
    search_fields = [
        "person__last_name",
        "person__username",
        "comment__thread__instrument__agreement__reference",
    ]
    fields = ["comment", "person", "seen_at"]


@admin.register(Suggestion)
class SuggestionAdmin(KeptAdmin):
    """Other words that a district suggested, and what became of them."""

    list_display = [
        "made_at",
        column("thread__instrument__agreement", "Vertrag"),
        "made_by",
        "decision",
        "decided_by",
    ]
    list_filter = ["decision", "thread__instrument__agreement__district"]
    list_select_related = ["thread__instrument__agreement__district", "made_by", "decided_by"]
    search_fields = ["text", "thread__instrument__agreement__reference"]
    date_hierarchy = "made_at"
    fields = [
        "thread",
        "base",
        "text",
        "made_at",
        "made_by",
        "decision",
        "reason",
        "decided_at",
        "decided_by",
    ]
