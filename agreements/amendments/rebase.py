"""Bring an edited text onto a base that has changed meanwhile, Absatz by Absatz. Pure.

What only one side changed is taken. What both changed is merged word by word or field by field; where that is not possible
there is a conflict, and nothing of the new base is applied at its place. What the new base removed cannot come back under
its key: it is in the conflict and not in the text.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import TypeVar

from agreements.amendments.application import without_repealed
from agreements.amendments.arrangement import in_order
from agreements.changes import TERM, HeadField
from agreements.choices import Inset
from agreements.content import Clause, Content, Obligation, Party, Section, Term
from agreements.text_merge import merge_texts

ConflictValue = str | Obligation | Party | Term | None
Row = TypeVar("Row", Obligation, Party, Term)


@dataclass(frozen=True, slots=True, kw_only=True)
class RebaseConflict:
    """A place that both changed: what was there before, what the new base has, and what was edited; None: not there.

    `key` is the target of the changes. `text`: both variants of a text in marks that cannot be saved.
    """

    key: str
    base: ConflictValue
    theirs: ConflictValue
    mine: ConflictValue
    text: str = ""


def rebase(
    old_base: Content, new_base: Content, edited: Content
) -> tuple[Content, tuple[RebaseConflict, ...]]:
    """Return the edited text as one of the new base, and the conflicts; at each it has what is `mine`, if it can.

    It has no labels: they follow from the new base.
    """
    merger = _Merger(without_repealed(old_base), without_repealed(new_base), edited)
    return merger.merged(), tuple(merger.conflicts)


class _Merger:
    def __init__(self, old: Content, theirs: Content, mine: Content) -> None:
        self.old, self.theirs, self.mine = old, theirs, mine
        self.conflicts: list[RebaseConflict] = []
        self.homes = [_homes(one) for one in (old, theirs, mine)]
        self.texts = [_texts(one) for one in (old, theirs, mine)]

    def merged(self) -> Content:
        head = {name.value: self._field(name) for name in HeadField}
        term = self._row(TERM, self.old.term, self.theirs.term, self.mine.term)
        return replace(
            self.mine,
            title=head[HeadField.TITLE],
            subject=head[HeadField.SUBJECT],
            term=term or self.mine.term,
            parties=self._rows(*({p.side.value: p for p in one.parties} for one in self._three)),
            sections=self._sections(),
            obligations=self._rows(*({d.code: d for d in one.obligations} for one in self._three)),
        )

    @property
    def _three(self) -> tuple[Content, Content, Content]:
        return self.old, self.theirs, self.mine

    def _field(self, name: HeadField) -> str:
        return self._words(name.value, *(getattr(one, name) for one in self._three))

    def _words(self, key: str, old: str, theirs: str, mine: str) -> str:
        found = merge_texts(old, theirs, mine)
        if found.conflicts:
            self._conflict(key, old, theirs, mine, found.text)
            return mine
        return found.text

    def _conflict(
        self, key: str, old: ConflictValue, theirs: ConflictValue, mine: ConflictValue, text: str = ""
    ) -> None:
        self.conflicts.append(RebaseConflict(key=key, base=old, theirs=theirs, mine=mine, text=text))

    def _rows(
        self, old: Mapping[str, Row], theirs: Mapping[str, Row], mine: Mapping[str, Row]
    ) -> tuple[Row, ...]:
        rows = (self._row(key, old.get(key), theirs.get(key), mine.get(key)) for key in {**theirs, **mine})
        return tuple(row for row in rows if row is not None)

    def _row(self, key: str, old: Row | None, theirs: Row | None, mine: Row | None) -> Row | None:
        if mine in (old, theirs):
            return theirs
        if theirs == old:
            return mine
        if old is None or theirs is None or mine is None:
            self._conflict(key, old, theirs, mine)
            return mine
        changed = {}
        for field in fields(old):
            before, left, right = (getattr(one, field.name) for one in (old, theirs, mine))
            if before != left and right not in (before, left):
                self._conflict(key, old, theirs, mine)
                return mine
            changed[field.name] = left if right == before else right
        return replace(mine, **changed)

    def _sections(self) -> tuple[Section, ...]:
        old, theirs, mine = ({s.key: s for s in one.sections} for one in self._three)
        clauses = self._clauses()
        kept = {key for key in {**theirs, **mine} if self._keeps(key, old, theirs, mine)}
        orders = [[key for key in one if key in kept or key in old] for one in (old, theirs, mine)]
        found = []
        for key in self._order(orders, kept):
            before, left, right = old.get(key), theirs.get(key), mine.get(key)
            one = right or left
            if one is None:
                continue
            found.append(
                Section(
                    key=key,
                    kind=one.kind,
                    heading=self._heading(key, before, left, right),
                    inset=_inset(before, left, one),
                    clauses=tuple(self._placed(key, clauses)),
                )
            )
        self._lost(clauses, {section.key for section in found})
        return tuple(found)

    def _heading(self, key: str, old: Section | None, theirs: Section | None, mine: Section | None) -> str:
        if theirs is None or mine is None:
            one = mine or theirs
            return one.heading if one else ""
        return self._words(key, old.heading if old else "", theirs.heading, mine.heading)

    def _keeps(
        self, key: str, old: Mapping[str, Section], theirs: Mapping[str, Section], mine: Mapping[str, Section]
    ) -> bool:
        """Return whether a section holds, and note it as a conflict if one side removed what the other changed."""
        if key not in old or (key in theirs and key in mine):
            return True
        other = theirs.get(key) or mine.get(key)
        if other is not None and _whole(other) != _whole(old[key]):
            left, right = theirs.get(key), mine.get(key)
            self._conflict(
                key, _whole(old[key]), _whole(left) if left else None, _whole(right) if right else None
            )
        return False

    def _clauses(self) -> dict[str, str]:
        """Return the texts of the clauses that hold, by their keys."""
        old, theirs, mine = self.texts
        found = {}
        for key in {**theirs, **mine}:
            if key in theirs and key in mine:
                found[key] = self._words(key, old.get(key, ""), theirs[key], mine[key])
                if len({home.get(key) for home in self.homes}) == len(
                    self.homes
                ):  # both moved it, not to one place
                    self._conflict(key, old.get(key), theirs[key], mine[key])
            elif key not in old:
                found[key] = theirs.get(key, mine.get(key, ""))
            elif theirs.get(key, mine.get(key)) != old[key] or self._is_moved(key):
                self._conflict(key, old[key], theirs.get(key), mine.get(key))
        return found

    def _is_moved(self, key: str) -> bool:
        """Return whether a side that has the clause has it in another section."""
        old, *others = (home.get(key) for home in self.homes)
        return any(home not in {None, old} for home in others)

    def _placed(self, section: str, clauses: Mapping[str, str]) -> Iterator[Clause]:
        """Yield the clauses of a section in their order."""
        kept = {key for key in clauses if self._home(key) == section}
        orders = [[key for key in home if home[key] == section] for home in self.homes]
        for key in self._order(orders, kept):
            yield Clause(key=key, text=clauses[key])

    def _home(self, key: str) -> str:
        """Return the section of a clause: where the edited text has moved it, else where the new base has it."""
        old, theirs, mine = (home.get(key, "") for home in self.homes)
        return theirs if theirs and mine in {"", old} else mine

    def _order(self, orders: Sequence[Sequence[str]], kept: set[str]) -> list[str]:
        """Return the keys that are kept in the order of the new base, with those that were placed in the edited text."""
        old, theirs, mine = orders
        index = {key: place for place, key in enumerate(old)}
        staying = in_order([key for key in mine if key in index], index)
        found = [key for key in theirs if key in kept and (key not in mine or key in staying)]
        place, anchor_lost = 0, False
        for key in mine:
            if key not in kept:
                anchor_lost = key in index and key not in theirs
                continue
            if anchor_lost and key not in index:
                self._anchor_lost(key)
            anchor_lost = False
            if key not in found:
                while place < len(found) and found[place] not in index and found[place] not in mine:
                    place += 1
                found.insert(place, key)
            place = found.index(key) + 1
        return found

    def _anchor_lost(self, new: str) -> None:
        """Note that something new stands behind what the new base has removed."""
        if all(conflict.key != new for conflict in self.conflicts):
            sections = {section.key: _whole(section) for section in self.mine.sections}
            self._conflict(new, None, None, self.texts[2].get(new, sections.get(new)))

    def _lost(self, clauses: Mapping[str, str], sections: set[str]) -> None:
        """Note what was written in a section, or moved to one, that the other side has removed."""
        old, theirs, mine = self.texts
        for key in clauses:
            if key in mine and self._home(key) not in sections:
                self._conflict(key, old.get(key), theirs.get(key), mine[key])


def _inset(old: Section | None, theirs: Section | None, mine: Section) -> Inset:
    return theirs.inset if old and theirs and mine.inset == old.inset else mine.inset


def _homes(content: Content) -> dict[str, str]:
    return {clause.key: section.key for section in content.sections for clause in section.clauses}


def _texts(content: Content) -> dict[str, str]:
    return {clause.key: clause.text for section in content.sections for clause in section.clauses}


def _whole(section: Section) -> str:
    """Return all words of a section."""
    return "\n\n".join([section.heading, *(clause.text for clause in section.clauses)])
