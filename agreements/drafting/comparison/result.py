"""What a comparison says: a tree of frozen values from which both contents can be read back. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from agreements.content import Content, Obligation, Party, Section, Signatory
from agreements.drafting.comparison.matching import MatchedEntry
from agreements.drafting.comparison.word_diff import Grain, TextDiff

Row = TypeVar("Row", Party, Obligation, Signatory)


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffPosition:
    """Where a clause stands in one of the contents; `label` is what people call it: „§ 6 (2)“."""

    section: int
    number: int
    key: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseDiff:
    """One Absatz; without `before` it is new, without `after` it is gone."""

    anchor: str
    before: DiffPosition | None
    after: DiffPosition | None
    text: TextDiff
    moved: bool = False

    @property
    def changed(self) -> bool:
        """Whether it stands on both sides with different words."""
        return bool(self.before and self.after and self.text.changed)

    @property
    def touched(self) -> bool:
        """Whether there is anything to tell."""
        return self.moved or self.changed or not (self.before and self.after)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A section in one of the contents, without its words; `label` is „§ 6“, „Anlage 1“ or nothing."""

    place: int
    label: str
    section: Section


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionDiff:
    """A section with its clauses in reading order, those that have left it included."""

    anchor: str
    before: Frame | None
    after: Frame | None
    heading: TextDiff
    moved: bool = False
    entries: tuple[MatchedEntry[ClauseDiff], ...] = ()

    @property
    def label(self) -> str:
        """What the section is called now, or was called last."""
        frame = self.after or self.before
        return frame.label if frame else ""

    @property
    def name(self) -> str:
        """The heading now, or the last one."""
        return self.heading.after if self.after else self.heading.before

    @property
    def renamed(self) -> bool:
        """Whether it stands on both sides with different headings."""
        return bool(self.before and self.after and self.heading.changed)

    @property
    def reshaped(self) -> bool:
        """Whether its kind or the table at its end has changed."""
        if not (self.before and self.after):
            return False
        old, new = self.before.section, self.after.section
        return (old.kind, old.inset) != (new.kind, new.inset)

    @property
    def changed(self) -> bool:
        """Whether it stands on both sides with a different heading, kind or table."""
        return self.renamed or self.reshaped

    @property
    def touched(self) -> bool:
        """Whether there is anything to tell of it or of its clauses."""
        own = self.moved or self.changed or not (self.before and self.after)
        return own or any(entry.departed or entry.thing.touched for entry in self.entries)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDiff:
    """One fact in German words on both sides."""

    label: str
    text: TextDiff


@dataclass(frozen=True, slots=True, kw_only=True)
class RowDiff(Generic[Row]):
    """A party, an obligation or a signatory with the facts that differ; places count from zero."""

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
        """Whether it stands on both sides with different facts."""
        return bool(self.before and self.after and self.fields)

    @property
    def touched(self) -> bool:
        """Whether there is anything to tell."""
        return self.moved or bool(self.fields) or not (self.before and self.after)


AnyRow = RowDiff[Party] | RowDiff[Obligation] | RowDiff[Signatory]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Everything that differs. `before` and `after` are the two contents without text, rows and people."""

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
        return (entry.thing for entry in self.entries if not entry.departed)

    @property
    def clauses(self) -> Iterator[ClauseDiff]:
        """Every clause once, in reading order."""
        return (entry.thing for section in self.sections for entry in section.entries if not entry.departed)

    @property
    def is_empty(self) -> bool:
        """Whether a reader would find no difference."""
        rows = (self.parties, self.obligations, self.signatories)
        touched = any(row.touched for kind in rows for row in kind)
        return not (self.head or self.term or touched or any(entry.thing.touched for entry in self.entries))

    @property
    def is_coarse(self) -> bool:
        """Whether a text was too long to be compared word by word."""
        return any(clause.text.grain != Grain.WORDS for clause in self.clauses)
