"""View models of the editor: the text with the revision of every row."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import islice

from django.utils.safestring import SafeString

from agreements.choices import ObligationKind, SectionKind
from agreements.content import Content
from agreements.drafting.actions.text import CLAUSE_LIMIT, clauses_token
from agreements.drafting.amending.rebasing.queries import newly_signed
from agreements.drafting.model_texts.deviations import deviations_of
from agreements.drafting.model_texts.updates import newer_template
from agreements.drafting.presenters.editor_tokens import EditorTokens, editor_tokens
from agreements.drafting.presenters.margin_instructions import (
    ELSEWHERE,
    MarginInstruction,
    margin_instructions,
)
from agreements.drafting.presenters.removals import RemovalRow, removal_rows
from agreements.models import AgreementTemplate, Clause, Deviation, Instrument, Section, Signatory
from agreements.numbering import NUMBERINGS, Numbering
from agreements.parties import FIRST_TWO, MAX_PARTIES
from agreements.rendering.completeness import Gap, draft_gaps
from agreements.rendering.document_view import (
    ClauseView,
    DocumentView,
    PartyView,
    SectionView,
    document_view,
)
from agreements.rendering.footnotes import Footnote
from agreements.rendering.tables import ObligationRow
from agreements.texts.assembly import draft_text
from agreements.texts.discrepancies import Discrepancy
from agreements.texts.discrepancy_facts import discrepancy_facts
from agreements.texts.placeholders import placeholder_labels
from agreements.texts.portfolio import Finding, findings
from agreements.texts.token_words import places_by_code

REMOVALS_SHOWN = 5
PLAIN = re.compile(r'<p>(?:<span class="clause-number">[^<]*</span>)?([^<]*)</p>')  # one line without marks

Beside = Mapping[str, tuple[tuple[ObligationRow, ...], tuple[Discrepancy, ...]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseRow:
    """A clause; `place` is its name on buttons, `fixed` means read-only, `previous` is what it can be joined to."""

    row: Clause
    label: str
    place: str
    html: SafeString
    fixed: bool
    previous: Clause | None
    deviation: Deviation | None = None
    duties: tuple[ObligationRow, ...] = ()
    discrepancies: tuple[Discrepancy, ...] = ()
    instructions: tuple[MarginInstruction, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether it is printed as it is written: then the page need not have its text twice."""
        printed = PLAIN.fullmatch(self.html)
        return printed is not None and unescape(printed[1]) == self.row.text


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionRow:
    """A section; `name` is its name on buttons."""

    row: Section
    label: str
    name: str
    heading: SafeString
    clauses: tuple[ClauseRow, ...]
    footnotes: tuple[Footnote, ...]
    is_grouped: bool
    instructions: tuple[MarginInstruction, ...] = ()

    @property
    def duties(self) -> tuple[ObligationRow, ...]:
        """The obligations that its clauses state."""
        return tuple(duty for clause in self.clauses for duty in clause.duties)

    @property
    def is_group(self) -> bool:
        """Whether it is the heading of a group, without text of its own."""
        return self.row.kind == SectionKind.GROUP

    @property
    def order(self) -> str:
        """The kind of section that stands in one order with it, and is added after it."""
        return SectionKind.SECTION if self.is_group else self.row.kind

    @property
    def contents(self) -> str:
        """Token of the clauses shown, sent along when the section is removed."""
        return clauses_token(clause.row for clause in self.clauses)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyEditRow:
    """A party; the first two can only be changed."""

    view: PartyView
    revision: int

    @property
    def removable(self) -> bool:
        return self.view.side not in FIRST_TWO


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationEditRow:
    """An obligation; `revision` is that of its terms, `shown_in` names the clauses that show a value of it.

    `finding` says whether it binds other portfolios.
    """

    duty: ObligationRow
    revision: int
    shown_in: tuple[str, ...] = ()
    finding: Finding | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorView:
    """`instructions` are those of an amendment that change nothing below; `newly_signed` is what was signed since it was begun."""

    content: Content
    document: DocumentView
    sections: tuple[SectionRow, ...]
    duties: tuple[ObligationEditRow, ...]
    parties: tuple[PartyEditRow, ...]
    signatories: tuple[Signatory, ...]
    gaps: tuple[Gap, ...]
    newer: AgreementTemplate | None
    removals: tuple[RemovalRow, ...]
    word: str
    tokens: EditorTokens
    instructions: tuple[MarginInstruction, ...] = ()
    newly_signed: tuple[str, ...] = ()
    kinds: tuple[tuple[str, str], ...] = tuple(ObligationKind.choices)
    limit: int = CLAUSE_LIMIT

    @property
    def can_add_party(self) -> bool:
        return len(self.parties) < MAX_PARTIES

    @property
    def has_preamble(self) -> bool:
        return any(section.row.kind == SectionKind.PREAMBLE for section in self.sections)


def editor_view(instrument: Instrument) -> EditorView:
    """Return the editor's view model in a fixed number of queries.

    The rows are read after the content: what another user adds or removes in between is left out.
    """
    text = draft_text(instrument)
    content = text.whole
    shown_in = places_by_code(text.source)
    document = document_view(content)
    views = {view.key: view for view in (*document.sections, *document.annexes)}
    deviations = deviations_of(instrument)
    duties = [row for view in views.values() for table in view.duties for row in table.rows]
    beside = _beside(duties, discrepancy_facts(instrument, text).open)
    rows = [row for row in instrument.sections.prefetch_related("clauses") if row.key in views]
    said = margin_instructions(instrument.amendment, text.derivation, rows) if text.derivation else {}
    sections = [
        _section(row, views[row.key], deviations, beside, said, is_model=instrument.agreement.is_model)
        for row in rows
    ]
    revisions = dict(instrument.terms.values_list("obligation__code", "revision"))
    party_revisions = dict(instrument.parties.values_list("side", "revision"))
    findings_by_code = findings(instrument)
    return EditorView(
        content=content,
        document=document,
        sections=tuple(sections),
        duties=tuple(
            ObligationEditRow(
                duty=duty,
                revision=revisions[duty.code],
                shown_in=shown_in.get(duty.code, ()),
                finding=findings_by_code.get(duty.code),
            )
            for duty in duties
            if duty.code in revisions
        ),
        parties=tuple(
            PartyEditRow(view=view, revision=party_revisions[view.side])
            for view in document.parties
            if view.side in party_revisions
        ),
        signatories=tuple(instrument.signatories.all()),
        newer=newer_template(instrument),
        tokens=editor_tokens(instrument, content, text.source),
        removals=tuple(
            islice(
                removal_rows(instrument, {section.row.key: section.name for section in sections}, content),
                REMOVALS_SHOWN,
            )
        ),
        word=section_word(instrument, SectionKind.SECTION),
        instructions=said.get(ELSEWHERE, ()),
        newly_signed=newly_signed(instrument) if text.derivation else (),
        gaps=() if instrument.agreement.is_model else tuple(draft_gaps(text, placeholder_labels(instrument))),
    )


def section_word(instrument: Instrument, kind: SectionKind) -> str:
    """Return what a section of a kind is called in the numbering of the text: „Artikel“."""
    return NUMBERINGS[Numbering(instrument.numbering)].word if kind == SectionKind.SECTION else kind.label


def _beside(duties: Sequence[ObligationRow], open_ones: Sequence[Discrepancy]) -> Beside:
    """Return what stands beside each clause, by its key."""
    keys = {duty.clause_key for duty in duties} | {one.clause_key for one in open_ones}
    return {
        key: (
            tuple(duty for duty in duties if duty.clause_key == key),
            tuple(one for one in open_ones if one.clause_key == key),
        )
        for key in keys
    }


def _section(
    row: Section,
    view: SectionView,
    deviations: Mapping[str, Deviation],
    beside: Beside,
    said: Mapping[str, tuple[MarginInstruction, ...]],
    *,
    is_model: bool,
) -> SectionRow:
    clauses: list[ClauseRow] = []
    views = {clause.key: clause for clause in view.clauses}
    for clause in row.clauses.all():
        clause_view = views.get(clause.key)
        if clause_view is None:
            continue
        before = clauses[-1] if clauses else None
        duties, discrepancies = beside.get(clause.key, ((), ()))
        clauses.append(
            ClauseRow(
                row=clause,
                label=clause_view.number,
                place=_place(view, clause_view, len(clauses) + 1),
                html=clause_view.html,
                fixed=clause.locked and not is_model,
                previous=before.row if before and not before.fixed else None,
                deviation=deviations.get(clause.key),
                duties=duties,
                discrepancies=discrepancies,
                instructions=said.get(clause.key, ()),
            )
        )
    return SectionRow(
        row=row,
        label=view.label,
        name=view.place,
        heading=view.heading,
        clauses=tuple(clauses),
        footnotes=view.footnotes,
        is_grouped=view.is_grouped,
        instructions=said.get(row.key, ()),
    )


def _place(section: SectionView, clause: ClauseView, n: int) -> str:
    """Return how buttons name a clause; several without a number are told apart."""
    return clause.place if clause.number or len(section.clauses) == 1 else f"{section.place}, Absatz {n}"
