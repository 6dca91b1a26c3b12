"""What somebody wrote in one go is told as one: autosave stores every pause, readers want to know what was done.

Only what the page tells is drawn together. The stored history keeps every entry.
"""

from collections.abc import Iterable
from datetime import timedelta

from agreements.events import EventKind
from agreements.models import Event

LONGEST = timedelta(minutes=15)


def grouped_events(events: Iterable[Event]) -> list[list[Event]]:
    """Return the entries, newest first, with the saves of one clause by one person within 15 minutes together.

    Saves of other clauses may lie between, as when two people write at once; anything else ends every sitting.
    """
    found: list[list[Event]] = []
    under_way: dict[tuple[object, object], list[Event]] = {}
    for event in events:
        if event.kind != EventKind.CLAUSE_EDITED:
            under_way.clear()
            found.append([event])
            continue
        place = (event.data.get("instrument"), event.data.get("clause"))
        sitting = under_way.get(place)
        if sitting is not None and _belongs(event, sitting):
            sitting.append(event)
        else:
            under_way[place] = [event]
            found.append(under_way[place])
    return found


def _belongs(earlier: Event, sitting: list[Event]) -> bool:
    """Whether an entry is by the same person, near enough, and ends with the words that the next one began with."""
    last, first = sitting[0], sitting[-1]
    return (
        (earlier.actor_id, earlier.actor) == (last.actor_id, last.actor)
        and last.at - earlier.at <= LONGEST
        and earlier.data.get("after") == first.data.get("before")
    )
