"""Apply the changes of an amendment to a text, one after the other. Pure.

A change names what it replaces. Where the text has something else there, nothing is applied: `ChangeMismatchError`.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import reduce, singledispatch

from msgspec import UnsetType

from agreements.amendments.labels import UNKNOWN, with_labels
from agreements.changes import (
    Change,
    ClauseInserted,
    ClauseMoved,
    ClauseNumbered,
    ClauseRemoved,
    ClauseTextSet,
    HeadField,
    HeadFieldSet,
    HeadingSet,
    InsetSet,
    ObligationRemoved,
    ObligationSet,
    PartySet,
    SectionInserted,
    SectionMoved,
    SectionRemoved,
    TermSet,
)
from agreements.content import Clause, Content, Section

REPEALED = "(weggefallen)"


class ChangeMismatchError(Exception):
    """A text is not the one that a change was made for."""

    def __init__(self, change: Change) -> None:
        super().__init__(f"{type(change).__name__} does not fit at {change.target!r}")
        self.change = change


def apply(base: Content, changes: Iterable[Change]) -> Content:
    """Return the base with all changes and with its labels stored; raises ChangeMismatchError."""
    return reduce(lambda content, change: applied(change, content), changes, with_labels(base))


def without_repealed(content: Content) -> Content:
    """Return the content without the places of removed parts: what is written and read on."""
    return replace(
        content,
        sections=tuple(
            replace(section, clauses=tuple(c for c in section.clauses if not c.repealed))
            for section in content.sections
            if not section.repealed
        ),
    )


@singledispatch
def applied(change: Change, content: Content) -> Content:
    """Return the content with one change; its labels must be stored."""
    raise TypeError(type(change).__name__)


@applied.register
def _(change: HeadFieldSet, content: Content) -> Content:
    _expect(getattr(content, change.field) == change.before, change)
    if change.field == HeadField.TITLE:
        return replace(content, title=change.after)
    return replace(content, subject=change.after)


@applied.register
def _(change: PartySet, content: Content) -> Content:
    parties = {party.side: party for party in content.parties}
    _expect(parties.get(change.side) == change.before, change)
    if change.after is None:
        del parties[change.side]
    else:
        parties[change.side] = change.after
    return replace(content, parties=tuple(parties.values()))


@applied.register
def _(change: TermSet, content: Content) -> Content:
    _expect(content.term == change.before, change)
    return replace(content, term=change.after)


@applied.register
def _(change: HeadingSet, content: Content) -> Content:
    def edit(section: Section) -> Section:
        _expect((section.label, section.heading) == (change.label, change.before), change)
        return replace(section, heading=change.after)

    return _edited(content, change.key, edit, change)


@applied.register
def _(change: InsetSet, content: Content) -> Content:
    def edit(section: Section) -> Section:
        _expect(section.inset == change.before, change)
        return replace(section, inset=change.after)

    return _edited(content, change.key, edit, change)


@applied.register
def _(change: ClauseTextSet, content: Content) -> Content:
    def edit(section: Section) -> Section:
        place, clause = _clause(section, change.key, change)
        _expect((clause.label, clause.text) == (change.label, change.before), change)
        return _with_clause(section, place, replace(clause, text=change.after))

    return _edited(content, change.section, edit, change)


@applied.register
def _(change: ClauseNumbered, content: Content) -> Content:
    def edit(section: Section) -> Section:
        place, clause = _clause(section, change.key, change)
        _expect(clause.label == change.before, change)
        return _with_clause(section, place, replace(clause, label=change.after))

    return _edited(content, change.section, edit, change)


@applied.register
def _(change: ClauseInserted, content: Content) -> Content:
    def edit(section: Section) -> Section:
        clause = Clause(key=change.key, text=change.after, label=change.label)
        return _inserted_clause(section, clause, change.behind, change)

    _expect(change.key not in _keys(content), change)
    return _edited(content, change.section, edit, change)


@applied.register
def _(change: ClauseRemoved, content: Content) -> Content:
    def edit(section: Section) -> Section:
        place, clause = _clause(section, change.key, change)
        _expect((clause.label, clause.text) == (change.label, change.before), change)
        return _with_clause(section, place, _place_of(clause, clause.key))

    return _edited(content, change.section, edit, change)


@applied.register
def _(change: ClauseMoved, content: Content) -> Content:
    def leave(section: Section) -> Section:
        place, clause = _clause(section, change.key, change)
        _expect((clause.label, clause.text) == (change.label_before, change.before), change)
        return _with_clause(section, place, _place_of(clause, change.vacated))

    def enter(section: Section) -> Section:
        clause = Clause(key=change.key, text=change.before, label=change.label)
        return _inserted_clause(section, clause, change.behind, change)

    _expect(change.vacated not in _keys(content), change)
    left = _edited(content, change.section_before, leave, change)
    return _edited(left, change.section, enter, change)


@applied.register
def _(change: SectionInserted, content: Content) -> Content:
    new = {change.key, *(clause.key for clause in change.after.clauses)}
    _expect(change.after.label == change.label and new.isdisjoint(_keys(content)), change)
    return _inserted_section(content, change.after, change.behind, change)


@applied.register
def _(change: SectionRemoved, content: Content) -> Content:
    place, section = _section(content, change.key, change)
    _expect(section == change.before and section.label == change.label, change)
    return _with_section(content, place, _emptied(section, section.key))


@applied.register
def _(change: SectionMoved, content: Content) -> Content:
    place, section = _section(content, change.key, change)
    labels = dict(change.clause_labels)
    _expect(section.label == change.label_before and change.vacated not in _keys(content), change)
    clauses = tuple(replace(clause, label=labels.get(clause.key, clause.label)) for clause in section.clauses)
    left = _with_section(content, place, _emptied(section, change.vacated))
    moved = replace(section, label=change.label, clauses=clauses)
    return _inserted_section(left, moved, change.behind, change)


@applied.register
def _(change: ObligationSet, content: Content) -> Content:
    obligations = {duty.code: duty for duty in content.obligations}
    _expect(obligations.get(change.code) == change.before, change)
    obligations[change.code] = change.after
    return replace(content, obligations=tuple(obligations.values()))


@applied.register
def _(change: ObligationRemoved, content: Content) -> Content:
    obligations = {duty.code: duty for duty in content.obligations}
    _expect(obligations.pop(change.code, None) == change.before, change)
    return replace(content, obligations=tuple(obligations.values()))


def _expect(fits: bool, change: Change) -> None:
    if not fits:
        raise ChangeMismatchError(change)


def _keys(content: Content) -> set[str]:
    return {key for one in content.sections for key in (one.key, *(clause.key for clause in one.clauses))}


def _section(content: Content, key: str, change: Change) -> tuple[int, Section]:
    """Return a section that holds, with its place."""
    for place, section in enumerate(content.sections):
        if section.key == key and not section.repealed:
            return place, section
    raise ChangeMismatchError(change)


def _clause(section: Section, key: str, change: Change) -> tuple[int, Clause]:
    for place, clause in enumerate(section.clauses):
        if clause.key == key and not clause.repealed:
            return place, clause
    raise ChangeMismatchError(change)


def _edited(content: Content, key: str, edit: Callable[[Section], Section], change: Change) -> Content:
    place, section = _section(content, key, change)
    return _with_section(content, place, edit(section))


def _with_section(content: Content, place: int, section: Section | None) -> Content:
    sections = content.sections
    kept = () if section is None else (section,)
    return replace(content, sections=(*sections[:place], *kept, *sections[place + 1 :]))


def _with_clause(section: Section, place: int, clause: Clause | None) -> Section:
    clauses = section.clauses
    kept = () if clause is None else (clause,)
    return replace(section, clauses=(*clauses[:place], *kept, *clauses[place + 1 :]))


def _place_of(clause: Clause, key: str) -> Clause | None:
    """Return what stays where a clause was; nothing where it had no number."""
    return replace(clause, key=key, text=REPEALED, repealed=True) if clause.label else None


def _emptied(section: Section, key: str) -> Section | None:
    if not section.label:
        return None
    return Section(key=key, kind=section.kind, heading=REPEALED, label=section.label, repealed=True)


def _behind(keys: list[str], behind: str, change: Change) -> int:
    """Return the place behind a part."""
    if not behind:
        return 0
    _expect(behind in keys, change)
    return keys.index(behind) + 1


def _is_free(label: str | UnsetType, parts: Iterable[Clause | Section]) -> bool:
    return not label or label == UNKNOWN or all(part.label != label for part in parts)


def _inserted_clause(section: Section, clause: Clause, behind: str, change: Change) -> Section:
    place = _behind([one.key for one in section.clauses], behind, change)
    _expect(_is_free(clause.label, section.clauses), change)
    return replace(section, clauses=(*section.clauses[:place], clause, *section.clauses[place:]))


def _inserted_section(content: Content, section: Section, behind: str, change: Change) -> Content:
    place = _behind([one.key for one in content.sections], behind, change)
    _expect(_is_free(section.label, content.sections), change)
    sections = content.sections
    return replace(content, sections=(*sections[:place], section, *sections[place:]))
