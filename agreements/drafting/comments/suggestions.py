"""Actions on suggestions: a district suggests a wording for a clause, a coordinator accepts or declines it once."""

from datetime import datetime

from agreements.choices import Decision
from agreements.drafting.actions.text import edit_clause
from agreements.drafting.comments.locations import locations_in
from agreements.drafting.comments.permissions import GONE, decide_verdict, require_allowed, suggest_verdict
from agreements.drafting.comments.queries import get_thread, thread_event_data
from agreements.drafting.edit_transaction import EditTransaction, clean_text, edit_transaction
from agreements.drafting.locks import require_unlocked
from agreements.errors import ActionRefused, Outdated
from agreements.events import EventKind
from agreements.models import Clause, Suggestion, Thread
from agreements.text_merge import merge_texts, undecided
from districts.models import User

MERGED_REASON = "Mit dem zusammengeführt, was inzwischen im Absatz stand."


def suggest(thread: Thread, *, text: str, base: str | None = None, by: User, at: datetime) -> Suggestion:
    """Suggest a wording for the clause of a thread; `base` is the displayed text, if known. Raises ActionRefused."""
    with edit_transaction(thread.instrument, action="suggestion.make", by=by, at=at) as change:
        thread = get_thread(change, thread.pk)
        place = locations_in(change.instrument).of(thread)
        require_allowed(suggest_verdict(by, thread, gone=place.gone))
        words = clean_text(text)
        if not words:
            raise ActionRefused("Bitte den vorgeschlagenen Wortlaut schreiben. Es wurde nichts gespeichert.")
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
        change.record(EventKind.SUGGESTION_MADE, thread_event_data(change, thread))
    return suggestion


def accept_suggestion(
    suggestion: Suggestion, *, revision: int, merge: bool = False, by: User, at: datetime
) -> Suggestion:
    """Apply a suggestion to the displayed revision of its clause. Raises ActionRefused, Outdated.

    `merge` combines it with the changes since it was made, if they do not conflict.
    """
    with edit_transaction(suggestion.thread.instrument, action="suggestion.decide", by=by, at=at) as change:
        row = _require_open(change, suggestion)
        clause = _clause(change, row.thread)
        require_unlocked(clause)
        if clause.revision != revision:
            raise Outdated(clause)
        text = _merged_text(row, clause) if merge else row.text
        edit_clause(change.instrument, key=clause.key, text=text, revision=revision, by=by, at=at)
        row.reason = MERGED_REASON if text != row.text else ""
        _decide(change, row, Decision.ACCEPTED)
        change.record(
            EventKind.SUGGESTION_ACCEPTED, {**thread_event_data(change, row.thread), "suggestion": row.pk}
        )
    return row


def decline_suggestion(suggestion: Suggestion, *, reason: str, by: User, at: datetime) -> Suggestion:
    """Decline a suggestion with a reason for the district. Raises ActionRefused."""
    with edit_transaction(suggestion.thread.instrument, action="suggestion.decide", by=by, at=at) as change:
        row = _require_open(change, suggestion)
        row.reason = clean_text(reason)
        if not row.reason:
            raise ActionRefused("Bitte die Ablehnung begründen. Es wurde nichts geändert.")
        _decide(change, row, Decision.DECLINED)
        change.record(
            EventKind.SUGGESTION_DECLINED,
            {**thread_event_data(change, row.thread), "suggestion": row.pk, "reason": row.reason},
        )
    return row


def _require_open(change: EditTransaction, suggestion: Suggestion) -> Suggestion:
    """Reload the suggestion with the instrument locked and require that it is undecided."""
    thread = get_thread(change, suggestion.thread_id)
    row: Suggestion = thread.suggestions.select_related("decided_by").get(pk=suggestion.pk)
    row.thread = thread
    require_allowed(decide_verdict(change.by, row))
    return row


def _decide(change: EditTransaction, row: Suggestion, decision: Decision) -> None:
    row.decision, row.decided_at, row.decided_by = decision, change.at, change.by
    row.save(update_fields=["decision", "reason", "decided_at", "decided_by"])


def _clause(change: EditTransaction, thread: Thread) -> Clause:
    rows = Clause.objects.select_related("section__instrument__agreement")
    clause = rows.filter(section__instrument=change.instrument, key=thread.clause_key).first()
    if clause is None:
        raise ActionRefused(f"{GONE} Der Vorschlag kann nur noch abgelehnt werden.")
    return clause


def _merged_text(row: Suggestion, clause: Clause) -> str:
    merged = merge_texts(row.base, clause.text, row.text)
    if merged.conflicts:
        raise ActionRefused(
            "Vorschlag und heutiger Text ändern dieselben Worte und lassen sich nicht zusammenführen. "
            "Es wurde nichts geändert."
        )
    return merged.text
