"""The content of an instrument: one immutable value that is shown, compared, printed and signed.

`Content` is built from the rows of a draft or read back from a frozen version. It has one canonical JSON form
(UTF-8, keys sorted, no white space) and one SHA-256 fingerprint over exactly those bytes, so what is signed is
what was shown. Nothing in here asks the database.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import msgspec
from msgspec import UNSET, UnsetType

from agreements.choices import (
    Anchor,
    DueShape,
    FieldOfAction,
    Inset,
    LegalForm,
    ObligationKind,
    OwedBy,
    Phase,
    ReactionUnit,
    SectionKind,
    Sense,
    SensitivityStep,
    Side,
)

SCHEMA = 1
PLACEHOLDER = re.compile(r"\[([A-ZÄÖÜ][A-ZÄÖÜ_]{2,})\]")
FIGURE_MARKS = str.maketrans("", "", "‹›")
NBSP = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One Absatz. `key` stays the same when the clause moves; `text` is the CommonMark subset."""

    key: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A §, the preamble or an annex, with a computed table at its end if `inset` names one."""

    key: str
    kind: SectionKind
    heading: str
    clauses: tuple[Clause, ...] = ()
    inset: Inset = Inset.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRule:
    """When an obligation is due; which fields count is decided by `shape` (domain: five shapes).

    `anchor_code` names the obligation whose fulfilment a rule counts from. Texts frozen before it existed lack it in
    their canonical form, so their fingerprints stay.
    """

    shape: DueShape
    due_on: date | None = None
    anchor: Anchor | None = None
    offset_months: int = 0
    period_months: int | None = None
    due_month: int | None = None
    due_day: int | None = None
    trigger: str = ""
    reaction_amount: int | None = None
    reaction_unit: ReactionUnit | None = None
    anchor_code: str | UnsetType = UNSET


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A released share of a post: office and function, never a person. `share` is in FTE, 0 < share ≤ 1."""

    unit: str
    function: str
    share: Decimal
    sense: Sense = Sense.AT_LEAST
    starts_after_months: int = 0
    needs_resolution: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class IbsParticulars:
    """What part of the integrated district strategy the work belongs to."""

    field_of_action: FieldOfAction
    phase: Phase
    social_spaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SensitivityParticulars:
    """Which step of poverty-sensitive working, on what subject, for how many."""

    step: SensitivityStep
    subject: str
    target: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """One structured obligation with the terms that this instrument sets for it."""

    code: str
    kind: ObligationKind
    owed_by: OwedBy
    title: str
    due: DueRule
    clause_key: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    sense: Sense = Sense.AT_LEAST
    evidence: str = ""
    needs_resolution: bool = False
    posts: tuple[Post, ...] = ()
    ibs: IbsParticulars | None = None
    sensitivity: SensitivityParticulars | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One side as the title block names it; `line` is the legal entity, `short` the name used in the text."""

    side: Side
    line: str
    short: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """Who must sign, with function, term of office and authority as they are on the day of freezing.

    What is UNSET is not written, so that every content from before it could be said keeps its fingerprint.
    `authority_document` is the SHA-256 of the decision or power of attorney that `authority_on` is the day of.
    """

    key: str
    side: Side
    order: int
    name: str
    function: str
    department: str = ""
    authority: str = ""
    authority_on: date | UnsetType = UNSET
    authority_document: str | UnsetType = UNSET
    office_begins_on: date | UnsetType = UNSET
    office_ends_on: date | UnsetType = UNSET
    required: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """From when to when, how it extends (0 = it does not) and with which notice, in whole months."""

    begins_on: date | None = None
    ends_on: date | None = None
    extension_months: int = 12
    notice_months: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Everything that an instrument says."""

    number: int
    version: int
    title: str
    subject: str
    parties: tuple[Party, ...] = ()
    term: Term = field(default_factory=Term)
    legal_form: LegalForm = LegalForm.PUBLIC_LAW
    file_reference: str = ""
    note: str = ""
    sections: tuple[Section, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    signatories: tuple[Signatory, ...] = ()
    schema: int = SCHEMA

    def canonical(self) -> bytes:
        """Return the canonical JSON form: the bytes that are fingerprinted, stored and attached to the PDF."""
        return msgspec.json.encode(self, order="sorted")

    @property
    def fingerprint(self) -> str:
        """SHA-256 over the canonical form, 64 lower-case hex digits."""
        return hashlib.sha256(self.canonical()).hexdigest()

    @property
    def name(self) -> str:
        """What people call the instrument: the title for number 0, „1. Nachtrag“ for an amendment."""
        return self.title if self.number == 0 else f"{self.number}. Nachtrag"

    def party(self, side: Side) -> Party:
        """Return the party on that side; raises KeyError if the content names none."""
        for party in self.parties:
            if party.side == side:
                return party
        raise KeyError(side)

    def signatories_of(self, side: Side) -> tuple[Signatory, ...]:
        """Return the signatories of one side in their order."""
        return tuple(sorted((s for s in self.signatories if s.side == side), key=lambda s: s.order))

    @property
    def authority_documents(self) -> frozenset[str]:
        """The SHA-256 of every document that somebody's power to sign rests on."""
        return frozenset(s.authority_document for s in self.signatories if s.authority_document)

    def labelled_sections(self) -> Iterator[tuple[str, Section]]:
        """Yield each section with its live number: „§ 3“, „Anlage 1“, or nothing for the preamble."""
        words = {
            SectionKind.PREAMBLE: "",
            SectionKind.SECTION: f"§{NBSP}",
            SectionKind.ANNEX: f"Anlage{NBSP}",
        }
        counts = dict.fromkeys(SectionKind, 0)
        for section in self.sections:
            counts[section.kind] += 1
            word = words[section.kind]
            yield (f"{word}{counts[section.kind]}" if word else "", section)

    def clause_labels(self) -> dict[str, str]:
        """Return for each clause key the place where it stands: „§ 6 (2)“."""
        labels = {}
        for label, section in self.labelled_sections():
            for number, clause in enumerate(section.clauses, start=1):
                place = label or section.heading
                labels[clause.key] = f"{place}{NBSP}({number})" if label else place
        return labels

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield every printed text with the German name of its place, for checks of letters and placeholders."""
        yield "Titel", self.title
        yield "Gegenstand", self.subject
        yield "Geschäftszeichen", self.file_reference
        yield "Hinweis", self.note
        for party in self.parties:
            yield f"Vertragspartei {party.short}", f"{party.line}\n{party.short}\n{party.address}"
        for label, section in self.labelled_sections():
            place = label or section.heading
            yield f"Überschrift {place}", section.heading
            for number, clause in enumerate(section.clauses, start=1):
                yield f"{place} ({number})", clause.text
        for obligation in self.obligations:
            words = [obligation.title, obligation.unit, obligation.evidence, obligation.due.trigger]
            words += [f"{post.unit}\n{post.function}" for post in obligation.posts]
            words += obligation.ibs.social_spaces if obligation.ibs else []
            words += [obligation.sensitivity.subject] if obligation.sensitivity else []
            yield f"Pflicht {obligation.code}", "\n".join(words)
        for person in self.signatories:
            words = [person.name, person.function, person.department, person.authority]
            yield f"Unterzeichnende Person {person.name or person.order}", "\n".join(words)

    def missing(self) -> dict[str, tuple[str, ...]]:
        """Return the placeholders that have no value yet, each with the places where it stands."""
        found: dict[str, list[str]] = {}
        for place, text in self.texts():
            for match in PLACEHOLDER.finditer(text):
                places = found.setdefault(match.group(1), [])
                if place not in places:
                    places.append(place)
        return {name: tuple(places) for name, places in found.items()}


def read_content(canonical: bytes) -> Content:
    """Read a content back from its canonical form; raises msgspec.ValidationError for anything else."""
    return msgspec.json.decode(canonical, type=Content)


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put values in the place of [PLACEHOLDERS], drop the ‹ › marks around adjustable figures, compose to NFC.

    A placeholder without a value stays as it is, so that a reader sees it and `Content.missing` finds it.
    """
    filled = PLACEHOLDER.sub(lambda match: values.get(match.group(1)) or match.group(0), text)
    return unicodedata.normalize("NFC", filled.translate(FIGURE_MARKS))


def plain_number(value: Decimal) -> Decimal:
    """Return the one way to write a number, so that 0.7500 and 0.75 have the same fingerprint."""
    return Decimal(format(value.normalize(), "f"))
