"""The content of an instrument: one immutable value that is shown, compared, printed and signed. Pure.

`Content` is built from the rows of a draft or read from a frozen version. Its canonical JSON form (UTF-8, keys sorted,
no white space) has one SHA-256 fingerprint, so what is signed is what was shown.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

import msgspec
from msgspec import UNSET, UnsetType

from agreements.changes import Amendment
from agreements.choices import LegalForm, SectionKind, Side
from agreements.content_parts import (
    Clause,
    IbsParticulars,
    Obligation,
    Party,
    Plan,
    Post,
    Section,
    SensitivityParticulars,
    Signatory,
    Term,
)
from agreements.numbering import NUMBERINGS, Label, Numbering
from agreements.transcript import Transcript

__all__ = [
    "NBSP",
    "PLACEHOLDER",
    "SCHEMA",
    "Clause",
    "Content",
    "IbsParticulars",
    "Obligation",
    "Party",
    "Plan",
    "Post",
    "Section",
    "SensitivityParticulars",
    "Signatory",
    "Term",
    "plain_number",
    "read_content",
]
SCHEMA = 1
PLACEHOLDER = re.compile(r"\[([A-ZÄÖÜ][A-ZÄÖÜ_]{2,})\]")
NBSP = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The whole content of an instrument. UNSET: no `plans`, `numbering` „§ 1 (1)“, `lone_clauses_numbered` like others.

    Of an amendment, the sections are its printed sentences, the obligations those that it changes, and `amendment`
    says what it does to the text before it.
    """

    number: int
    version: int
    title: str
    subject: str
    parties: tuple[Party, ...] = ()
    term: Term = field(default_factory=Term)
    legal_form: LegalForm | None = LegalForm.PUBLIC_LAW  # None: not known, only of a transcript
    file_reference: str = ""
    note: str = ""
    sections: tuple[Section, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    signatories: tuple[Signatory, ...] = ()
    plans: tuple[Plan, ...] | UnsetType = UNSET
    numbering: Numbering | UnsetType = UNSET
    lone_clauses_numbered: bool | UnsetType = UNSET
    transcript: Transcript | UnsetType = UNSET
    amendment: Amendment | UnsetType = UNSET
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
