"""View models of presence: other open windows, and changes since the page was loaded. Serialised to JSON."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from agreements.drafting.amending.rebasing.queries import newly_signed
from agreements.drafting.comments.locations import CommentLocations, locations_in
from agreements.events import EventKind
from agreements.models import Event, Instrument, Presence
from agreements.tokens import FieldToken, tokens_of
from districts.models import User

MAX_EVENTS = 50  # a page that was suspended for a day has to be reloaded anyway
REWRITING = [kind for kind in EventKind if kind.row.rewrites]
OF_DUTIES = [EventKind.OBLIGATION_EDITED, EventKind.OBLIGATION_REMOVED]


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherWindow:
    """Another window; `place` is the key of an existing clause or the code of an existing obligation."""

    place: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentChange:
    """The last change of a clause since the page was loaded; revision 0 means removed.

    `duty`: the code of an obligation that was changed instead, of which the clause shows a value; `revision` is its own.
    """

    place: str
    revision: int
    words: str
    duty: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PresenceView:
    """The response to a report; `since` is the sequence number of the last event included.

    `signed`: what was signed since the draft of an amendment was begun.
    """

    people: tuple[OtherWindow, ...]
    changes: tuple[RecentChange, ...]
    signed: tuple[str, ...]
    since: int


def presence_view(
    instrument: Instrument, present: Iterable[Presence], *, since: int, reader: User
) -> PresenceView:
    """Return the response to a report; one query if there are no other windows and no changes, of an amendment three."""
    rows = list(present)
    events = list(_text_events(instrument, since))
    places = CommentLocations()
    if events or any(row.clause_key for row in rows):
        places = locations_in(instrument)
    people = dict.fromkeys(_other_window(instrument, row, places, reader) for row in rows)
    return PresenceView(
        people=tuple(people),
        changes=tuple(
            change for event in _latest_by_row(events) for change in _changes(event, places, reader)
        ),
        signed=newly_signed(instrument) if instrument.number else (),
        since=max([since, *(event.sequence for event in events)]),
    )


def _text_events(instrument: Instrument, since: int) -> Iterable[Event]:
    text = (
        Q(kind__in=REWRITING, data__clause__isnull=False)
        | Q(kind=EventKind.ADMIN_CHANGED, data__model="Absatz")
        | Q(kind__in=OF_DUTIES)
    )
    events = Event.objects.filter(
        text, agreement=instrument.agreement_id, data__instrument=instrument.number, sequence__gt=since
    )
    return events.order_by("-sequence")[:MAX_EVENTS]


def _latest_by_row(events: list[Event]) -> Iterable[Event]:
    """Return the last event of each clause or obligation, the newest first."""
    last: dict[str, Event] = {}
    for event in events:
        last.setdefault(_key(event), event)
    return last.values()


def _key(event: Event) -> str:
    if event.kind in OF_DUTIES:
        return str(event.data["code"])
    return str(event.data["clause"] if "clause" in event.data else event.data.get("key", ""))


def _other_window(
    instrument: Instrument, row: Presence, places: CommentLocations, reader: User
) -> OtherWindow:
    place = places.clauses.get(row.clause_key) or places.duties.get(row.clause_key)
    thing = "diesen Mustertext" if instrument.agreement.is_model else "diesen Vertrag"
    if row.person_id == reader.pk:
        where = f" ({place.label})" if place else ""
        words = f"Sie haben {thing} noch in einem anderen Fenster offen{where}."
    elif place:
        words = f"{row.person} bearbeitet {place.label}."
    else:
        words = f"{row.person} hat {thing} auch geöffnet."
    return OtherWindow(place=row.clause_key if place else "", words=words)


def _changes(event: Event, places: CommentLocations, reader: User) -> Iterable[RecentChange]:
    key = _key(event)
    who = "Ihnen in einem anderen Fenster" if event.actor_id == reader.pk else event.actor
    at = f"um {timezone.localtime(event.at):%H:%M} Uhr von {who}"
    if event.kind in OF_DUTIES:
        duty = places.duties.get(key)
        words = f"Pflicht {key} wurde {at} {'geändert' if duty else 'entfernt'}."
        for clause, shown in places.clauses.items():
            if any(isinstance(token, FieldToken) and token.code == key for token in tokens_of(shown.text)):
                yield RecentChange(place=clause, revision=duty.revision if duty else 0, words=words, duty=key)
        return
    place = places.clauses.get(key)
    if place is None:
        yield RecentChange(place=key, revision=0, words=f"Dieser Absatz wurde {at} entfernt.")
        return
    verb = "verschoben" if event.kind == EventKind.CLAUSE_MOVED else "geändert"
    yield RecentChange(place=key, revision=place.revision, words=f"{place.label} wurde {at} {verb}.")
