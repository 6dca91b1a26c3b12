"""View models of presence: other open windows, and changes since the page was loaded. Serialised to JSON."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from agreements.drafting.comments.locations import CommentLocations, locations_in
from agreements.events import EventKind
from agreements.models import Event, Instrument, Presence
from districts.models import User

MAX_EVENTS = 50  # a page that was suspended for a day has to be reloaded anyway
REWRITING = [kind for kind in EventKind if kind.row.rewrites]


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherWindow:
    """Another window; `place` is the key of an existing clause or the code of an existing obligation."""

    place: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentChange:
    """The last change of a clause since the page was loaded; revision 0 means removed."""

    place: str
    revision: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PresenceView:
    """The response to a report; `since` is the sequence number of the last event included."""

    people: tuple[OtherWindow, ...]
    changes: tuple[RecentChange, ...]
    since: int


def presence_view(
    instrument: Instrument, present: Iterable[Presence], *, since: int, reader: User
) -> PresenceView:
    """Return the response to a report; one query if there are no other windows and no changes."""
    rows = list(present)
    events = list(_text_events(instrument, since))
    places = CommentLocations()
    if events or any(row.clause_key for row in rows):
        places = locations_in(instrument)
    people = dict.fromkeys(_other_window(instrument, row, places, reader) for row in rows)
    return PresenceView(
        people=tuple(people),
        changes=tuple(_change(event, places, reader) for event in _latest_by_clause(events)),
        since=max([since, *(event.sequence for event in events)]),
    )


def _text_events(instrument: Instrument, since: int) -> Iterable[Event]:
    text = Q(kind__in=REWRITING, data__clause__isnull=False) | Q(
        kind=EventKind.ADMIN_CHANGED, data__model="Absatz"
    )
    events = Event.objects.filter(
        text, agreement=instrument.agreement_id, data__instrument=instrument.number, sequence__gt=since
    )
    return events.order_by("-sequence")[:MAX_EVENTS]


def _latest_by_clause(events: list[Event]) -> Iterable[Event]:
    """Return the last event of each clause, the newest first."""
    last: dict[str, Event] = {}
    for event in events:
        last.setdefault(_key(event), event)
    return last.values()


def _key(event: Event) -> str:
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


def _change(event: Event, places: CommentLocations, reader: User) -> RecentChange:
    key = _key(event)
    place = places.clauses.get(key)
    who = "Ihnen in einem anderen Fenster" if event.actor_id == reader.pk else event.actor
    at = f"um {timezone.localtime(event.at):%H:%M} Uhr von {who}"
    if place is None:
        return RecentChange(place=key, revision=0, words=f"Dieser Absatz wurde {at} entfernt.")
    verb = "verschoben" if event.kind == EventKind.CLAUSE_MOVED else "geändert"
    return RecentChange(place=key, revision=place.revision, words=f"{place.label} wurde {at} {verb}.")
