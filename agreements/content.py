"""The content of an instrument: one immutable value that is shown, compared, printed and signed. Pure.

`Content` is built from the rows of a draft or read from a frozen version. Its canonical JSON form (UTF-8, keys sorted,
no white space) has one SHA-256 fingerprint, so what is signed is what was shown.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import msgspec
from msgspec import UNSET, UnsetType

from agreements.choices import (
    FieldOfAction,
    Inset,
    LegalForm,
    ObligationKind,
    OwedBy,
    Phase,
    SectionKind,
    Sense,
    SensitivityStep,
    Side,
)
from agreements.due_rule import DueRule
from agreements.numbering import NUMBERINGS, Label, Numbering
from agreements.parties import owing_sides
from agreements.transcript import Transcript

SCHEMA = 1
PLACEHOLDER = re.compile(r"\[([A-ZÄÖÜ][A-ZÄÖÜ_]{2,})\]")
NBSP = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """An Absatz. `key` is permanent; `text` is in the CommonMark subset of `rendering.clause_text`.

    `label` is the number of a frozen text, „(2)“; UNSET while drafting, when it is computed.
    """

    key: str
    text: str
    label: str | UnsetType = UNSET


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A §, the preamble, an annex or the heading of a group; `inset` names a computed table at its end, `label` is as in `Clause`: „§ 6“."""

    key: str
    kind: SectionKind
    heading: str
    clauses: tuple[Clause, ...] = ()
    inset: Inset = Inset.NONE
    label: str | UnsetType = UNSET


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A released share of a post: office and function, never a person. `share` is in FTE, 0 < share ≤ 1.

    It applies for the term, unless it starts later or on a fixed day, or ends on one.
    """

    unit: str
    function: str
    share: Decimal
    sense: Sense = Sense.AT_LEAST
    starts_after_months: int = 0
    needs_resolution: bool = False
    starts_on: date | UnsetType = UNSET
    ends_on: date | UnsetType = UNSET


@dataclass(frozen=True, slots=True, kw_only=True)
class IbsParticulars:
    """The part of the integrated district strategy (IBS) that an obligation belongs to."""

    field_of_action: FieldOfAction
    phase: Phase
    social_spaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SensitivityParticulars:
    """The step of poverty-sensitive work, its subject and target number."""

    step: SensitivityStep
    subject: str
    target: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """An obligation with the terms that this instrument sets for it; of a transcript without text `source` is its place."""

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
    owed_by_sides: tuple[Side, ...] | UnsetType = UNSET
    source: str | UnsetType = UNSET

    @property
    def owing(self) -> frozenset[Side]:
        """The sides that owe it."""
        return owing_sides(self.owed_by, self.owed_by_sides)


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A side in the title block; `line` is the legal entity, `short` the name used in the text.

    `represented_by` is printed as written, „vertreten durch den Vorstand“; without it the signatories are named.
    """

    side: Side
    line: str
    short: str
    address: str
    represented_by: str | UnsetType = UNSET


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """A person who is to sign, as on the day of freezing. `authority_document` is the SHA-256 of what `authority_on` dates.

    UNSET members are left out of the canonical form, so older contents keep their fingerprints.
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
    political_party: str | UnsetType = UNSET


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """The term of a contract; extension (0 = none) and notice in months. It begins on a day or when all have signed."""

    begins_on: date | None = None
    ends_on: date | None = None
    extension_months: int = 12
    notice_months: int = 3
    begins_with_signing: bool | UnsetType = UNSET


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A milestone that is planned; `when` may be vague („Herbst 2027“)."""

    title: str
    when: str
    office: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The whole content of an instrument. UNSET: no `plans`, `numbering` „§ 1 (1)“, `lone_clauses_numbered` like others."""

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
    plans: tuple[Plan, ...] | UnsetType = UNSET
    numbering: Numbering | UnsetType = UNSET
    lone_clauses_numbered: bool | UnsetType = UNSET
    transcript: Transcript | UnsetType = UNSET
    schema: int = SCHEMA

    def canonical(self) -> bytes:
        """Return the canonical JSON, which is fingerprinted, stored and attached to the PDF."""
        return msgspec.json.encode(self, order="sorted")

    @property
    def fingerprint(self) -> str:
        """SHA-256 over the canonical form, 64 lower-case hex digits."""
        return hashlib.sha256(self.canonical()).hexdigest()

    @property
    def name(self) -> str:
        """The title of the contract, „1. Nachtrag“ for an amendment."""
        return self.title if self.number == 0 else f"{self.number}. Nachtrag"

    def party(self, side: Side) -> Party:
        """Return the party of a side; raises KeyError if there is none."""
        for party in self.parties:
            if party.side == side:
                return party
        raise KeyError(side)

    @property
    def sides(self) -> tuple[Side, ...]:
        """The sides in printed order; an amendment that names no parties has those of its signatories."""
        signing = sorted((person.side for person in self.signatories), key=list(Side).index)
        return tuple(dict.fromkeys([*(party.side for party in self.parties), *signing]))

    def signatories_of(self, side: Side) -> tuple[Signatory, ...]:
        """Return the signatories of a side in signing order."""
        return tuple(sorted((s for s in self.signatories if s.side == side), key=lambda s: s.order))

    @property
    def authority_documents(self) -> frozenset[str]:
        """The SHA-256 of every document that proves an authority to sign."""
        return frozenset(s.authority_document for s in self.signatories if s.authority_document)

    def labelled_sections(self) -> Iterator[tuple[Label, Section, tuple[Label, ...]]]:
        """Yield each section with its label and those of its clauses; what freezing stored is kept."""
        row = NUMBERINGS[self.numbering or Numbering.PARAGRAPH]
        counts = dict.fromkeys(SectionKind, 0)
        for section in self.sections:
            counts[section.kind] += 1
            own = row.section_label(section.kind, counts[section.kind], section.heading, section.label)
            stored = tuple(clause.label for clause in section.clauses)
            lone = self.lone_clauses_numbered is not False
            yield own, section, row.clause_labels(section.kind, own, stored, lone=lone)

    def clause_labels(self) -> dict[str, str]:
        """Return the place of each clause by its key: „§ 6 (2)“."""
        return {
            clause.key: label.place
            for _, section, labels in self.labelled_sections()
            for clause, label in zip(section.clauses, labels, strict=True)
        }

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield (German name of the place, text) for every printed text."""
        yield "Titel", self.title
        yield "Gegenstand", self.subject
        yield "Geschäftszeichen", self.file_reference
        yield "Hinweis", self.note
        for party in self.parties:
            words = [party.line, party.represented_by or "", party.short, party.address]
            yield f"Vertragspartei {party.short}", "\n".join(words)
        for own, section, labels in self.labelled_sections():
            yield f"Überschrift {own.place}", section.heading
            yield from zip((label.place for label in labels), (c.text for c in section.clauses), strict=True)
        for obligation in self.obligations:
            words = [obligation.title, obligation.unit, obligation.evidence, obligation.due.trigger]
            words += [f"{post.unit}\n{post.function}" for post in obligation.posts]
            words += obligation.ibs.social_spaces if obligation.ibs else []
            words += [obligation.sensitivity.subject] if obligation.sensitivity else []
            yield f"Pflicht {obligation.code}", "\n".join(words)
        for plan in self.plans or ():
            yield f"Meilenstein {plan.title}", f"{plan.title}\n{plan.when}\n{plan.office}"
        for person in self.signatories:
            words = [person.name, person.function, person.department, person.authority]
            yield f"Unterzeichnende Person {person.name or person.order}", "\n".join(words)

    def missing(self) -> dict[str, tuple[str, ...]]:
        """Return the unfilled placeholders, each with its places."""
        found: dict[str, list[str]] = {}
        for place, text in self.texts():
            for match in PLACEHOLDER.finditer(text):
                places = found.setdefault(match.group(1), [])
                if place not in places:
                    places.append(place)
        return {name: tuple(places) for name, places in found.items()}


def read_content(canonical: bytes) -> Content:
    """Read a canonical form; raises msgspec.ValidationError for anything else."""
    return msgspec.json.decode(canonical, type=Content)


def plain_number(value: Decimal) -> Decimal:
    """Normalise a number, so that 0.7500 and 0.75 give the same fingerprint."""
    return Decimal(format(value.normalize(), "f"))
