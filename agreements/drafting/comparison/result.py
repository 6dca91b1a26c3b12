"""The result of a comparison: frozen values from which both contents can be reconstructed. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from msgspec import UNSET, UnsetType

from agreements.choices import SectionKind
from agreements.content import Content, Obligation, Party, Section, Signatory
from agreements.drafting.comparison.matching import MatchedEntry
from agreements.word_diff import Grain, TextDiff

Row = TypeVar("Row", Party, Obligation, Signatory)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClausePosition:
    """The position of a clause in one content; `label` is its place, „§ 6 (2)“, `mark` its number in print, „(2)“.

    `stored` is the number that was frozen with it.
    """

    section: int
    number: int
    key: str
    label: str
    mark: str = ""
    stored: str | UnsetType = UNSET


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseDiff:
    """One clause; `before` is None if it was added, `after` if it was removed."""

    anchor: str
    before: ClausePosition | None
    after: ClausePosition | None
    text: TextDiff
    moved: bool = False

    @property
    def changed(self) -> bool:
        """Whether it is on both sides with different words."""
        return bool(self.before and self.after and self.text.changed)

    @property
    def has_changes(self) -> bool:
        """Whether it differs in any way."""
        return self.moved or self.changed or not (self.before and self.after)


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionPosition:
    """The position of a section in one content; `label` like „§ 6“ or „Anlage 1“, `section` without texts.

    `cited` is how a sentence names it, „Ziffer II“; both are empty without a number.
    """

    place: int
    label: str
    cited: str
    section: Section


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionDiff:
    """A section with its clauses in reading order, including those moved away."""

    anchor: str
    before: SectionPosition | None
    after: SectionPosition | None
    heading: TextDiff
    moved: bool = False
    entries: tuple[MatchedEntry[ClauseDiff], ...] = ()

    @property
    def label(self) -> str:
        """The current label, or the last one."""
        frame = self.after or self.before
        return frame.label if frame else ""

    @property
    def cited(self) -> str:
        """How a sentence names it, or did last; empty without a number."""
        frame = self.after or self.before
        return frame.cited if frame else ""

    @property
    def name(self) -> str:
        """The current heading, or the last one."""
        return self.heading.after if self.after else self.heading.before

    @property
    def is_group(self) -> bool:
        """Whether it is, or was last, the heading of a group."""
        frame = self.after or self.before
        return frame is not None and frame.section.kind == SectionKind.GROUP

    @property
    def renamed(self) -> bool:
        """Whether it is on both sides with different headings."""
        return bool(self.before and self.after and self.heading.changed)

    @property
    def form_changed(self) -> bool:
        """Whether its kind or the table at its end has changed."""
        if not (self.before and self.after):
            return False
        old, new = self.before.section, self.after.section
        return (old.kind, old.inset) != (new.kind, new.inset)

    @property
    def changed(self) -> bool:
        """Whether it is on both sides with a different heading, kind or table."""
        return self.renamed or self.form_changed

    @property
    def has_changes(self) -> bool:
        """Whether the section or any of its clauses differs."""
        own = self.moved or self.changed or not (self.before and self.after)
        return own or any(entry.moved_away or entry.item.has_changes for entry in self.entries)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDiff:
    """A field with the difference of its German texts."""

    label: str
    text: TextDiff


@dataclass(frozen=True, slots=True, kw_only=True)
class RowDiff(Generic[Row]):
    """A party, obligation or signatory with its changed fields; places are indexes."""

    anchor: str
    name: str
    before: Row | None
    after: Row | None
    before_place: int | None
    after_place: int | None
    fields: tuple[FieldDiff, ...] = ()
    moved: bool = False

    @property
    def changed(self) -> bool:
        """Whether it is on both sides with different fields."""
        return bool(self.before and self.after and self.fields)

    @property
    def has_changes(self) -> bool:
        """Whether it differs in any way."""
        return self.moved or bool(self.fields) or not (self.before and self.after)


AnyRow = RowDiff[Party] | RowDiff[Obligation] | RowDiff[Signatory]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """All differences; `before` and `after` are the contents without sections, parties, obligations, signatories."""

    before: Content
    after: Content
    head: tuple[FieldDiff, ...] = ()
    term: tuple[FieldDiff, ...] = ()
    parties: tuple[RowDiff[Party], ...] = ()
    obligations: tuple[RowDiff[Obligation], ...] = ()
    signatories: tuple[RowDiff[Signatory], ...] = ()
    entries: tuple[MatchedEntry[SectionDiff], ...] = ()

    @property
    def sections(self) -> Iterator[SectionDiff]:
        """Every section once, in reading order."""
        return (entry.item for entry in self.entries if not entry.moved_away)

    @property
    def clauses(self) -> Iterator[ClauseDiff]:
        """Every clause once, in reading order."""
        return (entry.item for section in self.sections for entry in section.entries if not entry.moved_away)

    @property
    def is_empty(self) -> bool:
        """Whether there is no visible difference."""
        rows = (self.parties, self.obligations, self.signatories)
        has_changes = any(row.has_changes for kind in rows for row in kind)
        return not (
            self.head or self.term or has_changes or any(entry.item.has_changes for entry in self.entries)
        )

    @property
    def is_coarse(self) -> bool:
        """Whether any clause was too long to be compared word by word."""
        return any(clause.text.grain != Grain.WORDS for clause in self.clauses)
