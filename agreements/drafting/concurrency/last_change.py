"""The last change of a row, from the history."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, Q

from agreements.event_row import EventKey
from agreements.events import EventKind, kinds_changing, kinds_removing
from agreements.models import (
    Amendment,
    Clause,
    Event,
    Instrument,
    ObligationTerms,
    Party,
    Section,
    Signatory,
)
from districts.models import User


@dataclass(frozen=True, slots=True)
class LastChange:
    who: str
    at: datetime
    by_id: int | None

    def is_by(self, person: User) -> bool:
        return self.by_id == person.pk


def last_change(instrument: Instrument, row: Model) -> LastChange | None:
    """Return the last change of a row; None if the history has none."""
    match row:
        case Clause():
            named = _changed(EventKey.CLAUSE, row.key)
        case Section():
            named = _changed(EventKey.SECTION, row.key)
        case ObligationTerms():
            named = _changed(EventKey.OBLIGATION, row.obligation.code)
        case Signatory():
            named = _changed(EventKey.SIGNATORY, row.key)
        case Party():
            named = _changed(EventKey.PARTY, row.side)
        case Instrument():
            named = Q(kind=EventKind.HEAD_EDITED)
        case Amendment():
            named = Q(kind__in=[EventKind.AMENDMENT_EDITED, EventKind.INSTRUCTIONS_WORDED])
        case _:
            return None
    return _latest(instrument, named | Q(kind=EventKind.ADMIN_CHANGED, data__key=_key(row)))


def who_removed(instrument: Instrument, key: EventKey, value: str) -> LastChange | None:
    """Return the removal of a row, by its key in the history."""
    return _latest(instrument, Q(kind__in=kinds_removing(key), **{f"data__{key}": value}))


def _changed(key: EventKey, value: str) -> Q:
    return Q(kind__in=kinds_changing(key), **{f"data__{key}": value})


def _key(row: Model) -> Any:
    """Return the key of a row in events of the admin."""
    match row:
        case ObligationTerms():
            return row.obligation.code
        case Instrument():
            return row.number
        case Party():
            return row.side
        case _:
            return getattr(row, "key", row.pk)


def _latest(instrument: Instrument, named: Q) -> LastChange | None:
    events = Event.objects.filter(
        named, agreement=instrument.agreement_id, data__instrument=instrument.number
    )
    event = events.order_by("-sequence").first()
    return LastChange(event.actor, event.at, event.actor_id) if event else None
