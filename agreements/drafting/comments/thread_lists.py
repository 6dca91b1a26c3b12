"""What the lists of comments show: those of one instrument, and what waits for a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from agreements import policy
from agreements.choices import Addressee
from agreements.content import fill
from agreements.drafting.comments.counts import CommentCounts, comment_counts
from agreements.drafting.comments.locations import CommentLocation, places_of
from agreements.drafting.comments.pending import unseen_mentions, waiting_for, with_turns
from agreements.drafting.comparison.html import shown
from agreements.models import Instrument, Thread
from districts.models import User

OPEN, DISTRICT, DONE, ALL = "offen", "bezirk", "erledigt", "alle"
FILTERS = {OPEN: "Offen", DISTRICT: "Offen, an den Bezirk", DONE: "Erledigt", ALL: "Alle"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadRow:
    """A thread in a list; `asked` says why the reader should look."""

    thread: Thread
    place: CommentLocation
    quote: str
    last: str
    last_by: str
    last_at: datetime
    has_offer: bool
    asked: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One choice of the list with how many it shows."""

    value: str
    label: str
    number: int
    active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadList:
    """The threads of an instrument that the choice lets through."""

    rows: tuple[ThreadRow, ...]
    filters: tuple[Filter, ...]
    place: CommentLocation | None


@dataclass(frozen=True, slots=True)
class ForYou:
    """What waits for a person, in figures."""

    mentions: int
    requests: int


@dataclass(frozen=True, slots=True)
class CommentsPanel:
    """The comments on the page of a contract: how many stand where, and what waits for the reader."""

    talk: CommentCounts
    asked: tuple[ThreadRow, ...]


def thread_list(user: User, instrument: Instrument, chosen: str = OPEN, at_place: str = "") -> ThreadList:
    """Return the threads of an instrument that the reader may read; `at_place` is a clause's key or a duty's code."""
    threads = policy.visible_threads(user).filter(instrument=instrument)
    places = places_of([instrument.pk])[instrument.pk]
    place = places.clauses.get(at_place) or places.duties.get(at_place)
    if place:
        threads = threads.filter(Q(clause_key=at_place) | Q(obligation__code=at_place))
    rows = _rows(with_turns(threads, user))
    chosen = chosen if chosen in FILTERS else OPEN
    return ThreadList(
        rows=tuple(row for row in rows if passes(row.thread, chosen)),
        filters=tuple(
            Filter(
                value=value,
                label=label,
                number=sum(passes(row.thread, value) for row in rows),
                active=value == chosen,
            )
            for value, label in FILTERS.items()
        ),
        place=place,
    )


def passes(thread: Thread, chosen: str) -> bool:
    """Say whether a choice of the list shows a thread."""
    is_open = thread.resolved_at is None
    match chosen:
        case "offen":
            return is_open
        case "bezirk":
            return is_open and thread.addressee == Addressee.DISTRICT
        case "erledigt":
            return not is_open
        case _:
            return True


def asked_rows(user: User, instrument: Instrument | None = None) -> list[ThreadRow]:
    """Return the threads that wait for the person, everywhere or in one instrument; where she is named first."""
    threads = with_turns(policy.visible_threads(user), user).filter(Q(waits=True) | Q(named=True))
    if instrument:
        threads = threads.filter(instrument=instrument)
    return _rows(threads.order_by("-named", "-last_at", "-pk"))


def comments_panel(user: User, instrument: Instrument) -> CommentsPanel | None:
    """Return the panel of an instrument; None for somebody who reads no comments on it."""
    if not policy.verdict(user, "comment.read", instrument).allowed:
        return None
    return CommentsPanel(comment_counts(user, instrument), tuple(asked_rows(user, instrument)))


def for_you(user: User) -> ForYou | None:
    """Return how much waits for the person, in two queries; None for somebody who reads no comments."""
    if not policy.verdict(user, "comment.read").allowed:
        return None
    return ForYou(unseen_mentions(user).count(), waiting_for(user).count())


def _rows(threads: Any) -> list[ThreadRow]:
    found: Sequence[Any] = list(
        threads.select_related("instrument__agreement__district", "obligation", "opened_by")
    )
    places = places_of({thread.instrument_id for thread in found})
    names = {person.pk: str(person) for person in User.objects.filter(pk__in={t.last_by for t in found})}
    return [
        ThreadRow(
            thread=thread,
            place=places[thread.instrument_id].of(thread),
            quote=shown(fill(thread.quote, {})),
            last=shown(thread.last_text),
            last_by=names[thread.last_by],
            last_at=thread.last_at,
            has_offer=thread.has_offer,
            asked="Sie sind angesprochen" if thread.named else "Sie sind am Zug" if thread.waits else "",
        )
        for thread in found
    ]
