"""Bring an edited text onto a new base as a person has decided its conflicts. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum

from agreements.amendments.application import without_repealed
from agreements.amendments.rebase import RebaseConflict, rebase
from agreements.changes import TERM, HeadField
from agreements.choices import Side
from agreements.content import Clause, Content, Section

ROUNDS = 5  # giving way in one place can uncover another conflict


class RebaseDecision(StrEnum):
    """Which of two texts holds at a place that both changed."""

    MINE = "mine"
    THEIRS = "theirs"


def settle(
    old_base: Content, new_base: Content, edited: Content, decisions: Mapping[str, RebaseDecision]
) -> tuple[Content, tuple[RebaseConflict, ...]]:
    """Return the edited text on the new base, and the conflicts that are not decided; decisions are by the key of a conflict.

    Where `theirs` holds, the edited text first goes back to the old base, so that only one side has changed it.
    """
    old = without_repealed(old_base)
    for _ in range(ROUNDS):
        merged, conflicts = rebase(old_base, new_base, edited)
        shown = distinct(conflicts, old, edited)
        giving_way = [one for one in shown if decisions.get(one.key) == RebaseDecision.THEIRS]
        if not giving_way:
            return merged, tuple(
                one for one in shown if one.key not in decisions or not can_hold(one, merged)
            )
        for one in giving_way:
            edited = _undone(edited, old, one)
    merged, conflicts = rebase(old_base, new_base, edited)
    return merged, distinct(conflicts, old, edited)


def can_hold(conflict: RebaseConflict, merged: Content) -> bool:
    """Return whether what is `mine` stands in the merged text; not where the new base removed its place."""
    if conflict.mine is None or not isinstance(conflict.mine, str) or conflict.key in set(HeadField):
        return True
    return conflict.key in {
        key for one in merged.sections for key in (one.key, *(c.key for c in one.clauses))
    }


def distinct(
    conflicts: Sequence[RebaseConflict], old: Content, edited: Content
) -> tuple[RebaseConflict, ...]:
    """Return one conflict for each place: what lies in a section that one side removed is decided with the section."""
    sections = {key for one in (old, edited) for key in (section.key for section in one.sections)}
    removed = {one.key for one in conflicts if one.key in sections and not one.text}
    homes = [
        {clause.key: section.key for section in one.sections for clause in section.clauses}
        for one in (old, edited)
    ]
    found: dict[str, RebaseConflict] = {}
    for one in conflicts:
        if not any(home.get(one.key) in removed for home in homes):
            found.setdefault(one.key, one)
    return tuple(found.values())


def _undone(edited: Content, old: Content, conflict: RebaseConflict) -> Content:
    """Return the edited text as it was in the old base at the place of a conflict."""
    key = conflict.key
    if key in set(HeadField):
        return replace(edited, **{key: getattr(old, key)})
    if key == TERM:
        return replace(edited, term=old.term)
    if key in set(Side):
        kept = [one for one in edited.parties if one.side != key]
        return replace(edited, parties=(*kept, *(one for one in old.parties if one.side == key)))
    if any(one.code == key for content in (edited, old) for one in content.obligations):
        rows = [one for one in edited.obligations if one.code != key]
        return replace(edited, obligations=(*rows, *(one for one in old.obligations if one.code == key)))
    if any(one.key == key for content in (edited, old) for one in content.sections):
        return _section_undone(edited, old, conflict)
    return _clause_undone(edited, old, conflict)


def _section_undone(edited: Content, old: Content, conflict: RebaseConflict) -> Content:
    before = next((one for one in old.sections if one.key == conflict.key), None)
    if before is not None and conflict.text:  # only its heading
        sections = (
            replace(one, heading=before.heading) if one.key == before.key else one for one in edited.sections
        )
        return replace(edited, sections=tuple(sections))
    if before is None:
        return replace(edited, sections=tuple(one for one in edited.sections if one.key != conflict.key))
    back = {clause.key for clause in before.clauses}
    rest = [_without(one, back) for one in edited.sections if one.key != before.key]
    place = _place([one.key for one in rest], [one.key for one in old.sections], before.key)
    return replace(edited, sections=(*rest[:place], before, *rest[place:]))


def _clause_undone(edited: Content, old: Content, conflict: RebaseConflict) -> Content:
    key = conflict.key
    before, home = next(
        ((clause, one) for one in old.sections for clause in one.clauses if clause.key == key), (None, None)
    )
    if before is None or home is None:
        return replace(edited, sections=tuple(_without(one, {key}) for one in edited.sections))
    if home.key not in {one.key for one in edited.sections}:
        return _section_undone(edited, old, replace(conflict, key=home.key, text=""))
    if conflict.text:  # only its words
        return replace(edited, sections=tuple(_reworded(one, before) for one in edited.sections))
    now = next((clause for one in edited.sections for clause in one.clauses if clause.key == key), before)
    put_back = now if conflict.theirs is not None and conflict.mine is not None else before
    sections = []
    for one in (_without(one, {key}) for one in edited.sections):
        if one.key == home.key:
            keys = [clause.key for clause in one.clauses]
            place = _place(keys, [clause.key for clause in home.clauses], key)
            sections.append(replace(one, clauses=(*one.clauses[:place], put_back, *one.clauses[place:])))
        else:
            sections.append(one)
    return replace(edited, sections=tuple(sections))


def _without(section: Section, keys: set[str]) -> Section:
    return replace(section, clauses=tuple(one for one in section.clauses if one.key not in keys))


def _reworded(section: Section, clause: Clause) -> Section:
    return replace(
        section,
        clauses=tuple(
            replace(one, text=clause.text) if one.key == clause.key else one for one in section.clauses
        ),
    )


def _place(keys: Sequence[str], order: Sequence[str], key: str) -> int:
    """Return where a part stands among those that are there, behind the nearest that was before it."""
    ahead = [one for one in order[: order.index(key)] if one in keys]
    return keys.index(ahead[-1]) + 1 if ahead else 0
