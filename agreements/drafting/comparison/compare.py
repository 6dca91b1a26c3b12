"""Holds one content against another. Pure: no database, no clock."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace

from agreements.content import Content, Obligation, Party
from agreements.drafting.comparison.field_facts import (
    HEAD,
    PARTY,
    SIGNATORY,
    TERM,
    FactPlace,
    FieldFact,
    differing,
    obligation_facts,
)
from agreements.drafting.comparison.matching import (
    MatchedEntry,
    all_places,
    match_rows,
    placed,
    reading_order,
    steady,
)
from agreements.drafting.comparison.result import Comparison, Row, RowDiff, SectionDiff
from agreements.drafting.comparison.sections import compare_sections

OPENING = 60  # so many letters of a clause tell which one it is


def compare(before: Content, after: Content) -> Comparison:
    """Return what differs between two contents."""
    entries = compare_sections(before, after)
    known, known_after = _places(entries)
    return Comparison(
        before=_frame(before),
        after=_frame(after),
        head=differing(HEAD, before, after),
        term=differing(TERM, before.term, after.term),
        entries=entries,
        parties=_rows("partei", _party_name, (PARTY, PARTY), before.parties, after.parties, _side),
        obligations=_rows(
            "pflicht",
            _obligation_name,
            (obligation_facts(known), obligation_facts(known_after)),
            before.obligations,
            after.obligations,
            lambda duty: duty.code,
        ),
        signatories=_rows(
            "person",
            lambda person: person.name or f"Platz {person.order}",
            (SIGNATORY, SIGNATORY),
            before.signatories,
            after.signatories,
            lambda person: person.key,
            lambda person: (person.side, person.name),
        ),
    )


def _frame(content: Content) -> Content:
    return replace(content, sections=(), parties=(), obligations=(), signatories=())


def _side(party: Party) -> Hashable:
    return party.side


def _party_name(party: Party) -> str:
    return party.side.label


def _obligation_name(duty: Obligation) -> str:
    return duty.code


def _places(
    entries: Sequence[MatchedEntry[SectionDiff]],
) -> tuple[dict[str, FactPlace], dict[str, FactPlace]]:
    """Return for each side the clauses by their keys."""
    before: dict[str, FactPlace] = {}
    after: dict[str, FactPlace] = {}
    for section in (entry.thing for entry in entries if not entry.departed):
        for clause in (entry.thing for entry in section.entries if not entry.departed):
            sides = (clause.before, clause.text.before, before), (clause.after, clause.text.after, after)
            for spot, text, places in sides:
                if spot:
                    opening = " ".join(text[:OPENING].split()[:-1])
                    places.setdefault(spot.key, FactPlace(clause.anchor, spot.label, opening))
    return before, after


def _rows(
    word: str,
    name: Callable[[Row], str],
    facts: tuple[Sequence[FieldFact[Row]], Sequence[FieldFact[Row]]],
    before: Sequence[Row],
    after: Sequence[Row],
    *keys: Callable[[Row], Hashable],
) -> tuple[RowDiff[Row], ...]:
    pairs = match_rows(before, after, *keys)
    kept = steady(pairs)
    found = []
    for serial, (i, j) in enumerate(all_places(pairs, len(before), len(after)), start=1):
        old = None if i is None else before[i]
        new = None if j is None else after[j]
        known = new or old
        diff = RowDiff(
            anchor=f"{word}-{serial}",
            name=name(known) if known else "",
            before=old,
            after=new,
            before_place=i,
            after_place=j,
            fields=differing(facts[0], old, new, facts[1]),
            moved=i is not None and j is not None and (i, j) not in kept,
        )
        found += placed(i, j, diff, moved=diff.moved)
    return tuple(entry.thing for entry in reading_order(found) if not entry.departed)
