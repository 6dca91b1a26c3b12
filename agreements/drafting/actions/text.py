"""Writing the text of a draft: sections and clauses."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from enum import IntEnum
from typing import Any

from django.db.models import F, Max, QuerySet

from agreements.choices import SectionKind
from agreements.drafting.concurrency.merge import undecided
from agreements.drafting.edit_transaction import EditTransaction, claim, clean_text, edit_transaction
from agreements.drafting.locks import require_unlocked
from agreements.errors import ActionRefused, Outdated
from agreements.events import EventKind
from agreements.models import Clause, Instrument, Section
from districts.models import User

CLAUSE_LIMIT = 20_000


class Direction(IntEnum):
    """Where a section or clause moves by one place."""

    UP = -1
    DOWN = 1


def edit_section(
    instrument: Instrument, *, key: str, heading: str, revision: int, by: User, at: datetime
) -> Section:
    """Change the heading of a section. Raises Refused, Outdated."""
    with edit_transaction(instrument, by=by, at=at) as change:
        section = claim(change.instrument.sections.all(), revision, key=key)
        before, section.heading = section.heading, _heading(heading)
        section.save(update_fields=["heading", "revision"])
        change.record(EventKind.SECTION_EDITED, {"section": key, "before": before, "after": section.heading})
    return section


def add_section(
    instrument: Instrument, *, heading: str, kind: SectionKind, after: str = "", by: User, at: datetime
) -> Section:
    """Add a § or an annex behind the section `after`, or as the last of its kind. Raises Refused."""
    with edit_transaction(instrument, by=by, at=at) as change:
        sections = change.instrument.sections
        place = sections.filter(key=after).values_list("position", flat=True).first() if after else None
        if place is None:
            place = (
                sections.filter(kind=kind).aggregate(last=Max("position"))["last"]
                or sections.aggregate(last=Max("position"))["last"]
                or 0
            )
        sections.filter(position__gt=place).update(position=F("position") + 1)
        section = Section(
            instrument=change.instrument, kind=kind, heading=_heading(heading), position=place + 1
        )
        section.save(force_insert=True)
        change.record(EventKind.SECTION_ADDED, {"section": section.key, "after": section.heading})
    return section


def move_section(
    instrument: Instrument, *, key: str, direction: Direction, revision: int, by: User, at: datetime
) -> Section:
    """Move a section by one place among those of its kind; at the end of the row it stays. Raises Outdated."""
    with edit_transaction(instrument, by=by, at=at) as change:
        section = claim(change.instrument.sections.all(), revision, key=key)
        _swap(section, change.instrument.sections.filter(kind=section.kind), direction)
        change.record(
            EventKind.SECTION_MOVED, {"section": key, "by": int(direction), "heading": section.heading}
        )
    return section


def remove_section(
    instrument: Instrument, *, key: str, revision: int, contents: str | None = None, by: User, at: datetime
) -> None:
    """Remove a section with its clauses; its whole text stays in the history. Raises Refused, Outdated.

    `contents` says which clauses were seen (`contents_of`): a clause that somebody has just written is not removed
    along with the rest.
    """
    with edit_transaction(instrument, by=by, at=at) as change:
        section = claim(change.instrument.sections.all(), revision, key=key)
        clauses = list(section.clauses.all())
        if contents not in {None, clauses_token(clauses)}:
            raise Outdated(change.instrument.sections.get(key=key))
        for clause in clauses:
            require_unlocked(clause)
        _nothing_hangs_on(change, [clause.pk for clause in clauses])
        told = {
            "section": key,
            "heading": section.heading,
            "kind": section.kind,
            "inset": section.inset,
            "revision": section.revision,
            "place": change.instrument.sections.filter(position__lt=section.position).count(),
            "clauses": [clause_snapshot(clause) for clause in clauses],
        }
        section.clauses.all().delete()
        section.delete()
        change.record(EventKind.SECTION_REMOVED, told)


def clauses_token(clauses: Iterable[Clause]) -> str:
    """Return what tells the clauses of a section from what they are after any change; empty for none."""
    state = " ".join(f"{clause.key}:{clause.revision}" for clause in clauses)
    return hashlib.sha256(state.encode()).hexdigest()[:16] if state else ""


def clause_snapshot(clause: Clause) -> dict[str, Any]:
    """Return all that the history must keep of a clause, so that it can come back as it was."""
    return {
        "clause": clause.key,
        "before": clause.text,
        "optional": clause.optional,
        "choice": clause.choice,
        "locked": clause.locked,
        "revision": clause.revision,
    }


def edit_clause(
    instrument: Instrument, *, key: str, text: str, revision: int, by: User, at: datetime
) -> Clause:
    """Change the text of a clause. Raises Refused, Outdated."""
    with edit_transaction(instrument, by=by, at=at) as change:
        clause = claim(clauses_of(change), revision, key=key)
        before, clause.text = clause.text, clean_clause_text(text)
        if before != clause.text:
            require_unlocked(clause)
            clause.save(update_fields=["text", "revision"])
            change.record(EventKind.CLAUSE_EDITED, {"clause": key, "before": before, "after": clause.text})
    return clause


def add_clause(
    instrument: Instrument, *, section_key: str, text: str, after: str = "", by: User, at: datetime
) -> Clause:
    """Add a clause behind the clause `after`, or as the first one of the section. Raises Refused."""
    with edit_transaction(instrument, by=by, at=at) as change:
        section = change.instrument.sections.filter(key=section_key).first()
        if section is None:
            raise ActionRefused("Diesen Paragrafen gibt es nicht mehr. Ihr Text steht noch im Formular.")
        place = section.clauses.filter(key=after).values_list("position", flat=True).first() or 0
        section.clauses.filter(position__gt=place).update(position=F("position") + 1)
        clause = Clause(section=section, text=clean_clause_text(text), position=place + 1)
        clause.save(force_insert=True)
        change.record(
            EventKind.CLAUSE_ADDED, {"section": section_key, "clause": clause.key, "after": clause.text}
        )
    return clause


def move_clause(
    instrument: Instrument, *, key: str, direction: Direction, revision: int, by: User, at: datetime
) -> Clause:
    """Move a clause by one place; from the end of a section it goes on into the next one. Raises Outdated."""
    with edit_transaction(instrument, by=by, at=at) as change:
        clause = claim(clauses_of(change), revision, key=key)
        if not _swap(clause, Clause.objects.filter(section=clause.section_id), direction):
            _into_neighbour(change, clause, direction)
        change.record(EventKind.CLAUSE_MOVED, {"clause": key, "by": int(direction), "text": clause.text[:80]})
    return clause


def remove_clause(instrument: Instrument, *, key: str, revision: int, by: User, at: datetime) -> None:
    """Remove a clause; its text stays in the history. Raises Refused if obligations stand in it, Outdated."""
    with edit_transaction(instrument, by=by, at=at) as change:
        clause = claim(clauses_of(change), revision, key=key)
        require_unlocked(clause)
        _nothing_hangs_on(change, [clause.pk])
        told = {**clause_snapshot(clause), "section": clause.section.key, "place": clause_index(clause)}
        clause.delete()
        change.record(EventKind.CLAUSE_REMOVED, told)


def clauses_of(change: EditTransaction) -> QuerySet[Clause]:
    """Return all clauses of the instrument that is being written."""
    return Clause.objects.filter(section__instrument=change.instrument)


def clause_index(clause: Clause) -> int:
    """Return how many clauses stand before this one in its section."""
    return clause.section.clauses.filter(position__lt=clause.position).count()


def _heading(text: str) -> str:
    heading = " ".join(clean_text(text).split())
    if not heading:
        raise ActionRefused("Eine Überschrift wird gebraucht.")
    return heading


def clean_clause_text(text: str) -> str:
    """Return the text of a clause as it is stored. Raises Refused if it is none, or still to be decided."""
    body = clean_text(text)
    if not body:
        raise ActionRefused("Ein Absatz braucht Text. Zum Löschen gibt es „Entfernen“.")
    if len(body) > CLAUSE_LIMIT:
        raise ActionRefused(
            f"Dieser Absatz wäre mit {len(body)} Zeichen zu lang, erlaubt sind {CLAUSE_LIMIT}. "
            "Es wurde nichts geändert. Verteilen Sie den Text auf mehrere Absätze."
        )
    if undecided(body):
        raise ActionRefused(
            "Im Text stehen noch beide Fassungen in ⟦ ⟧. Entscheiden Sie an jeder Stelle, welche Worte gelten, "
            "und löschen Sie die übrigen samt den Klammern. Ihr Text steht noch im Formular."
        )
    return body


def _swap(row: Section | Clause, others: QuerySet[Section] | QuerySet[Clause], direction: Direction) -> bool:
    """Change places with the next one in that direction; say False if there is none."""
    if direction == Direction.UP:
        other = others.filter(position__lt=row.position).order_by("-position").first()
    else:
        other = others.filter(position__gt=row.position).order_by("position").first()
    if other is None:
        return False
    row.position, other.position = other.position, row.position
    other.save(update_fields=["position"])
    row.save(update_fields=["position", "revision"])
    return True


def _into_neighbour(change: EditTransaction, clause: Clause, direction: Direction) -> None:
    """Put a clause that stood at the edge of its section at the near edge of the neighbouring one, if any."""
    sections = list(change.instrument.sections.order_by("position"))
    index = next(i for i, section in enumerate(sections) if section.pk == clause.section_id) + direction
    if not 0 <= index < len(sections):
        return
    target = sections[index]
    last = target.clauses.aggregate(last=Max("position"))["last"] or 0
    if direction == Direction.DOWN:
        target.clauses.update(position=F("position") + 1)
    clause.section, clause.position = target, 1 if direction == Direction.DOWN else last + 1
    clause.save(update_fields=["section", "position", "revision"])


def _nothing_hangs_on(change: EditTransaction, clause_ids: list[int]) -> None:
    codes = change.instrument.terms.filter(clause__in=clause_ids).values_list("obligation__code", flat=True)
    if codes:
        raise ActionRefused(
            f"Hier stehen noch die Pflichten {', '.join(codes)}. Ordnen Sie sie zuerst einem anderen Absatz zu."
        )
