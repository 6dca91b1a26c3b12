"""Restores removed rows from the history with their text, place and key."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from django.db.models import F

from agreements.choices import Inset, SectionKind
from agreements.drafting.actions.text import clauses_of, require_no_preamble
from agreements.drafting.edit_transaction import EditTransaction, edit_transaction
from agreements.errors import ActionRefused
from agreements.event_row import EventKey
from agreements.events import EVENTS, EventKind, kinds_removing
from agreements.models import Clause, Event, Instrument, Section
from agreements.models.text import new_key
from districts.models import User

REMOVALS = [*kinds_removing(EventKey.CLAUSE), *kinds_removing(EventKey.SECTION)]
LOOKED_AT = 60  # so many of the last removals are looked at for some that can be put back


def open_removals(instrument: Instrument, present: Collection[str]) -> Iterator[Event]:
    """Yield removals that were not restored, newest first; `present` holds the keys of all current rows. One query.

    Clauses that were joined to another, or removed and restored with their section, are left out.
    """
    seen = set(present)
    for event in _removals(instrument).order_by("-sequence")[:LOOKED_AT]:
        key = event.data[EVENTS[event.kind].removes]
        if key not in seen and "into" not in event.data:
            yield event
        seen.update([key, *(clause["clause"] for clause in event.data.get("clauses", []))])


def restore(instrument: Instrument, *, sequence: int, by: User, at: datetime) -> Section | Clause:
    """Restore the row that an event removed, with its key.

    Raises ActionRefused if it is present, or if its section is gone.
    """
    with edit_transaction(instrument, by=by, at=at) as change:
        keys = {*change.instrument.sections.values_list("key", flat=True)}
        keys.update(clauses_of(change).values_list("key", flat=True))
        gone = (event for event in open_removals(change.instrument, keys) if event.sequence == sequence)
        event = next(gone, None)
        if event is None:
            raise ActionRefused(
                "Das steht schon wieder im Text oder lässt sich nicht wieder einfügen. Es wurde nichts geändert."
            )
        if event.kind == EventKind.SECTION_REMOVED:
            return _section(change, event.data)
        return _clause(change, event.data)


def joined_into(instrument: Instrument, *, key: str, into: str) -> dict[str, Any] | None:
    """Return what the history says about a clause whose last end was being joined to another one."""
    events = _removals(instrument).filter(data__clause=key, kind__in=kinds_removing(EventKey.CLAUSE))
    data: dict[str, Any] | None = events.order_by("-sequence").values_list("data", flat=True).first()
    return data if data and data.get("into") == into else None


def _removals(instrument: Instrument) -> Any:
    # entries from before this could be undone do not say the place
    return Event.objects.filter(
        agreement=instrument.agreement_id,
        kind__in=REMOVALS,
        data__instrument=instrument.number,
        data__has_key="place",
    )


def _section(change: EditTransaction, data: dict[str, Any]) -> Section:
    sections = change.instrument.sections
    if data["kind"] == SectionKind.PREAMBLE:
        require_no_preamble(change)
    body = sections.exclude(kind=SectionKind.ANNEX).count()
    place = max(data["place"], body) if data["kind"] == SectionKind.ANNEX else min(data["place"], body)
    position = _open_place(sections, place)
    is_taken = sections.filter(inset=data["inset"]).exists()  # its table stands elsewhere since
    section = Section(
        instrument=change.instrument,
        key=data["section"],
        kind=data["kind"],
        heading=data["heading"],
        inset=Inset.NONE if is_taken else data["inset"],
        position=position,
        revision=data["revision"] + 1,
    )
    section.save(force_insert=True)
    taken = set(clauses_of(change).values_list("key", flat=True))
    for number, one in enumerate(data["clauses"], start=1):
        as_it_was(change, section, one, number, taken).save(force_insert=True)
    change.record(EventKind.SECTION_RESTORED, {"section": section.key, "heading": section.heading})
    return section


def _clause(change: EditTransaction, data: dict[str, Any]) -> Clause:
    section = change.instrument.sections.filter(key=data["section"]).first()
    if section is None:
        raise ActionRefused(
            "Den Abschnitt, in dem dieser Absatz stand, gibt es nicht mehr. Fügen Sie zuerst ihn wieder ein."
        )
    position = _open_place(section.clauses, data["place"])
    clause = as_it_was(change, section, data, position, ())
    clause.save(force_insert=True)
    told_now = {"section": section.key, "clause": clause.key, "after": clause.text}
    change.record(EventKind.CLAUSE_RESTORED, told_now)
    return clause


def _open_place(rows: Any, place: int) -> int:
    """Return the position after so many rows, or after the last, and shift the following ones."""
    before = list(rows.order_by("position").values_list("position", flat=True)[:place])
    position: int = before[-1] + 1 if before else 0
    rows.filter(position__gte=position).update(position=F("position") + 1)
    return position


def as_it_was(
    change: EditTransaction, section: Section, data: dict[str, Any], position: int, taken: Collection[str]
) -> Clause:
    return Clause(
        section=section,
        key=data["clause"] if data["clause"] not in taken else new_key(),
        text=data["before"],
        position=position,
        optional=data["optional"],
        choice=data["choice"],
        # a contract could remove it only with a deviation, which stays
        locked=data["locked"] and change.instrument.agreement.is_model,
        revision=data["revision"] + 1,
    )
