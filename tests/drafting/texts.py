"""Shortcuts for actions and queries on the text of a draft."""

from agreements.drafting.actions import removals, reordering, split_join, text
from agreements.models import Clause, Event, Instrument
from districts.models import User
from tests import factories

AT = factories.FROZEN_AT


def order(draft: Instrument) -> list[str]:
    """Return the keys of the sections in order."""
    return list(draft.sections.order_by("position").values_list("key", flat=True))


def clauses(draft: Instrument, section: str) -> list[str]:
    """Return the keys of the clauses of a section in order."""
    rows = Clause.objects.filter(section__instrument=draft, section__key=section)
    return list(rows.order_by("position").values_list("key", flat=True))


def texts(draft: Instrument, section: str) -> list[str]:
    """Return the texts of the clauses of a section in order."""
    rows = Clause.objects.filter(section__instrument=draft, section__key=section)
    return list(rows.order_by("position").values_list("text", flat=True))


def clause_of(draft: Instrument, key: str = "p03-1") -> Clause:
    return Clause.objects.get(section__instrument=draft, key=key)


def last_event(draft: Instrument) -> Event:
    return draft.agreement.events.order_by("-sequence")[0]


def split(draft: Instrument, key: str, before: str, after: str, by: User, again: str = "") -> Clause:
    """Split a clause at its current revision."""
    row = clause_of(draft, key)
    return split_join.split_clause(
        draft, key=key, before=before, after=after, again=again, revision=row.revision, by=by, at=AT
    )


def join(draft: Instrument, key: str, previous: str, by: User, together: str | None = None) -> Clause:
    """Join two clauses at their current revisions."""
    gone, kept = clause_of(draft, key), clause_of(draft, previous)
    return split_join.join_clauses(
        draft,
        key=key,
        revision=gone.revision,
        previous=previous,
        previous_revision=kept.revision,
        text=together,
        by=by,
        at=AT,
    )


def place(draft: Instrument, key: str, section: str, after: str, by: User) -> Clause:
    row = clause_of(draft, key)
    return reordering.place_clause(
        draft, key=key, section_key=section, after=after, revision=row.revision, by=by, at=AT
    )


def remove(draft: Instrument, key: str, by: User) -> int:
    """Remove a clause and return the sequence number of the event that can undo it."""
    text.remove_clause(draft, key=key, revision=clause_of(draft, key).revision, by=by, at=AT)
    return last_event(draft).sequence


def restore(draft: Instrument, sequence: int, by: User) -> None:
    removals.restore(draft, sequence=sequence, by=by, at=AT)
