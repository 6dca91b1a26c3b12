"""Actions on comment threads: open, answer, resolve, reopen."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from agreements import policy
from agreements.choices import Addressee, Decision
from agreements.drafting.comments.locations import CommentLocation, locations_in
from agreements.drafting.comments.mentions import parse_mentions
from agreements.drafting.comments.permissions import (
    allowed_addressees,
    answer_verdict,
    require_allowed,
    resolve_verdict,
)
from agreements.drafting.comments.queries import get_thread, thread_event_data
from agreements.drafting.edit_transaction import EditTransaction, clean_text, edit_transaction
from agreements.errors import ActionRefused
from agreements.events import EventKind
from agreements.models import Comment, Instrument, Mention, Obligation, Thread
from districts.models import User

NO_TEXT = "Bitte die Anmerkung schreiben. Es wurde nichts gespeichert."
NO_PLACE = "Diese Stelle gibt es nicht mehr. Ihr Text steht noch im Formular; beginnen Sie die Anmerkung an einer anderen."


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedComment:
    """A saved comment; `ambiguous` holds the @names that match several people, so nobody was mentioned."""

    thread: Thread
    comment: Comment
    ambiguous: tuple[str, ...] = ()
    mentioned: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentTarget:
    """The subject of a thread: a clause by its key, or an obligation by its code."""

    clause: str = ""
    duty: str = ""


def open_thread(
    instrument: Instrument,
    *,
    target: CommentTarget,
    addressee: Addressee,
    text: str,
    mentioned: Collection[int] = (),
    by: User,
    at: datetime,
) -> PostedComment:
    """Open a thread with its first comment. Raises ActionRefused."""
    with edit_transaction(instrument, action="comment.write", by=by, at=at) as change:
        if addressee not in allowed_addressees(by, change.instrument):
            raise ActionRefused(
                "Für diesen Kreis können Sie hier nicht schreiben. Es wurde nichts gespeichert."
            )
        place = _require_location(change, target)
        thread = Thread(
            instrument=change.instrument,
            clause_key=target.clause,
            obligation=_obligation(change, target.duty),
            addressee=addressee,
            quote=place.text,
            opened_at=at,
            opened_by=by,
        )
        thread.save(force_insert=True)
        posted = _add_comment(change, thread, text, mentioned)
        change.record(EventKind.THREAD_OPENED, _event_data(change, posted))
    return posted


def answer_thread(
    thread: Thread, *, text: str, mentioned: Collection[int] = (), by: User, at: datetime
) -> PostedComment:
    """Add a comment to a thread. Raises ActionRefused."""
    with edit_transaction(thread.instrument, action="comment.write", by=by, at=at) as change:
        thread = get_thread(change, thread.pk)
        require_allowed(answer_verdict(by, thread))
        posted = _add_comment(change, thread, text, mentioned)
        mark_mentions_seen(thread, by=by, at=at)
        change.record(EventKind.THREAD_ANSWERED, _event_data(change, posted))
    return posted


def resolve_thread(thread: Thread, *, by: User, at: datetime) -> Thread:
    """Resolve a thread. Raises ActionRefused, also while a suggestion is undecided."""
    with edit_transaction(thread.instrument, action="comment.write", by=by, at=at) as change:
        thread = get_thread(change, thread.pk)
        require_allowed(resolve_verdict(by, thread))
        if thread.resolved_at:
            raise ActionRefused("Diese Anmerkung ist schon erledigt. Es wurde nichts geändert.")
        if thread.suggestions.filter(decision=Decision.OPEN).exists():
            raise ActionRefused(
                "Ein Vorschlag wartet noch auf seine Entscheidung. Erledigt ist die Anmerkung, "
                "wenn er übernommen oder mit Begründung abgelehnt ist."
            )
        thread.resolved_at, thread.resolved_by = at, by
        thread.save(update_fields=["resolved_at", "resolved_by"])
        change.record(EventKind.THREAD_RESOLVED, thread_event_data(change, thread))
    return thread


def reopen_thread(thread: Thread, *, by: User, at: datetime) -> Thread:
    """Reopen a resolved thread. Raises ActionRefused."""
    with edit_transaction(thread.instrument, action="comment.write", by=by, at=at) as change:
        thread = get_thread(change, thread.pk)
        require_allowed(resolve_verdict(by, thread))
        if not thread.resolved_at:
            raise ActionRefused("Diese Anmerkung ist schon offen. Es wurde nichts geändert.")
        thread.resolved_at = thread.resolved_by = None
        thread.save(update_fields=["resolved_at", "resolved_by"])
        change.record(EventKind.THREAD_REOPENED, thread_event_data(change, thread))
    return thread


def mark_mentions_seen(thread: Thread, *, by: User, at: datetime) -> int:
    """Mark the user's mentions in a thread as seen; return how many were unseen."""
    return Mention.objects.filter(comment__thread=thread, person=by, seen_at=None).update(seen_at=at)


def _add_comment(
    change: EditTransaction, thread: Thread, text: str, mentioned: Collection[int]
) -> PostedComment:
    words = clean_text(text)
    if not words:
        raise ActionRefused(NO_TEXT)
    comment = Comment(thread=thread, text=words, made_at=change.at, made_by=change.by)
    comment.save(force_insert=True)
    partners = list(policy.partners_in(change.instrument, thread.addressee).exclude(pk=change.by.pk))
    if not set(mentioned) <= {person.pk for person in partners}:
        raise ActionRefused(
            "Wer angesprochen wird, muss die Anmerkung lesen können. Es wurde nichts gespeichert; "
            "wählen Sie die Personen bitte neu aus."
        )
    parsed = parse_mentions(words, partners)
    people = tuple(sorted({*mentioned, *(person.pk for person in parsed.people)}))
    Mention.objects.bulk_create(Mention(comment=comment, person_id=pk) for pk in people)
    return PostedComment(thread=thread, comment=comment, ambiguous=parsed.ambiguous, mentioned=people)


def _event_data(change: EditTransaction, posted: PostedComment) -> dict[str, Any]:
    return {**thread_event_data(change, posted.thread), "mentioned": list(posted.mentioned)}


def _require_location(change: EditTransaction, target: CommentTarget) -> CommentLocation:
    places = locations_in(change.instrument)
    place = places.duties.get(target.duty) if target.duty else places.clauses.get(target.clause)
    if place is None:
        raise ActionRefused(NO_PLACE)
    return place


def _obligation(change: EditTransaction, code: str) -> Obligation | None:
    if not code:
        return None
    return Obligation.objects.get(agreement=change.instrument.agreement_id, code=code)
