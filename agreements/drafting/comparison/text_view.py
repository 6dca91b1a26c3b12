"""The compared text as it is read: each section with its Absätze, new and old in one."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from agreements.choices import SectionKind
from agreements.drafting.comparison.deviations import happened
from agreements.drafting.comparison.html import pieces_html, shown
from agreements.drafting.comparison.matching import MatchedEntry
from agreements.drafting.comparison.result import ClauseDiff, SectionDiff
from agreements.drafting.comparison.word_diff import Grain
from agreements.rendering.clause_text import clause_html, plain_html

COARSE = {
    Grain.WORDS: "",
    Grain.SENTENCES: "sehr lang, darum satzweise verglichen",
    Grain.WHOLE: "zu lang für einen Vergleich der Wörter, darum als Ganzes gegenübergestellt",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedClauseView:
    """An Absatz; `marked` if its pieces are told apart. One that has departed has no text here."""

    anchor: str = ""
    number: str
    note: str
    html: SafeString
    marked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedSectionView:
    """A section; `same` is how many Absätze are left out because they are as before."""

    anchor: str = ""
    label: str
    heading: SafeString
    note: str
    clauses: tuple[ComparedClauseView, ...] = ()
    same: int = 0


def section_views(
    entries: Sequence[MatchedEntry[SectionDiff]], *, whole: bool, printed: bool
) -> tuple[ComparedSectionView, ...]:
    """Return the sections in reading order; without `whole` only what there is something to tell about."""
    return tuple(
        _departed(entry.thing, printed) if entry.departed else _section(entry.thing, whole, printed)
        for entry in entries
        if whole or entry.thing.touched
    )


def _departed(section: SectionDiff, printed: bool) -> ComparedSectionView:
    return ComparedSectionView(
        label=section.before.label if section.before else "",
        heading=plain_html(shown(section.heading.before, printed=printed)),
        note=f"verschoben nach {section.label or 'vorn'}",
    )


def _section(section: SectionDiff, whole: bool, printed: bool) -> ComparedSectionView:
    frame = section.after or section.before
    numbered = frame is not None and frame.section.kind != SectionKind.PREAMBLE
    told = [entry for entry in section.entries if whole or entry.departed or entry.thing.touched]
    return ComparedSectionView(
        anchor=section.anchor,
        label=section.label,
        heading=pieces_html(section.heading.pieces, printed=printed),
        note=_section_note(section),
        clauses=tuple(_clause(entry, numbered, printed) for entry in told),
        same=len(section.entries) - len(told),
    )


def _section_note(section: SectionDiff) -> str:
    left = section.before.label if section.before else ""
    words = [happened(section, left)]
    if section.reshaped and section.before and section.after:
        old, new = section.before.section, section.after.section
        words += [f"Art: {old.kind.label} → {new.kind.label}"] if old.kind != new.kind else []
        words += [f"am Ende: {old.inset.label} → {new.inset.label}"] if old.inset != new.inset else []
    elif not section.moved and section.before and section.after and left != section.label:
        words += [f"bisher {left}"] if left else []
    return ", ".join(filter(None, words))


def _clause(entry: MatchedEntry[ClauseDiff], numbered: bool, printed: bool) -> ComparedClauseView:
    clause = entry.thing
    spot = clause.before if entry.departed else clause.after or clause.before
    number = f"({spot.number})" if spot and numbered else ""
    if entry.departed:
        target = clause.after.label if clause.after else ""
        return ComparedClauseView(number=number, note=f"verschoben nach {target}", html=SafeString())
    if not clause.touched:
        html = clause_html(shown(clause.text.after, printed=printed), number)
        return ComparedClauseView(anchor=clause.anchor, number=number, note="", html=html)
    return ComparedClauseView(
        anchor=clause.anchor,
        number=number,
        note=_clause_note(clause),
        html=pieces_html(clause.text.pieces, printed=printed),
        marked=True,
    )


def _clause_note(clause: ClauseDiff) -> str:
    left = clause.before.label if clause.before else ""
    words = [happened(clause, left)]
    if clause.after is None or (clause.changed and not clause.moved and clause.after.label != left):
        words.append(f"bisher {left}")
    return ", ".join(filter(None, [*words, COARSE[clause.text.grain] if clause.changed else ""]))
