"""Other words for a clause: suggested by the district, taken or declined by a coordinator, once."""

from datetime import datetime

from agreements.choices import Decision
from agreements.drafting.actions.text import edit_clause
from agreements.drafting.comments.locations import CommentLocation, places_of
from agreements.drafting.comments.permissions import GONE, deciding, suggesting
from agreements.drafting.comments.transaction import thread_in, told_of
from agreements.drafting.concurrency.merge import merge_texts, undecided
from agreements.drafting.edit_transaction import EditTransaction, clean_text, edit_transaction
from agreements.drafting.locks import require_unlocked
from agreements.errors import ActionRefused, Outdated
from agreements.events import EventKind
from agreements.models import Clause, Suggestion, Thread
from districts.models import User

TOGETHER = "Mit dem zusammengeführt, was inzwischen im Absatz stand."


def suggest(thread: Thread, *, text: str, base: str | None = None, by: User, at: datetime) -> Suggestion:
    """Suggest other words for the clause of a thread; `base` is what she was shown, if that is known. Raises Refused."""
    with edit_transaction(thread.instrument, action="suggestion.make", by=by, at=at) as change:
        thread = thread_in(change, thread.pk)
        place = _place(change, thread)
        suggesting(by, thread, gone=place.gone).require()
        words = clean_text(text)
        if not words:
            raise ActionRefused("Ein Vorschlag braucht Text. Es wurde nichts gespeichert.")
        if undecided(words):
            raise ActionRefused(
                "Im Text stehen noch beide Fassungen in ⟦ ⟧. Ihr Text steht noch im Formular."
            )
        if words == place.text:
            raise ActionRefused(
                "Ihr Vorschlag gleicht dem heutigen Text. Ändern Sie die Worte, um die es geht."
            )
        suggestion = Suggestion(
            thread=thread,
            base=place.text if base is None else base,
            text=words,
            made_at=at,
            made_by=by,
        )
        suggestion.save(force_insert=True)
        change.record(EventKind.SUGGESTION_MADE, told_of(change, thread))
    return suggestion


def accept_suggestion(
    suggestion: Suggestion, *, revision: int, together: bool = False, by: User, at: datetime
) -> Suggestion:
    """Make the suggested words the text of the clause, as it was seen at a revision. Raises Refused, Outdated.

    `together` takes the suggestion and what was changed since it was made, where both fit.
    """
    with edit_transaction(suggestion.thread.instrument, action="suggestion.decide", by=by, at=at) as change:
        row = _open(change, suggestion)
        clause = _clause(change, row.thread)
        require_unlocked(clause)
        if clause.revision != revision:
            raise Outdated(clause)
        text = _merged(row, clause) if together else row.text
        edit_clause(change.instrument, key=clause.key, text=text, revision=revision, by=by, at=at)
        row.reason = TOGETHER if text != row.text else ""
        _decide(change, row, Decision.ACCEPTED)
        change.record(EventKind.SUGGESTION_ACCEPTED, {**told_of(change, row.thread), "suggestion": row.pk})
    return row


def decline_suggestion(suggestion: Suggestion, *, reason: str, by: User, at: datetime) -> Suggestion:
    """Decline a suggestion with a reason, which the district reads. Raises Refused."""
    with edit_transaction(suggestion.thread.instrument, action="suggestion.decide", by=by, at=at) as change:
        row = _open(change, suggestion)
        row.reason = clean_text(reason)
        if not row.reason:
            raise ActionRefused("Eine Ablehnung braucht ihre Begründung. Es wurde nichts geändert.")
        _decide(change, row, Decision.DECLINED)
        change.record(
            EventKind.SUGGESTION_DECLINED,
            {**told_of(change, row.thread), "suggestion": row.pk, "reason": row.reason},
        )
    return row


def _open(change: EditTransaction, suggestion: Suggestion) -> Suggestion:
    """Return the suggestion as it is now, if nobody has decided it yet; the instrument is locked already."""
    thread = thread_in(change, suggestion.thread_id)
    row: Suggestion = thread.suggestions.select_related("decided_by").get(pk=suggestion.pk)
    row.thread = thread
    deciding(change.by, row).require()
    return row


def _decide(change: EditTransaction, row: Suggestion, decision: Decision) -> None:
    row.decision, row.decided_at, row.decided_by = decision, change.at, change.by
    row.save(update_fields=["decision", "reason", "decided_at", "decided_by"])


def _place(change: EditTransaction, thread: Thread) -> CommentLocation:
    return places_of([change.instrument.pk])[change.instrument.pk].of(thread)


def _clause(change: EditTransaction, thread: Thread) -> Clause:
    rows = Clause.objects.select_related("section__instrument__agreement")
    clause = rows.filter(section__instrument=change.instrument, key=thread.clause_key).first()
    if clause is None:
        raise ActionRefused(f"{GONE} Der Vorschlag kann nur noch abgelehnt werden.")
    return clause


def _merged(row: Suggestion, clause: Clause) -> str:
    merged = merge_texts(row.base, clause.text, row.text)
    if merged.conflicts:
        raise ActionRefused(
            "Vorschlag und heutiger Text ändern dieselben Worte und lassen sich nicht zusammenführen. "
            "Es wurde nichts geändert."
        )
    return merged.text
