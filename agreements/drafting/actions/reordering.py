"""Actions that put a section or clause at any place, by drag and drop or keyboard."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from agreements.choices import SectionKind
from agreements.drafting.actions.text import PEERS, clause_index, clauses_of, require_text_allowed
from agreements.drafting.edit_transaction import claim, edit_transaction
from agreements.errors import ActionRefused
from agreements.events import EventKind
from agreements.models import Clause, Instrument, Section
from districts.models import User

NO_SUCH_PLACE = (
    "Diese Stelle gibt es nicht mehr, jemand anderes hat den Text umgestellt. Es wurde nichts verschoben."
)


def place_section(
    instrument: Instrument, *, key: str, before: str = "", revision: int, by: User, at: datetime
) -> Section:
    """Put a section before another one in order with it, or last of them. Raises ActionRefused, Outdated."""
    with edit_transaction(instrument, by=by, at=at) as change:
        section = claim(change.instrument.sections.all(), revision, key=key)
        row = list(
            change.instrument.sections.filter(kind__in=PEERS[SectionKind(section.kind)]).order_by("position")
        )
        places = [one.position for one in row]
        order = [one for one in row if one.pk != section.pk]
        order.insert(_index(order, before) if before else len(order), section)
        if [one.pk for one in order] != [one.pk for one in row]:
            section.save(update_fields=["revision"])
            _number(zip(order, places, strict=True))
            place = order.index(section)
            change.record(
                EventKind.SECTION_MOVED, {"section": key, "heading": section.heading, "place": place}
            )
    return section


def place_clause(
    instrument: Instrument,
    *,
    key: str,
    section_key: str,
    after: str = "",
    revision: int,
    by: User,
    at: datetime,
) -> Clause:
    """Put a clause after the clause `after` of a section, or first. Raises ActionRefused, Outdated."""
    with edit_transaction(instrument, by=by, at=at) as change:
        clause = claim(clauses_of(change), revision, key=key)
        target = change.instrument.sections.filter(key=section_key).first()
        if target is None:
            raise ActionRefused(NO_SUCH_PLACE)
        require_text_allowed(target)
        stood = (clause.section_id, clause_index(clause))
        order = list(target.clauses.exclude(pk=clause.pk).order_by("position"))
        place = _index(order, after) + 1 if after and after != key else 0
        if after == key:
            place = stood[1]
        if (target.pk, place) != stood:
            order.insert(place, clause)
            clause.section = target
            clause.save(update_fields=["section", "revision"])
            _number((one, number) for number, one in enumerate(order, start=1))
            data = {"clause": key, "section": section_key, "place": place, "text": clause.text[:80]}
            change.record(EventKind.CLAUSE_MOVED, data)
    return clause


def _index(order: Sequence[Section | Clause], key: str) -> int:
    for index, one in enumerate(order):
        if one.key == key:
            return index
    raise ActionRefused(NO_SUCH_PLACE)


def _number(places: Iterable[tuple[Section | Clause, int]]) -> None:
    """Store the positions that changed."""
    for row, position in places:
        if row.position != position:
            row.position = position
            row.save(update_fields=["position"])
