"""Result of the examination of a signed file, stored as JSON: field names never change. Pure."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec

MAX_LENGTH = 200  # of a text taken from a file
INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+")


class Level(StrEnum):
    """Level of a signature by what is proven of its certificate (eIDAS Art. 3 and 26)."""

    NONE = "none"
    ADVANCED = "advanced"
    QUALIFIED = "qualified"
    SEAL = "seal"


class Revocation(StrEnum):
    """Revocation of the certificate, by the evidence in the file."""

    UNCHECKED = "unchecked"
    GOOD = "good"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExaminedSignature:
    field: str
    new: bool
    level: Level = Level.NONE
    subject: str = ""
    organisation: str = ""
    issuer: str = ""
    serial: str = ""
    intact: bool = False
    trusted_by: tuple[str, ...] = ()
    revocation: Revocation = Revocation.UNCHECKED
    signed_at: datetime | None = None
    time_proven: bool = False
    closes: bool = False
    proven: tuple[str, ...] = ()
    unproven: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExaminationResult:
    """A file with `problems` is rejected; `notes` do not matter for that."""

    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    signatures: tuple[ExaminedSignature, ...] = ()
    schema: int = 1

    @property
    def accepted(self) -> bool:
        return not self.problems

    @property
    def new(self) -> tuple[ExaminedSignature, ...]:
        return tuple(signature for signature in self.signatures if signature.new)

    def stored(self) -> dict[str, Any]:
        """Return the JSON value of `ProofCheck.verdict`."""
        value: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(self))
        return value


def read_result(stored: object) -> ExaminationResult:
    """Return a stored result. Raises msgspec.ValidationError."""
    return msgspec.convert(stored, type=ExaminationResult)


def sanitize(text: object) -> str:
    """Return text from a file or certificate as one short line without invisible characters."""
    return INVISIBLE.sub(" ", str(text or "")).strip()[:MAX_LENGTH]
