"""Who changed a row of a draft last, and when: found in the history."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, Q

from agreements.models import Clause, Event, Instrument, ObligationTerms, Party, Section, Signatory
from districts.models import User

REMOVALS = {
    "clause": "clause_removed",
    "section": "section_removed",
    "code": "obligation_removed",
    "key": "signatory_removed",
}


@dataclass(frozen=True, slots=True)
class LastChange:
    """Somebody's change of a row."""

    who: str
    at: datetime
    by_id: int | None

    def is_by(self, person: User) -> bool:
        """Say whether it was this person, in another window."""
        return self.by_id == person.pk


def last_change(instrument: Instrument, row: Model) -> LastChange | None:
    """Return who changed a row last; None if the history does not say."""
    match row:
        case Clause():
            named = Q(
                kind__in=["clause_added", "clause_edited", "clause_moved", "clause_restored"],
                data__clause=row.key,
            )
        case Section():
            named = Q(
                kind__in=["section_added", "section_edited", "section_moved", "section_restored"],
                data__section=row.key,
            )
        case ObligationTerms():
            named = Q(kind__in=["obligation_added", "obligation_edited"], data__code=row.obligation.code)
        case Signatory():
            named = Q(kind="signatory_edited", data__key=row.key)
        case Party():
            named = Q(kind="party_edited", data__side=row.side)
        case Instrument():
            named = Q(kind="head_edited")
        case _:
            return None
    return _latest(instrument, named | Q(kind="admin_changed", data__key=_key(row)))


def who_removed(instrument: Instrument, name: str, value: str) -> LastChange | None:
    """Return who removed a row, by the name under which the history knows it (`clause`, `section`, `code`, `key`)."""
    return _latest(instrument, Q(kind=REMOVALS[name], **{f"data__{name}": value}))


def _key(row: Model) -> Any:
    """Return what names a row in entries of the admin."""
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
