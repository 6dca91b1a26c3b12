"""Grouping of events for display: autosave records every pause, readers want one entry per edit.

The stored history keeps every event.
"""

from collections.abc import Iterable
from datetime import timedelta

from agreements.events import EventKind
from agreements.models import Event

LONGEST = timedelta(minutes=15)


def grouped_events(events: Iterable[Event]) -> list[list[Event]]:
    """Group events, newest first: saves of one clause by one user within 15 minutes form a group.

    Saves of other clauses may lie between, as two users can write at the same time; any other event closes all groups.
    """
    groups: list[list[Event]] = []
    open_groups: dict[tuple[object, object], list[Event]] = {}
    for event in events:
        if event.kind != EventKind.CLAUSE_EDITED:
            open_groups.clear()
            groups.append([event])
            continue
        clause = (event.data.get("instrument"), event.data.get("clause"))
        group = open_groups.get(clause)
        if group is not None and _belongs(event, group):
            group.append(event)
        else:
            open_groups[clause] = [event]
            groups.append(open_groups[clause])
    return groups


def _belongs(earlier: Event, group: list[Event]) -> bool:
    """Check for the same actor, the time limit, and that `earlier` ends with the text the group begins with."""
    last, first = group[0], group[-1]
    return (
        (earlier.actor_id, earlier.actor) == (last.actor_id, last.actor)
        and last.at - earlier.at <= LONGEST
        and earlier.data.get("after") == first.data.get("before")
    )
