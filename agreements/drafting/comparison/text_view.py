"""View models of the compared sections and clauses."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from agreements.drafting.comparison.deviations import change_label
from agreements.drafting.comparison.html import pieces_html, visible_text, wording_html
from agreements.drafting.comparison.matching import MatchedEntry
from agreements.drafting.comparison.result import ClauseDiff, SectionDiff
from agreements.drafting.comparison.tables import compare_parts, has_parts
from agreements.rendering.clause_text import clause_html, plain_html
from agreements.word_diff import Grain

COARSE = {
    Grain.WORDS: "",
    Grain.SENTENCES: "sehr lang, darum satzweise verglichen",
    Grain.WHOLE: "zu lang für einen Vergleich der Wörter, darum als Ganzes gegenübergestellt",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedClauseView:
    """A clause; `marked` if `html` shows differences. A clause moved away has no text."""

    anchor: str = ""
    number: str
    note: str
    html: SafeString
    marked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedSectionView:
    """A section; `same` is the number of omitted unchanged clauses."""

    anchor: str = ""
    label: str
    heading: SafeString
    note: str
    is_group: bool = False
    clauses: tuple[ComparedClauseView, ...] = ()
    same: int = 0


def section_views(
    entries: Sequence[MatchedEntry[SectionDiff]], *, whole: bool, printed: bool
) -> tuple[ComparedSectionView, ...]:
    """Return the sections in reading order; without `whole` only the changed ones."""
    return tuple(
        _departed(entry.item, printed) if entry.moved_away else _section(entry.item, whole, printed)
        for entry in entries
        if whole or entry.item.has_changes
    )


def _departed(section: SectionDiff, printed: bool) -> ComparedSectionView:
    return ComparedSectionView(
        label=section.before.label if section.before else "",
        heading=plain_html(visible_text(section.heading.before, printed=printed)),
        note=f"verschoben nach {section.cited or 'vorn'}",
    )


def _section(section: SectionDiff, whole: bool, printed: bool) -> ComparedSectionView:
    entries = [entry for entry in section.entries if whole or entry.moved_away or entry.item.has_changes]
    return ComparedSectionView(
        anchor=section.anchor,
        label=section.label,
        heading=pieces_html(section.heading.pieces, printed=printed),
        note=_section_note(section),
        is_group=section.is_group,
        clauses=tuple(_clause(entry, printed) for entry in entries),
        same=len(section.entries) - len(entries),
    )


def _section_note(section: SectionDiff) -> str:
    left = section.before.cited if section.before else ""
    words = [change_label(section, left)]
    if section.form_changed and section.before and section.after:
        old, new = section.before.section, section.after.section
        words += [f"Art: {old.kind.label} → {new.kind.label}"] if old.kind != new.kind else []
        words += [f"am Ende: {old.inset.label} → {new.inset.label}"] if old.inset != new.inset else []
    elif not section.moved and section.before and section.after and left != section.cited:
        words += [f"bisher {left}"] if left else []
    return ", ".join(filter(None, words))


def _clause(entry: MatchedEntry[ClauseDiff], printed: bool) -> ComparedClauseView:
    clause = entry.item
    position = clause.before if entry.moved_away else clause.after or clause.before
    number = position.mark if position else ""
    if entry.moved_away:
        target = clause.after.label if clause.after else ""
        return ComparedClauseView(number=number, note=f"verschoben nach {target}", html=SafeString())
    if not clause.has_changes:
        html = clause_html(visible_text(clause.text.after, printed=printed), number)
        return ComparedClauseView(anchor=clause.anchor, number=number, note="", html=html)
    return ComparedClauseView(
        anchor=clause.anchor,
        number=number,
        note=_clause_note(clause),
        html=wording_html(
            compare_parts(clause.text.before, clause.text.after)
            if has_parts(clause.text.before, clause.text.after)
            else [clause.text],
            printed=printed,
        ),
        marked=True,
    )


def _clause_note(clause: ClauseDiff) -> str:
    left = clause.before.label if clause.before else ""
    words = [change_label(clause, left)]
    if clause.after is None or (clause.changed and not clause.moved and clause.after.label != left):
        words.append(f"bisher {left}")
    return ", ".join(filter(None, [*words, COARSE[clause.text.grain] if clause.changed else ""]))
