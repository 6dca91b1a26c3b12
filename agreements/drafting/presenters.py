"""What the editor shows: the text with the revision of every row, so that each change carries what it is based on."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from agreements.content import Content
from agreements.documents.assemble import working_copy
from agreements.documents.completeness import gaps
from agreements.documents.presenter import DocumentView, document_view
from agreements.documents.tables import DutyRow
from agreements.drafting.actions.text import contents_of
from agreements.models import Clause, Instrument, Party, Section, Signatory
from agreements.vocabulary import ObligationKind, SectionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseRow:
    """A clause in the editor."""

    row: Clause
    label: str
    html: SafeString


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionRow:
    """A section in the editor with its clauses."""

    row: Section
    label: str
    heading: SafeString
    clauses: tuple[ClauseRow, ...]

    @property
    def movable(self) -> bool:
        """The preamble stays first."""
        return self.row.kind != SectionKind.PREAMBLE

    @property
    def contents(self) -> str:
        """Which clauses are seen here, for removing them together."""
        return contents_of(clause.row for clause in self.clauses)


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyEditRow:
    """An obligation in the editor; `revision` belongs to its terms."""

    duty: DutyRow
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorView:
    """The whole editor."""

    content: Content
    document: DocumentView
    sections: tuple[SectionRow, ...]
    duties: tuple[DutyEditRow, ...]
    parties: tuple[Party, ...]
    signatories: tuple[Signatory, ...]
    gaps: tuple[str, ...]
    kinds: tuple[tuple[str, str], ...] = tuple(ObligationKind.choices)


def editor_view(instrument: Instrument) -> EditorView:
    """Return what the editor shows, in a fixed number of queries."""
    content = working_copy(instrument)
    document = document_view(content)
    views = {view.key: view for view in (*document.sections, *document.annexes)}
    sections = []
    for row in instrument.sections.prefetch_related("clauses"):
        view = views[row.key]
        html = {clause.key: clause for clause in view.clauses}
        sections.append(
            SectionRow(
                row=row,
                label=view.label,
                heading=view.heading,
                clauses=tuple(
                    ClauseRow(row=clause, label=html[clause.key].number, html=html[clause.key].html)
                    for clause in row.clauses.all()
                ),
            )
        )
    revisions = dict(instrument.terms.values_list("obligation__code", "revision"))
    duties = [row for view in views.values() for table in view.duties for row in table.rows]
    return EditorView(
        content=content,
        document=document,
        sections=tuple(sections),
        duties=tuple(DutyEditRow(duty=duty, revision=revisions[duty.code]) for duty in duties),
        parties=tuple(instrument.parties.all()),
        signatories=tuple(instrument.signatories.all()),
        gaps=tuple(gaps(content)),
    )
