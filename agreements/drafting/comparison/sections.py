"""Holds the sections and clauses of one content against those of another. Pure."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from agreements.content import NBSP, Content, Section
from agreements.drafting.comparison.matching import (
    Item,
    MatchedEntry,
    Pair,
    Placed,
    all_places,
    match_texts,
    placed,
    reading_order,
    steady,
)
from agreements.drafting.comparison.result import ClauseDiff, DiffPosition, Frame, SectionDiff
from agreements.drafting.comparison.word_diff import compare_text

Home = tuple[int | None, int | None]  # the places of a section on both sides


def compare_sections(before: Content, after: Content) -> tuple[MatchedEntry[SectionDiff], ...]:
    """Return all sections with their clauses in reading order."""
    old, new = _frames(before), _frames(after)
    pairs = match_texts(
        [_item(section) for section in before.sections], [_item(section) for section in after.sections]
    )
    kept = steady(pairs)
    homes = all_places(pairs, len(old), len(new))
    clauses = _clauses(before, after, homes)
    found = []
    for serial, (i, j) in enumerate(homes, start=1):
        heading, new_heading = _heading(before, i), _heading(after, j)
        section = SectionDiff(
            anchor=f"abschnitt-{serial}",
            before=None if i is None else old[i],
            after=None if j is None else new[j],
            heading=compare_text(heading, new_heading),
            moved=i is not None and j is not None and (i, j) not in kept,
            entries=reading_order(clauses[i, j]),
        )
        found += placed(i, j, section, moved=section.moved)
    return reading_order(found)


def _frames(content: Content) -> list[Frame]:
    return [
        Frame(place=place, label=label, section=replace(section, heading="", clauses=()))
        for place, (label, section) in enumerate(content.labelled_sections())
    ]


def _item(section: Section) -> Item:
    text = "\n".join([section.heading, *(clause.text for clause in section.clauses)])
    return Item(key=section.key, text=text, name=section.heading)


def _heading(content: Content, place: int | None) -> str:
    return "" if place is None else content.sections[place].heading


def _clauses(before: Content, after: Content, homes: Sequence[Home]) -> dict[Home, list[Placed[ClauseDiff]]]:
    """Return for each section its clauses with their places; one that has left it stands there as well."""
    old, new = _spots(before), _spots(after)
    texts, new_texts = _texts(before), _texts(after)
    pairs = match_texts(
        [Item(spot.key, text) for spot, text in zip(old, texts, strict=True)],
        [Item(spot.key, text) for spot, text in zip(new, new_texts, strict=True)],
    )
    home_before = {i: (i, j) for i, j in homes}
    home_after = {j: (i, j) for i, j in homes}
    kept = _in_place(pairs, old, new, home_before)
    found: defaultdict[Home, list[Placed[ClauseDiff]]] = defaultdict(list)
    for serial, (i, j) in enumerate(all_places(pairs, len(old), len(new)), start=1):
        clause = ClauseDiff(
            anchor=f"absatz-{serial}",
            before=None if i is None else old[i],
            after=None if j is None else new[j],
            text=compare_text("" if i is None else texts[i], "" if j is None else new_texts[j]),
            moved=i is not None and j is not None and (i, j) not in kept,
        )
        number = clause.before.number if clause.before else None
        new_number = clause.after.number if clause.after else None
        for place in placed(number, new_number, clause, moved=clause.moved):
            if place.after is None and clause.before:
                found[home_before[clause.before.section]].append(place)
            elif clause.after:
                found[home_after[clause.after.section]].append(place)
    return found


def _spots(content: Content) -> list[DiffPosition]:
    return [
        DiffPosition(
            section=place,
            number=number,
            key=clause.key,
            label=f"{label}{NBSP}({number})" if label else section.heading,
        )
        for place, (label, section) in enumerate(content.labelled_sections())
        for number, clause in enumerate(section.clauses, start=1)
    ]


def _texts(content: Content) -> list[str]:
    return [clause.text for section in content.sections for clause in section.clauses]


def _in_place(
    pairs: Sequence[Pair],
    old: Sequence[DiffPosition],
    new: Sequence[DiffPosition],
    home_before: dict[int | None, Home],
) -> set[Pair]:
    """Return the pairs that are still in their section and in their order there."""
    within: defaultdict[Home, dict[Pair, Pair]] = defaultdict(dict)
    for i, j in pairs:
        home = home_before[old[i].section]
        if home[1] == new[j].section:
            within[home][old[i].number, new[j].number] = (i, j)
    return {found[numbers] for found in within.values() for numbers in steady(found)}
