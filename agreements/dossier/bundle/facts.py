"""Facts of a bundle, written as JSON and XML and read back strictly. Pure.

Field and class names are part of the format, version 1. It may grow only by fields that default to UNSET, which is not
written: so every earlier bundle is read and written the same. Any other change is a new version.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from agreements.dossier.bundle.file_facts import FileFacts
from agreements.dossier.bundle.original_facts import OriginalFacts
from agreements.dossier.bundle.report_facts import OccasionFacts, ReportFacts
from agreements.dossier.bundle.seal_facts import SealFacts
from agreements.dossier.bundle.staff_release_facts import ReleaseFacts
from agreements.dossier.bundle.termination_facts import DecisionFacts, TerminationFacts

SCHEMA = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFacts:
    """An uploaded signed file and what its examination found."""

    file: FileFacts
    verdict_path: str
    accepted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureFacts:
    """Who signed, how, when and where; `scan_path` and `proof_path` name files of the bundle, or nothing.

    `corrects` counts from 1: which of the signatures of this version the record corrects. That one no longer holds.
    """

    signatory_key: str
    name: str
    function: str
    side: str
    method: str
    signed_on: date
    date_source: str
    source_note: str
    place: str
    recorded_at: datetime
    recorded_by: str
    fingerprint: str
    scan_path: str
    proof_path: str
    delegation_path: str | UnsetType = UNSET
    corrects: int | UnsetType = UNSET
    reason: str | UnsetType = UNSET


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationFacts:
    """Who may sign in whose place, with the document that proves it; a signature names the document's path."""

    signatory_key: str
    in_place_of: str
    name: str
    function: str
    basis: str
    granted_on: date
    recorded_at: datetime
    recorded_by: str
    fingerprint: str
    document: FileFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class DecliningFacts:
    """Who would not sign, and why."""

    signatory_key: str
    name: str
    declined_on: date
    reason: str
    recorded_at: datetime
    recorded_by: str
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionFacts:
    """A version that was once frozen; `is_current` is false for one that was taken back."""

    number: int
    is_current: bool
    verification_code: str
    fingerprint: str
    frozen_at: datetime
    frozen_by: str
    content_path: str
    editions: tuple[FileFacts, ...]
    scans: tuple[FileFacts, ...]
    checks: tuple[CheckFacts, ...]
    signatures: tuple[SignatureFacts, ...]
    delegations: tuple[DelegationFacts, ...] | UnsetType = UNSET
    declinings: tuple[DecliningFacts, ...] | UnsetType = UNSET
    authorities: tuple[FileFacts, ...] | UnsetType = UNSET
    seals: tuple[SealFacts, ...] | UnsetType = UNSET


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentFacts:
    """The contract (number 0) or an amendment, which takes `effect` (`amendment_choices.EffectKind`)."""

    number: int
    name: str
    title: str
    subject: str
    status: str
    file_reference: str
    begins_on: date | None
    ends_on: date | None
    extension_months: int
    notice_months: int
    versions: tuple[VersionFacts, ...]
    begins_with_signing: bool | UnsetType = UNSET
    effect: str | UnsetType = UNSET
    effect_on: date | UnsetType = UNSET


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFacts:
    """A decision, a dated fact or a ceremony, with its source."""

    kind: str
    dated: date | None
    date_words: str
    text: str
    source: str
    source_url: str
    state: str | UnsetType = UNSET
    office: str | UnsetType = UNSET
    document: FileFacts | UnsetType = UNSET


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentFacts:
    """Who agreed to a photo being shown, when and how."""

    person: str
    given_on: date
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoFacts:
    """A photo of a ceremony that everybody in it has agreed to."""

    instrument: int
    held_on: date
    description: str
    file: FileFacts
    consents: tuple[ConsentFacts, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveFacts:
    """A step of offering the agreement to the Landesarchiv; `document` is what proves it, where there is something."""

    step: str
    dated: date
    reference: str
    recorded_at: datetime
    recorded_by: str
    document: FileFacts | UnsetType = UNSET


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementFacts:
    """Everything that a records office needs to know of an agreement."""

    schema: int = SCHEMA
    reference: str
    district: str
    district_key: str
    legal_form: str
    origin: str
    coordinator: str
    history_length: int
    history_head: str
    instruments: tuple[InstrumentFacts, ...]
    records: tuple[RecordFacts, ...]
    reports: tuple[ReportFacts, ...]
    occasions: tuple[OccasionFacts, ...] | UnsetType = UNSET
    photos: tuple[PhotoFacts, ...] | UnsetType = UNSET
    archive: tuple[ArchiveFacts, ...] | UnsetType = UNSET
    releases: tuple[ReleaseFacts, ...] | UnsetType = UNSET
    terminations: tuple[TerminationFacts, ...] | UnsetType = UNSET
    decisions: tuple[DecisionFacts, ...] | UnsetType = UNSET
    originals: tuple[OriginalFacts, ...] | UnsetType = UNSET
    predecessor: str | UnsetType = UNSET

    def added_files(self) -> Iterator[FileFacts]:
        """Yield the files that belong to the agreement and to no version."""
        for photo in self.photos or ():
            yield photo.file
        for step in self.archive or ():
            if step.document:
                yield step.document
        for notice in self.terminations or ():
            yield notice.document
            if notice.retraction and notice.retraction.document:
                yield notice.retraction.document
        for original in self.originals or ():
            if original.file:
                yield original.file
        for report in self.reports:
            for piece in report.evidence or ():
                if piece.file:
                    yield piece.file


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFacts:
    """One entry of the history with everything that its hash is over: of the actor that is the digest, if there is one."""

    sequence: int
    at: datetime
    actor_id: int | None
    actor: str
    kind: str
    data: dict[str, Any]
    previous_hash: str
    hash: str
    actor_digest: str | UnsetType = UNSET
    actor_salt: str | UnsetType = UNSET


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryFacts:
    """The history of an agreement; `agreement` is its key, which the hashes contain."""

    schema: int = SCHEMA
    agreement: int
    entries: tuple[EntryFacts, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedFile:
    """A line of the manifest."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Something that is kept and not in the bundle, and why."""

    what: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Every file of the bundle but the manifest itself, and what was left out."""

    schema: int = SCHEMA
    reference: str
    history_head: str
    files: tuple[ListedFile, ...]
    left_out: tuple[LeftOut, ...] | UnsetType = UNSET


def write_json(value: object) -> bytes:
    """Return a value as JSON for machines and people: the same value gives the same bytes."""
    return msgspec.json.format(msgspec.json.encode(value, order="deterministic"), indent=2) + b"\n"


def json_schema(kind: type[AgreementFacts] | type[HistoryFacts] | type[Manifest]) -> bytes:
    """Return the JSON Schema of a part; they are kept in schema/, and a test holds both together."""
    return write_json(msgspec.json.schema(kind))
