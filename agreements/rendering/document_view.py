"""The view model of a content, for pages and the PDF."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString

from agreements.choices import Inset, SectionKind, Side
from agreements.content import Clause, Content, Party, Section, Signatory
from agreements.numbering import Label, annex_number
from agreements.rendering.clause_text import clause_html, plain_html
from agreements.rendering.footnotes import Footnote, Footnotes
from agreements.rendering.signature_fields import field_name
from agreements.rendering.tables import (
    ObligationTable,
    PlanRow,
    PostTable,
    obligation_tables,
    plan_rows,
    post_table,
)
from agreements.texts.authority import authority_words, office_words
from agreements.texts.party_words import as_object, party_names
from agreements.texts.wording import legal_form_words, term_words

LONG_NAME = 70  # characters
REPRESENTED = "vertreten durch"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyView:
    """A side in the title block; `represented` is what says by whom, one line for each person unless it is written."""

    side: Side
    line: SafeString
    short: SafeString
    address: SafeString
    represented: tuple[SafeString, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseView:
    """An Absatz; its number is already in the HTML, `place` is how it is cited: „§ 6 (2)“."""

    key: str
    anchor: str
    number: str
    place: str
    html: SafeString


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """A §, the preamble, an annex with its tables, or the heading of a group; `is_grouped`: such a heading is above it.

    `footnotes` are those of its clauses. `html` is the whole of it where that was made before.
    """

    key: str
    anchor: str
    kind: SectionKind
    label: str
    place: str
    heading: SafeString
    clauses: tuple[ClauseView, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    is_grouped: bool = False
    duties: tuple[ObligationTable, ...] = ()
    posts: PostTable | None = None
    plans: tuple[PlanRow, ...] = ()
    html: SafeString | None = None

    @property
    def is_group(self) -> bool:
        return self.kind == SectionKind.GROUP


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatoryView:
    """A signature block."""

    key: str
    field: str
    name: SafeString
    function: SafeString
    department: SafeString
    authority: SafeString
    office: SafeString
    required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureSide:
    """The signature blocks of a side."""

    side: Side
    heading: str
    line: SafeString
    represented_by: SafeString
    people: tuple[SignatoryView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TocEntry:
    """A line of the table of contents."""

    anchor: str
    label: str
    heading: SafeString
    is_group: bool = False
    is_grouped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """An instrument: `sections` come before the signatures, `annexes` after them; an amendment has no `term` of its own."""

    name: SafeString
    title: SafeString
    subject: SafeString
    note: SafeString
    file_reference: SafeString
    term: str
    legal_form: str
    fingerprint: str
    parties: tuple[PartyView, ...]
    sections: tuple[SectionView, ...]
    annexes: tuple[SectionView, ...]
    signatures: tuple[SignatureSide, ...]

    @property
    def is_long(self) -> bool:
        """Whether the name needs more than two lines of the title page."""
        return len(self.name) > LONG_NAME

    @property
    def toc(self) -> tuple[TocEntry, ...]:
        """The table of contents in printed order."""
        signing = [TocEntry(anchor="unterschriften", label="", heading=plain_html("Unterschriften"))]
        return (
            *map(_toc_entry, self.sections),
            *(signing if self.signatures else ()),
            *map(_toc_entry, self.annexes),
        )


def document_view(content: Content) -> DocumentView:
    """Build the view model of a content."""
    views = list(_sections(content))
    last = max(
        (place for place, view in enumerate(views, 1) if view.kind != SectionKind.ANNEX), default=len(views)
    )
    return DocumentView(
        name=plain_html(content.name),
        title=plain_html(content.title),
        subject=plain_html(content.subject),
        note=plain_html(content.note),
        file_reference=plain_html(content.file_reference),
        term="" if content.amendment else term_words(content.term),
        legal_form=legal_form_words(content.legal_form),
        fingerprint=content.fingerprint,
        parties=tuple(_party(content, party) for party in content.parties),
        sections=tuple(views[:last]),
        annexes=(*views[last:], *_unplaced_tables(content)),
        signatures=tuple(_signatures(content)),
    )


def _toc_entry(view: SectionView) -> TocEntry:
    return TocEntry(
        anchor=view.anchor,
        label=view.label,
        heading=view.heading,
        is_group=view.is_group,
        is_grouped=view.is_grouped,
    )


def _party(content: Content, party: Party) -> PartyView:
    return PartyView(
        side=party.side,
        line=plain_html(party.line),
        short=plain_html(party.short),
        address=plain_html(party.address),
        represented=tuple(map(plain_html, _represented(content, party))),
    )


def _represented(content: Content, party: Party) -> Iterable[str]:
    """Yield what is written, else the signatories; „dieses“ is the authority that the line ends with."""
    if party.represented_by:
        yield party.represented_by
        return
    connector = f"dieses {REPRESENTED}" if REPRESENTED in party.line else REPRESENTED
    for person in content.signatories_of(party.side):
        yield f"{connector} {', '.join(filter(None, [person.name, person.function]))}"
        connector = "und"


def _sections(content: Content) -> Iterable[SectionView]:
    begun = False  # a group, to which the §§ after it belong
    footnotes = Footnotes()
    for own, section, labels in content.labelled_sections():
        begun = begun or section.kind == SectionKind.GROUP
        view = _section(content, own, section, labels, footnotes)
        yield replace(view, is_grouped=begun and section.kind == SectionKind.SECTION)


def _section(
    content: Content, own: Label, section: Section, labels: Sequence[Label], footnotes: Footnotes
) -> SectionView:
    clauses = tuple(
        _clause(clause, label, footnotes) for clause, label in zip(section.clauses, labels, strict=True)
    )
    return SectionView(
        key=section.key,
        anchor=f"abschnitt-{section.key}",
        kind=section.kind,
        label=own.number,
        place=own.place,
        heading=plain_html(section.heading),
        clauses=clauses,
        footnotes=footnotes.take(),
        duties=obligation_tables(content) if section.inset == Inset.OBLIGATIONS else (),
        posts=post_table(content) if section.inset == Inset.STAFF_RELEASE else None,
        plans=plan_rows(content) if section.inset == Inset.OBLIGATIONS else (),
    )


def _clause(clause: Clause, label: Label, footnotes: Footnotes) -> ClauseView:
    return ClauseView(
        key=clause.key,
        anchor=f"absatz-{clause.key}",
        number=label.number,
        place=label.place,
        html=clause_html(clause.text, label.number, footnotes),
    )


def _unplaced_tables(content: Content) -> Iterable[SectionView]:
    """Yield an annex for each table that no section includes, so that everything agreed is printed.

    An amendment has those that its sentences name.
    """
    if content.amendment:
        return
    placed = {section.inset for section in content.sections}
    count = sum(section.kind == SectionKind.ANNEX for section in content.sections)
    duties = obligation_tables(content) if Inset.OBLIGATIONS not in placed else ()
    plans = plan_rows(content) if Inset.OBLIGATIONS not in placed else ()
    posts = post_table(content) if Inset.STAFF_RELEASE not in placed else None
    for inset, filled in ((Inset.OBLIGATIONS, duties or plans), (Inset.STAFF_RELEASE, posts and posts.rows)):
        if filled:
            count += 1
            yield SectionView(
                key=inset.value,
                anchor=f"abschnitt-{inset.value}",
                kind=SectionKind.ANNEX,
                label=annex_number(count),
                place=annex_number(count),
                heading=plain_html(inset.label),
                duties=duties if inset == Inset.OBLIGATIONS else (),
                posts=posts if inset == Inset.STAFF_RELEASE else None,
                plans=plans if inset == Inset.OBLIGATIONS else (),
            )


def _signatures(content: Content) -> Iterable[SignatureSide]:
    parties = {party.side: party for party in content.parties}
    names = party_names(content)
    for side in content.sides:
        people = content.signatories_of(side)
        if people:
            party = parties.get(side)
            yield SignatureSide(
                side=side,
                heading=f"Für {as_object(names.get(side, side.label))}",
                line=plain_html(party.line if party else ""),
                represented_by=plain_html(party.represented_by or "" if party else ""),
                people=tuple(map(_signatory, people)),
            )


def _signatory(person: Signatory) -> SignatoryView:
    return SignatoryView(
        key=person.key,
        field=field_name(person.key),
        name=plain_html(person.name),
        function=plain_html(person.function),
        department=plain_html(person.department),
        authority=plain_html(authority_words(person)),
        office=plain_html(office_words(person)),
        required=person.required,
    )
