"""Beginning, answering and settling comments on a draft."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from agreements import policy
from agreements.choices import Addressee, Decision
from agreements.drafting.comments.locations import CommentLocation, places_of
from agreements.drafting.comments.mentions import named_in
from agreements.drafting.comments.permissions import addressees, answering, settling
from agreements.drafting.comments.transaction import thread_in, told_of
from agreements.drafting.edit_transaction import EditTransaction, clean_text, edit_transaction
from agreements.errors import ActionRefused
from agreements.events import EventKind
from agreements.models import Comment, Instrument, Mention, Obligation, Thread
from districts.models import User

NO_TEXT = "Eine Anmerkung braucht Text. Es wurde nichts gespeichert."
NO_PLACE = "Diese Stelle gibt es nicht mehr. Ihr Text steht noch im Formular; beginnen Sie die Anmerkung an einer anderen."


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedComment:
    """A comment that was made; `unclear` are names in it that fit several people, so none of them was asked."""

    thread: Thread
    comment: Comment
    unclear: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentTarget:
    """What a comment is about: a clause by its key, or an obligation by its code."""

    clause: str = ""
    duty: str = ""


def open_thread(
    instrument: Instrument,
    *,
    spot: CommentTarget,
    addressee: Addressee,
    text: str,
    mentioned: Collection[int] = (),
    by: User,
    at: datetime,
) -> PostedComment:
    """Begin a conversation about a clause, or about an obligation. Raises Refused."""
    with edit_transaction(instrument, action="comment.write", by=by, at=at) as change:
        if addressee not in addressees(by, change.instrument):
            raise ActionRefused(
                "Für diesen Kreis können Sie hier nicht schreiben. Es wurde nichts gespeichert."
            )
        place = _place(change, spot)
        thread = Thread(
            instrument=change.instrument,
            clause_key=spot.clause,
            obligation=_obligation(change, spot.duty),
            addressee=addressee,
            quote=place.text,
            opened_at=at,
            opened_by=by,
        )
        thread.save(force_insert=True)
        spoken = _speak(change, thread, text, mentioned)
        change.record(EventKind.THREAD_OPENED, told_of(change, thread))
    return spoken


def answer_thread(
    thread: Thread, *, text: str, mentioned: Collection[int] = (), by: User, at: datetime
) -> PostedComment:
    """Go on with a conversation. Raises Refused."""
    with edit_transaction(thread.instrument, action="comment.write", by=by, at=at) as change:
        thread = thread_in(change, thread.pk)
        answering(by, thread).require()
        spoken = _speak(change, thread, text, mentioned)
        change.record(EventKind.THREAD_ANSWERED, told_of(change, thread))
    return spoken


def resolve_thread(thread: Thread, *, by: User, at: datetime) -> Thread:
    """Declare a conversation settled. Raises Refused, also while a suggestion waits for its decision."""
    with edit_transaction(thread.instrument, action="comment.write", by=by, at=at) as change:
        thread = thread_in(change, thread.pk)
        settling(by, thread).require()
        if thread.resolved_at:
            raise ActionRefused("Diese Anmerkung ist schon erledigt. Es wurde nichts geändert.")
        if thread.suggestions.filter(decision=Decision.OPEN).exists():
            raise ActionRefused(
                "Ein Vorschlag wartet noch auf seine Entscheidung. Erledigt ist die Anmerkung, "
                "wenn er übernommen oder mit Begründung abgelehnt ist."
            )
        thread.resolved_at, thread.resolved_by = at, by
        thread.save(update_fields=["resolved_at", "resolved_by"])
        change.record(EventKind.THREAD_RESOLVED, told_of(change, thread))
    return thread


def reopen_thread(thread: Thread, *, by: User, at: datetime) -> Thread:
    """Open a settled conversation again. Raises Refused."""
    with edit_transaction(thread.instrument, action="comment.write", by=by, at=at) as change:
        thread = thread_in(change, thread.pk)
        settling(by, thread).require()
        if not thread.resolved_at:
            raise ActionRefused("Diese Anmerkung ist schon offen. Es wurde nichts geändert.")
        thread.resolved_at = thread.resolved_by = None
        thread.save(update_fields=["resolved_at", "resolved_by"])
        change.record(EventKind.THREAD_REOPENED, told_of(change, thread))
    return thread


def see_mentions(thread: Thread, *, by: User, at: datetime) -> int:
    """Note that the person has looked at the places of a thread where she is asked by name; return how many."""
    return Mention.objects.filter(comment__thread=thread, person=by, seen_at=None).update(seen_at=at)


def _speak(change: EditTransaction, thread: Thread, text: str, mentioned: Collection[int]) -> PostedComment:
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
    named = named_in(words, partners)
    asked = {*mentioned, *(person.pk for person in named.people)}
    Mention.objects.bulk_create(Mention(comment=comment, person_id=pk) for pk in sorted(asked))
    return PostedComment(thread=thread, comment=comment, unclear=named.unclear)


def _place(change: EditTransaction, spot: CommentTarget) -> CommentLocation:
    places = places_of([change.instrument.pk])[change.instrument.pk]
    place = places.duties.get(spot.duty) if spot.duty else places.clauses.get(spot.clause)
    if place is None:
        raise ActionRefused(NO_PLACE)
    return place


def _obligation(change: EditTransaction, code: str) -> Obligation | None:
    if not code:
        return None
    return Obligation.objects.get(agreement=change.instrument.agreement_id, code=code)
