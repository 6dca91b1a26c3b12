"""Actions on the text of a draft: sections and clauses."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from enum import IntEnum
from typing import Any

from django.db.models import F, Max, QuerySet

from agreements.choices import Inset, SectionKind
from agreements.drafting.actions.insets import place_inset
from agreements.drafting.edit_transaction import EditTransaction, claim, clean_text, edit_transaction
from agreements.drafting.locks import require_unlocked
from agreements.errors import ActionRefused, Outdated
from agreements.events import EventKind
from agreements.models import Clause, Instrument, Section
from agreements.text_merge import undecided
from agreements.texts.wording import inner_quotes, number
from districts.models import User

CLAUSE_LIMIT = 20_000
# the kinds that are put in order together, and those behind which a new section goes
PEERS = {
    SectionKind.PREAMBLE: (SectionKind.PREAMBLE,),
    SectionKind.GROUP: (SectionKind.GROUP, SectionKind.SECTION),
    SectionKind.SECTION: (SectionKind.GROUP, SectionKind.SECTION),
    SectionKind.ANNEX: (SectionKind.ANNEX,),
}
IN_FRONT = {
    SectionKind.PREAMBLE: (),
    SectionKind.GROUP: (SectionKind.PREAMBLE, SectionKind.GROUP, SectionKind.SECTION),
    SectionKind.SECTION: (SectionKind.PREAMBLE, SectionKind.GROUP, SectionKind.SECTION),
    SectionKind.ANNEX: tuple(SectionKind),
}


class Direction(IntEnum):
    UP = -1
    DOWN = 1


def edit_section(
    instrument: Instrument,
    *,
    key: str,
    heading: str,
    inset: str | None = None,
    revision: int,
    by: User,
    at: datetime,
) -> Section:
    """Change the heading of a section, and its table unless `inset` is None. Raises ActionRefused, Outdated."""
    with edit_transaction(instrument, by=by, at=at) as change:
        section = claim(change.instrument.sections.all(), revision, key=key)
        before, section.heading = section.heading, _heading(heading)
        wanted = section.inset if inset is None else inset
        is_placed = wanted != section.inset
        if is_placed:
            place_inset(change, section, Inset(wanted))
        section.save(update_fields=["heading", "inset", "revision"])
        if section.heading != before or not is_placed:
            change.record(
                EventKind.SECTION_EDITED, {"section": key, "before": before, "after": section.heading}
            )
    return section


def add_section(
    instrument: Instrument,
    *,
    heading: str,
    kind: SectionKind,
    after: str = "",
    before: str = "",
    by: User,
    at: datetime,
) -> Section:
    """Add a section after or before another one, or else last of its kind; a preamble first. Raises ActionRefused."""
    with edit_transaction(instrument, by=by, at=at) as change:
        sections = change.instrument.sections
        if kind == SectionKind.PREAMBLE:
            require_no_preamble(change)
        place = sections.filter(key=after).values_list("position", flat=True).first()
        following = sections.filter(key=before).values_list("position", flat=True).first()
        if following is not None:
            place = following - 1
        if place is None:
            place = sections.filter(kind__in=IN_FRONT[kind]).aggregate(last=Max("position"))["last"] or 0
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
    """Move a section by one place among those in order with it; at either end it stays. Raises Outdated."""
    with edit_transaction(instrument, by=by, at=at) as change:
        section = claim(change.instrument.sections.all(), revision, key=key)
        _swap(
            section, change.instrument.sections.filter(kind__in=PEERS[SectionKind(section.kind)]), direction
        )
        change.record(
            EventKind.SECTION_MOVED, {"section": key, "by": int(direction), "heading": section.heading}
        )
    return section


def remove_section(
    instrument: Instrument, *, key: str, revision: int, contents: str | None = None, by: User, at: datetime
) -> None:
    """Remove a section with its clauses; the text stays in the history. Raises ActionRefused, Outdated.

    `contents` is the token of the clauses that the user saw (`clauses_token`): a clause changed since is not removed.
    """
    with edit_transaction(instrument, by=by, at=at) as change:
        section = claim(change.instrument.sections.all(), revision, key=key)
        clauses = list(section.clauses.all())
        if contents not in {None, clauses_token(clauses)}:
            raise Outdated(change.instrument.sections.get(key=key))
        for clause in clauses:
            require_unlocked(clause)
        _nothing_hangs_on(change, [clause.pk for clause in clauses])
        data = {
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
        change.record(EventKind.SECTION_REMOVED, data)


def require_no_preamble(change: EditTransaction) -> None:
    if change.instrument.sections.filter(kind=SectionKind.PREAMBLE).exists():
        raise ActionRefused("Dieser Text hat schon eine Präambel. Es wurde nichts geändert.")


def require_text_allowed(section: Section) -> None:
    if section.kind == SectionKind.GROUP:
        raise ActionRefused(
            f"„{inner_quotes(section.heading)}“ ist eine Zwischenüberschrift und hat keinen eigenen Text. "
            "Es wurde nichts geändert."
        )


def clauses_token(clauses: Iterable[Clause]) -> str:
    """Return a token that changes with any change of the clauses; empty for none."""
    state = " ".join(f"{clause.key}:{clause.revision}" for clause in clauses)
    return hashlib.sha256(state.encode()).hexdigest()[:16] if state else ""


def clause_snapshot(clause: Clause) -> dict[str, Any]:
    """Return what the history must keep of a clause to restore it."""
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
    """Change the text of a clause. Raises ActionRefused, Outdated."""
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
    """Add a clause after the clause `after`, or first in the section. Raises ActionRefused."""
    with edit_transaction(instrument, by=by, at=at) as change:
        section = change.instrument.sections.filter(key=section_key).first()
        if section is None:
            raise ActionRefused("Diesen Abschnitt gibt es nicht mehr. Ihr Text steht noch im Formular.")
        require_text_allowed(section)
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
    """Move a clause by one place, from the end of a section into the next one. Raises Outdated."""
    with edit_transaction(instrument, by=by, at=at) as change:
        clause = claim(clauses_of(change), revision, key=key)
        if not _swap(clause, Clause.objects.filter(section=clause.section_id), direction):
            _into_neighbour(change, clause, direction)
        change.record(EventKind.CLAUSE_MOVED, {"clause": key, "by": int(direction), "text": clause.text[:80]})
    return clause


def remove_clause(instrument: Instrument, *, key: str, revision: int, by: User, at: datetime) -> None:
    """Remove a clause; its text stays in the history. Raises ActionRefused if obligations refer to it, Outdated."""
    with edit_transaction(instrument, by=by, at=at) as change:
        clause = claim(clauses_of(change), revision, key=key)
        require_unlocked(clause)
        _nothing_hangs_on(change, [clause.pk])
        data = {**clause_snapshot(clause), "section": clause.section.key, "place": clause_index(clause)}
        clause.delete()
        change.record(EventKind.CLAUSE_REMOVED, data)


def clauses_of(change: EditTransaction) -> QuerySet[Clause]:
    """Return all clauses of the instrument."""
    return Clause.objects.filter(section__instrument=change.instrument)


def clause_index(clause: Clause) -> int:
    """Return the index of a clause in its section, from 0."""
    return clause.section.clauses.filter(position__lt=clause.position).count()


def _heading(text: str) -> str:
    heading = " ".join(clean_text(text).split())
    if not heading:
        raise ActionRefused("Bitte eine Überschrift angeben.")
    return heading


def clean_clause_text(text: str) -> str:
    """Return the text as it is stored. Raises ActionRefused if it is empty, too long or holds a conflict."""
    body = clean_text(text)
    if not body:
        raise ActionRefused("Bitte den Text des Absatzes schreiben, oder löschen Sie ihn mit „Entfernen“.")
    if len(body) > CLAUSE_LIMIT:
        raise ActionRefused(
            f"Dieser Absatz wäre mit {number(len(body))} Zeichen zu lang, erlaubt sind {number(CLAUSE_LIMIT)}. "
            "Es wurde nichts geändert. Verteilen Sie den Text auf mehrere Absätze."
        )
    if undecided(body):
        raise ActionRefused(
            "Im Text stehen noch beide Fassungen in ⟦ ⟧. Entscheiden Sie an jeder Stelle, welche Worte gelten, "
            "und löschen Sie die übrigen samt den Klammern. Ihr Text steht noch im Formular."
        )
    return body


def _swap(row: Section | Clause, others: QuerySet[Section] | QuerySet[Clause], direction: Direction) -> bool:
    """Swap positions with the neighbour in that direction; return False if there is none."""
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
    """Move a clause from the edge of its section to the near edge of the neighbouring section, if any."""
    sections = list(change.instrument.sections.exclude(kind=SectionKind.GROUP).order_by("position"))
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
