"""The facts of a bundle as values: they are written as JSON and XML, and read back strictly. Pure.

The shape is version 1. It may grow by fields that are UNSET, and left out, where there is nothing to say, so that
bundles made before keep their bytes; anything else is a new version beside it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec

SCHEMA = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """A file of a version: what it is, where it lies in the bundle, and its SHA-256."""

    what: str
    path: str
    sha256: str
    media_type: str
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFacts:
    """An uploaded signed file and what its examination found."""

    file: FileFacts
    verdict_path: str
    accepted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureFacts:
    """Who signed, how, when and where; `scan_path` and `proof_path` name files of the bundle, or nothing."""

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
    delegation_path: str | msgspec.UnsetType = msgspec.UNSET


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
    delegations: tuple[DelegationFacts, ...] | msgspec.UnsetType = msgspec.UNSET
    declinings: tuple[DecliningFacts, ...] | msgspec.UnsetType = msgspec.UNSET


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentFacts:
    """The contract (number 0) or an amendment."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFacts:
    """A decision, a dated fact or a ceremony, with its source."""

    kind: str
    dated: date | None
    date_words: str
    text: str
    source: str
    source_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFacts:
    """What was said about an obligation."""

    code: str
    progress: str
    remark: str
    reported_at: datetime
    reported_by: str


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


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFacts:
    """One entry of the history with everything that its hash is over."""

    sequence: int
    at: datetime
    actor_id: int | None
    actor: str
    kind: str
    data: dict[str, Any]
    previous_hash: str
    hash: str


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
class Manifest:
    """Every file of the bundle but the manifest itself."""

    schema: int = SCHEMA
    reference: str
    history_head: str
    files: tuple[ListedFile, ...]


def write_json(value: object) -> bytes:
    """Return a value as JSON for machines and people: the same value gives the same bytes."""
    return msgspec.json.format(msgspec.json.encode(value, order="deterministic"), indent=2) + b"\n"


def json_schema(kind: type[AgreementFacts] | type[HistoryFacts] | type[Manifest]) -> bytes:
    """Return the JSON Schema of a part; they are kept in schema/, and a test holds both together."""
    return write_json(msgspec.json.schema(kind))
