"""Comments on drafts in the admin: to be found and read; people talk on the pages of the draft."""

from django.contrib import admin

from agreements.admin.read_only import ReadOnlyRowAdmin
from agreements.models import Comment, Mention, Suggestion, Thread


@admin.register(Thread)
class ThreadAdmin(ReadOnlyRowAdmin):
    """Conversations about a clause or an obligation."""

    agreement_path = "instrument__agreement"
    instrument_path = "instrument"
    list_display = ["opened_at", "clause_key", "obligation", "addressee", "opened_by", "resolved_at"]
    list_filter = ["addressee"]
    list_select_related = ["obligation", "opened_by", "resolved_by"]
    search_fields = ["quote", "key"]
    date_hierarchy = "opened_at"


@admin.register(Comment)
class CommentAdmin(ReadOnlyRowAdmin):
    """What was said."""

    agreement_path = "thread__instrument__agreement"
    list_display = ["made_at", "made_by", "__str__"]
    list_filter = ["thread__addressee"]
    list_select_related = ["made_by"]
    search_fields = ["text"]
    date_hierarchy = "made_at"


@admin.register(Mention)
class MentionAdmin(ReadOnlyRowAdmin):
    """Whom a comment asks by name."""

    agreement_path = "comment__thread__instrument__agreement"
    list_display = ["person", "comment", "seen_at"]
    list_select_related = ["person"]
    search_fields = ["person__last_name", "person__username"]


@admin.register(Suggestion)
class SuggestionAdmin(ReadOnlyRowAdmin):
    """Other words that a district suggested, and what became of them."""

    agreement_path = "thread__instrument__agreement"
    list_display = ["made_at", "made_by", "decision", "decided_by"]
    list_filter = ["decision"]
    list_select_related = ["made_by", "decided_by"]
    search_fields = ["text"]
    date_hierarchy = "made_at"
