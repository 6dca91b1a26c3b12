"""Comparison of two contents. Pure."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace

from agreements.content import Content
from agreements.drafting.comparison.field_facts import (
    HEAD,
    PARTY,
    TERM,
    ClauseReference,
    ComparedField,
    differing_fields,
    obligation_fields,
    signatory_fields,
)
from agreements.drafting.comparison.matching import (
    MatchedEntry,
    match_rows,
    positioned_entries,
    reading_order,
    stable_pairs,
    with_unmatched,
)
from agreements.drafting.comparison.result import Comparison, Row, RowDiff, SectionDiff
from agreements.drafting.comparison.sections import compare_sections
from agreements.texts.party_words import party_names

OPENING_LENGTH = 60  # characters of a clause, enough to recognise it


def compare(before: Content, after: Content) -> Comparison:
    entries = compare_sections(before, after)
    references, references_after = _clause_references(entries)
    return Comparison(
        before=_without_parts(before),
        after=_without_parts(after),
        head=differing_fields(HEAD, before, after),
        term=differing_fields(TERM, before.term, after.term),
        entries=entries,
        parties=_rows(
            "partei",
            lambda party: party.short,
            (PARTY, PARTY),
            before.parties,
            after.parties,
            lambda party: party.side,
        ),
        obligations=_rows(
            "pflicht",
            lambda duty: duty.code,
            (
                obligation_fields(references, party_names(before)),
                obligation_fields(references_after, party_names(after)),
            ),
            before.obligations,
            after.obligations,
            lambda duty: duty.code,
        ),
        signatories=_rows(
            "person",
            lambda person: person.name or f"Platz {person.order}",
            (signatory_fields(party_names(before)), signatory_fields(party_names(after))),
            before.signatories,
            after.signatories,
            lambda person: person.key,
            lambda person: (person.side, person.name),
        ),
    )


def _without_parts(content: Content) -> Content:
    return replace(content, sections=(), parties=(), obligations=(), signatories=())


def _clause_references(
    entries: Sequence[MatchedEntry[SectionDiff]],
) -> tuple[dict[str, ClauseReference], dict[str, ClauseReference]]:
    """Return the clauses of each side by key."""
    before: dict[str, ClauseReference] = {}
    after: dict[str, ClauseReference] = {}
    for section in (entry.item for entry in entries if not entry.moved_away):
        for clause in (entry.item for entry in section.entries if not entry.moved_away):
            sides = (clause.before, clause.text.before, before), (clause.after, clause.text.after, after)
            for position, text, places in sides:
                if position:
                    opening = " ".join(text[:OPENING_LENGTH].split()[:-1])
                    places.setdefault(position.key, ClauseReference(clause.anchor, position.label, opening))
    return before, after


def _rows(
    anchor: str,
    name: Callable[[Row], str],
    fields: tuple[Sequence[ComparedField[Row]], Sequence[ComparedField[Row]]],
    before: Sequence[Row],
    after: Sequence[Row],
    *keys: Callable[[Row], Hashable],
) -> tuple[RowDiff[Row], ...]:
    pairs = match_rows(before, after, *keys)
    kept = stable_pairs(pairs)
    entries = []
    for serial, (i, j) in enumerate(with_unmatched(pairs, len(before), len(after)), start=1):
        old = None if i is None else before[i]
        new = None if j is None else after[j]
        current = new or old
        diff = RowDiff(
            anchor=f"{anchor}-{serial}",
            name=name(current) if current else "",
            before=old,
            after=new,
            before_place=i,
            after_place=j,
            fields=differing_fields(fields[0], old, new, fields[1]),
            moved=i is not None and j is not None and (i, j) not in kept,
        )
        entries += positioned_entries(i, j, diff, moved=diff.moved)
    return tuple(entry.item for entry in reading_order(entries) if not entry.moved_away)
