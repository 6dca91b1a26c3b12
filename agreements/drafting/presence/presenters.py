"""What a page says about the others: who is there and where, and what was changed since it was opened."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from agreements.drafting.comments.locations import CommentLocations, places_of
from agreements.events import EventKind
from agreements.models import Event, Instrument, Presence
from districts.models import User

NEWEST = 50  # so many changes at most: a page that slept for a day is to be loaded anew anyway
REWRITING = [kind for kind in EventKind if kind.row.rewrites]


@dataclass(frozen=True, slots=True, kw_only=True)
class Somebody:
    """Another window: `place` is the key of a clause or the code of an obligation that is still there."""

    place: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentChange:
    """The last change of a clause since the page was opened. Revision 0 says that it is gone."""

    place: str
    revision: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """All of it. `since` is the entry of the history up to which the page has been told."""

    people: tuple[Somebody, ...]
    changes: tuple[RecentChange, ...]
    since: int


def around(instrument: Instrument, present: Iterable[Presence], *, since: int, reader: User) -> Around:
    """Return what a page is told; where nobody else is and nothing happened, it costs one query."""
    rows = list(present)
    events = list(_changed(instrument, since))
    places = CommentLocations()
    if events or any(row.clause_key for row in rows):
        places = places_of([instrument.pk])[instrument.pk]
    told = dict.fromkeys(_somebody(instrument, row, places, reader) for row in rows)
    return Around(
        people=tuple(told),
        changes=tuple(_change(event, places, reader) for event in _last_of_each(events)),
        since=max([since, *(event.sequence for event in events)]),
    )


def _changed(instrument: Instrument, since: int) -> Iterable[Event]:
    text = Q(kind__in=REWRITING, data__clause__isnull=False) | Q(
        kind=EventKind.ADMIN_CHANGED, data__model="Absatz"
    )
    events = Event.objects.filter(
        text, agreement=instrument.agreement_id, data__instrument=instrument.number, sequence__gt=since
    )
    return events.order_by("-sequence")[:NEWEST]


def _last_of_each(events: list[Event]) -> Iterable[Event]:
    """Return the last change of each clause; the newest change comes first."""
    last: dict[str, Event] = {}
    for event in events:
        last.setdefault(_key(event), event)
    return last.values()


def _key(event: Event) -> str:
    return str(event.data["clause"] if "clause" in event.data else event.data.get("key", ""))


def _somebody(instrument: Instrument, row: Presence, places: CommentLocations, reader: User) -> Somebody:
    place = places.clauses.get(row.clause_key) or places.duties.get(row.clause_key)
    thing = "diesen Mustertext" if instrument.agreement.is_model else "diesen Vertrag"
    if row.person_id == reader.pk:
        where = f" ({place.label})" if place else ""
        words = f"Sie haben {thing} noch in einem anderen Fenster offen{where}."
    elif place:
        words = f"{row.person} bearbeitet {place.label}."
    else:
        words = f"{row.person} hat {thing} auch geöffnet."
    return Somebody(place=row.clause_key if place else "", words=words)


def _change(event: Event, places: CommentLocations, reader: User) -> RecentChange:
    key = _key(event)
    place = places.clauses.get(key)
    who = "Ihnen in einem anderen Fenster" if event.actor_id == reader.pk else event.actor
    at = f"um {timezone.localtime(event.at):%H:%M} Uhr von {who}"
    if place is None:
        return RecentChange(place=key, revision=0, words=f"Dieser Absatz wurde {at} entfernt.")
    verb = "verschoben" if event.kind == EventKind.CLAUSE_MOVED else "geändert"
    return RecentChange(place=key, revision=place.revision, words=f"{place.label} wurde {at} {verb}.")
