"""Lists of threads: those of one instrument, and those pending for a user."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from agreements import policy
from agreements.choices import Addressee
from agreements.drafting.comments.counts import CommentCounts, comment_counts
from agreements.drafting.comments.locations import CommentLocation, locations_in, locations_of
from agreements.drafting.comments.pending import annotate_pending, pending_threads, unseen_mentions
from agreements.drafting.comparison.html import visible_text
from agreements.models import Instrument, Thread
from agreements.texts.filling import fill_clause
from districts.models import User

OPEN, DISTRICT, DONE, ALL = "offen", "bezirk", "erledigt", "alle"
FILTERS = {OPEN: "Offen", DISTRICT: "Offen, an den Bezirk", DONE: "Erledigt", ALL: "Alle"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadRow:
    """A thread in a list; `reason` is why it is pending for the reader."""

    thread: Thread
    place: CommentLocation
    quote: str
    last: str
    last_by: str
    last_at: datetime
    has_open_suggestion: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterOption:
    """A filter of the list; `number` is how many threads it matches."""

    value: str
    label: str
    number: int
    active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadList:
    """The threads of an instrument that match the filter; `place` if limited to one clause or obligation."""

    rows: tuple[ThreadRow, ...]
    filters: tuple[FilterOption, ...]
    place: CommentLocation | None


@dataclass(frozen=True, slots=True)
class PendingCounts:
    """Numbers of unseen mentions and of threads pending for a user."""

    mentions: int
    requests: int


@dataclass(frozen=True, slots=True)
class CommentsPanel:
    """The comments on the page of an agreement: counts, and the threads pending for the reader."""

    counts: CommentCounts
    pending: tuple[ThreadRow, ...]


def thread_list(user: User, instrument: Instrument, selected: str = OPEN, at_place: str = "") -> ThreadList:
    """Return the threads that the user may read; `at_place` is a clause key or an obligation code."""
    threads = policy.visible_threads(user).filter(instrument=instrument)
    places = locations_in(instrument)
    place = places.clauses.get(at_place) or places.duties.get(at_place)
    if place:
        threads = threads.filter(Q(clause_key=at_place) | Q(obligation__code=at_place))
    rows = _rows(annotate_pending(threads, user))
    selected = selected if selected in FILTERS else OPEN
    return ThreadList(
        rows=tuple(row for row in rows if matches_filter(row.thread, selected)),
        filters=tuple(
            FilterOption(
                value=value,
                label=label,
                number=sum(matches_filter(row.thread, value) for row in rows),
                active=value == selected,
            )
            for value, label in FILTERS.items()
        ),
        place=place,
    )


def matches_filter(thread: Thread, selected: str) -> bool:
    is_open = thread.resolved_at is None
    matches = {
        OPEN: is_open,
        DISTRICT: is_open and thread.addressee == Addressee.DISTRICT,
        DONE: not is_open,
        ALL: True,
    }
    return matches[selected]


def pending_rows(user: User, instrument: Instrument | None = None) -> list[ThreadRow]:
    """Return the threads pending for the user, in one instrument or in all, those with mentions first."""
    mentions = unseen_mentions(user)
    if instrument:
        mentions = mentions.filter(comment__thread__instrument=instrument)
    found = {
        *pending_threads(user, instrument).values_list("pk", flat=True),
        *mentions.values_list("comment__thread", flat=True),
    }
    threads = annotate_pending(Thread.objects.filter(pk__in=found), user)
    return _rows(threads.order_by("-is_mentioned", "-last_at", "-pk")) if found else []


def comments_panel(user: User, instrument: Instrument) -> CommentsPanel | None:
    """Return the panel, or None if the user may not read the comments."""
    if not policy.verdict(user, "comment.read", instrument).allowed:
        return None
    return CommentsPanel(comment_counts(user, instrument), tuple(pending_rows(user, instrument)))


def pending_counts(user: User) -> PendingCounts | None:
    """Return the pending numbers in two queries, or None if the user may not read comments."""
    if not policy.verdict(user, "comment.read").allowed:
        return None
    return PendingCounts(unseen_mentions(user).count(), pending_threads(user).count())


def _rows(queryset: QuerySet[Any]) -> list[ThreadRow]:
    threads = list(queryset.select_related("instrument__agreement__district", "obligation", "opened_by"))
    places = locations_of({thread.instrument_id for thread in threads})
    names = {person.pk: str(person) for person in User.objects.filter(pk__in={t.last_by for t in threads})}
    return [
        ThreadRow(
            thread=thread,
            place=places[thread.instrument_id].of(thread),
            quote=visible_text(fill_clause(thread.quote, {}, lambda _: "…")),
            last=visible_text(thread.last_text),
            last_by=names[thread.last_by],
            last_at=thread.last_at,
            has_open_suggestion=thread.has_open_suggestion,
            reason="Sie sind angesprochen"
            if thread.is_mentioned
            else "Sie sind am Zug"
            if thread.is_pending
            else "",
        )
        for thread in threads
    ]
