"""Comparison of sections and clauses. Pure."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from agreements.content import Content, Section
from agreements.drafting.comparison.matching import (
    MatchedEntry,
    MatchText,
    Pair,
    PositionedEntry,
    match_texts,
    positioned_entries,
    reading_order,
    stable_pairs,
    with_unmatched,
)
from agreements.drafting.comparison.result import ClauseDiff, ClausePosition, SectionDiff, SectionPosition
from agreements.word_diff import compare_text

SectionPair = tuple[int | None, int | None]  # the indexes of a section on both sides


def compare_sections(before: Content, after: Content) -> tuple[MatchedEntry[SectionDiff], ...]:
    """Return all sections with their clauses in reading order."""
    old, new = _section_positions(before), _section_positions(after)
    pairs = match_texts(
        [_match_text(section) for section in before.sections],
        [_match_text(section) for section in after.sections],
    )
    kept = stable_pairs(pairs)
    section_pairs = with_unmatched(pairs, len(old), len(new))
    clauses = _clauses(before, after, section_pairs)
    entries = []
    for serial, (i, j) in enumerate(section_pairs, start=1):
        heading, new_heading = _heading(before, i), _heading(after, j)
        section = SectionDiff(
            anchor=f"abschnitt-{serial}",
            before=None if i is None else old[i],
            after=None if j is None else new[j],
            heading=compare_text(heading, new_heading),
            moved=i is not None and j is not None and (i, j) not in kept,
            entries=reading_order(clauses[i, j]),
        )
        entries += positioned_entries(i, j, section, moved=section.moved)
    return reading_order(entries)


def _section_positions(content: Content) -> list[SectionPosition]:
    return [
        SectionPosition(
            place=place,
            label=own.number,
            cited=own.place if own.number else "",
            section=replace(section, heading="", clauses=()),
        )
        for place, (own, section, _) in enumerate(content.labelled_sections())
    ]


def _match_text(section: Section) -> MatchText:
    text = "\n".join([section.heading, *(clause.text for clause in section.clauses)])
    return MatchText(key=section.key, text=text, name=section.heading)


def _heading(content: Content, place: int | None) -> str:
    return "" if place is None else content.sections[place].heading


def _clauses(
    before: Content, after: Content, section_pairs: Sequence[SectionPair]
) -> dict[SectionPair, list[PositionedEntry[ClauseDiff]]]:
    """Return the clauses of each section with their positions, including those moved away."""
    old, new = _positions(before), _positions(after)
    texts, new_texts = _texts(before), _texts(after)
    pairs = match_texts(
        [MatchText(position.key, text) for position, text in zip(old, texts, strict=True)],
        [MatchText(position.key, text) for position, text in zip(new, new_texts, strict=True)],
    )
    pair_before = {i: (i, j) for i, j in section_pairs}
    pair_after = {j: (i, j) for i, j in section_pairs}
    kept = _unmoved(pairs, old, new, pair_before)
    by_section: defaultdict[SectionPair, list[PositionedEntry[ClauseDiff]]] = defaultdict(list)
    for serial, (i, j) in enumerate(with_unmatched(pairs, len(old), len(new)), start=1):
        clause = ClauseDiff(
            anchor=f"absatz-{serial}",
            before=None if i is None else old[i],
            after=None if j is None else new[j],
            text=compare_text("" if i is None else texts[i], "" if j is None else new_texts[j]),
            moved=i is not None and j is not None and (i, j) not in kept,
        )
        number = clause.before.number if clause.before else None
        new_number = clause.after.number if clause.after else None
        for place in positioned_entries(number, new_number, clause, moved=clause.moved):
            if place.after is None and clause.before:
                by_section[pair_before[clause.before.section]].append(place)
            elif clause.after:
                by_section[pair_after[clause.after.section]].append(place)
    return by_section


def _positions(content: Content) -> list[ClausePosition]:
    return [
        ClausePosition(
            section=place,
            number=number,
            key=clause.key,
            label=label.place,
            mark=label.number,
            stored=clause.label,
        )
        for place, (_, section, labels) in enumerate(content.labelled_sections())
        for number, (clause, label) in enumerate(zip(section.clauses, labels, strict=True), start=1)
    ]


def _texts(content: Content) -> list[str]:
    return [clause.text for section in content.sections for clause in section.clauses]


def _unmoved(
    pairs: Sequence[Pair],
    old: Sequence[ClausePosition],
    new: Sequence[ClausePosition],
    pair_before: dict[int | None, SectionPair],
) -> set[Pair]:
    """Return the pairs that kept their section and their order in it."""
    within: defaultdict[SectionPair, dict[Pair, Pair]] = defaultdict(dict)
    for i, j in pairs:
        home = pair_before[old[i].section]
        if home[1] == new[j].section:
            within[home][old[i].number, new[j].number] = (i, j)
    return {pairs[numbers] for pairs in within.values() for numbers in stable_pairs(pairs)}
