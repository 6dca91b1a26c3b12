"""The tools beside an Absatz and beside the heading of a section: with their own values, or as patterns for the script.

The page has each pattern once; `static/js/editor/tools.js` puts the values of a row in place of the words in underscores.
"""

from dataclasses import dataclass

from agreements.choices import SectionKind
from agreements.drafting.presenters.editor import ClauseRow, EditorView, SectionRow, section_word
from agreements.models import Instrument


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseTools:
    """`previous` is the key of the Absatz that it can be joined to, empty without one; a `fixed` one is not written."""

    name: str
    key: str
    section: str
    revision: str
    fixed: bool
    previous: str
    previous_revision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionTools:
    """`next_words` name what is added behind it, `contents` are the clauses that a removal has seen."""

    name: str
    key: str
    revision: str
    kind: SectionKind
    next_words: str
    removal_words: str
    contents: str

    @property
    def movable(self) -> bool:
        """Whether it can be moved; the preamble stays first."""
        return self.kind != SectionKind.PREAMBLE

    @property
    def order(self) -> str:
        """The kind of section that is added behind it."""
        return SectionKind.SECTION if self.kind == SectionKind.GROUP else self.kind


CLAUSE_PATTERN = ClauseTools(
    name="__name__",
    key="__key__",
    section="__section__",
    revision="__revision__",
    fixed=False,
    previous="__previous__",
    previous_revision="__previousRevision__",
)


# of a section of any kind: what another kind does not have, the script takes out
SECTION_PATTERN = SectionTools(
    name="__name__",
    key="__key__",
    revision="__revision__",
    kind=SectionKind.SECTION,
    next_words="__nextWords__",
    removal_words="__removalWords__",
    contents="__contents__",
)


def next_words(kind: SectionKind, word: str) -> str:
    """Return what is added behind a section; `word` is what one is called in the numbering of the text."""
    return "Neue Anlage" if kind == SectionKind.ANNEX else f"Neuer {word}"


def removal_words(kind: SectionKind) -> str:
    return "Wirklich entfernen" if kind == SectionKind.GROUP else "Mit allen Absätzen entfernen"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolPatterns:
    """The patterns of the page, and the words that kinds of sections differ in."""

    word: str
    clause: ClauseTools = CLAUSE_PATTERN
    section: SectionTools = SECTION_PATTERN

    @property
    def words(self) -> tuple[tuple[str, str, str], ...]:
        """Each kind with `next_words` and `removal_words`."""
        return tuple((kind, next_words(kind, self.word), removal_words(kind)) for kind in SectionKind)


def tool_patterns(instrument: Instrument) -> ToolPatterns:
    return ToolPatterns(word=section_word(instrument, SectionKind.SECTION))


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolsPage:
    """A section with its tools, and each of its clauses with its own."""

    section: SectionRow
    tools: SectionTools
    clauses: tuple[tuple[ClauseRow, ClauseTools], ...]


def section_with_tools(editor: EditorView, key: str) -> ToolsPage | None:
    """Return one section, None if it is not there."""
    section = next((section for section in editor.sections if section.row.key == key), None)
    if section is None:
        return None
    kind = SectionKind(section.row.kind)
    return ToolsPage(
        section=section,
        tools=SectionTools(
            name=section.name,
            key=key,
            revision=str(section.row.revision),
            kind=kind,
            next_words=next_words(kind, editor.word),
            removal_words=removal_words(kind),
            contents=section.contents,
        ),
        clauses=tuple((clause, _clause_tools(section, clause)) for clause in section.clauses),
    )


def _clause_tools(section: SectionRow, clause: ClauseRow) -> ClauseTools:
    previous = clause.previous
    return ClauseTools(
        name=clause.place,
        key=clause.row.key,
        section=section.row.key,
        revision=str(clause.row.revision),
        fixed=clause.fixed,
        previous=previous.key if previous else "",
        previous_revision=str(previous.revision) if previous else "",
    )
