"""Putting back what was removed: the history keeps its text, its place and its key."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from django.db.models import F

from agreements.choices import SectionKind
from agreements.drafting.actions.text import clauses_of
from agreements.drafting.edit_transaction import EditTransaction, edit_transaction
from agreements.errors import ActionRefused
from agreements.events import EVENTS, EventKey, EventKind, kinds_removing
from agreements.models import Clause, Event, Instrument, Section
from agreements.models.text import new_key
from districts.models import User

REMOVALS = [*kinds_removing(EventKey.CLAUSE), *kinds_removing(EventKey.SECTION)]
LOOKED_AT = 60  # so many of the last removals are looked at for some that can be put back


def open_removals(instrument: Instrument, present: Collection[str]) -> Iterator[Event]:
    """Yield what was removed and is still gone, newest first; `present` are the keys of all that stands in the text.

    What was joined to another clause is not gone, and what went with its section comes back with it. One query.
    """
    seen = set(present)
    for event in _removals(instrument).order_by("-sequence")[:LOOKED_AT]:
        key = event.data[EVENTS[event.kind].removes]
        if key not in seen and "into" not in event.data:
            yield event
        seen.update([key, *(clause["clause"] for clause in event.data.get("clauses", []))])


def restore(instrument: Instrument, *, sequence: int, by: User, at: datetime) -> Section | Clause:
    """Put back what an entry of the history says was removed; it keeps its key.

    Raises Refused if it is back already, or if its section is gone.
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


def _removals(instrument: Instrument) -> Any:
    # entries from before this could be undone do not say the place
    return Event.objects.filter(
        agreement=instrument.agreement_id,
        kind__in=REMOVALS,
        data__instrument=instrument.number,
        data__has_key="place",
    )


def _section(change: EditTransaction, told: dict[str, Any]) -> Section:
    sections = change.instrument.sections
    body = sections.exclude(kind=SectionKind.ANNEX).count()
    place = max(told["place"], body) if told["kind"] == SectionKind.ANNEX else min(told["place"], body)
    position = _open_place(sections, place)
    section = Section(
        instrument=change.instrument,
        key=told["section"],
        kind=told["kind"],
        heading=told["heading"],
        inset=told["inset"],
        position=position,
        revision=told["revision"] + 1,
    )
    section.save(force_insert=True)
    taken = set(clauses_of(change).values_list("key", flat=True))
    for number, one in enumerate(told["clauses"], start=1):
        _as_it_was(change, section, one, number, taken).save(force_insert=True)
    change.record(EventKind.SECTION_RESTORED, {"section": section.key, "heading": section.heading})
    return section


def _clause(change: EditTransaction, told: dict[str, Any]) -> Clause:
    section = change.instrument.sections.filter(key=told["section"]).first()
    if section is None:
        raise ActionRefused(
            "Den Paragrafen, in dem dieser Absatz stand, gibt es nicht mehr. Fügen Sie zuerst ihn wieder ein."
        )
    position = _open_place(section.clauses, told["place"])
    clause = _as_it_was(change, section, told, position, ())
    clause.save(force_insert=True)
    told_now = {"section": section.key, "clause": clause.key, "after": clause.text}
    change.record(EventKind.CLAUSE_RESTORED, told_now)
    return clause


def _open_place(rows: Any, place: int) -> int:
    """Make room behind so many rows, or behind the last, and return the position."""
    before = list(rows.order_by("position").values_list("position", flat=True)[:place])
    position: int = before[-1] + 1 if before else 0
    rows.filter(position__gte=position).update(position=F("position") + 1)
    return position


def _as_it_was(
    change: EditTransaction, section: Section, told: dict[str, Any], position: int, taken: Collection[str]
) -> Clause:
    return Clause(
        section=section,
        key=told["clause"] if told["clause"] not in taken else new_key(),
        text=told["before"],
        position=position,
        optional=told["optional"],
        choice=told["choice"],
        # a contract could remove it only with a deviation, which stays
        locked=told["locked"] and change.instrument.agreement.is_model,
        revision=told["revision"] + 1,
    )
