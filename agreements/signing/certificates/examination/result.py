"""What the examination of a signed file found: a value in plain German, stored for good. Pure: no Django, no database."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec

LONGEST = 200  # of a text that a file tells about itself
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+")


class Level(StrEnum):
    """What a signature is worth, by what is proven of its certificate."""

    NONE = "none"
    ADVANCED = "advanced"
    QUALIFIED = "qualified"
    SEAL = "seal"


class Revocation(StrEnum):
    """Whether the certificate was revoked, as far as the file itself tells."""

    UNCHECKED = "unchecked"
    GOOD = "good"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One signature in a file, and what is proven of it."""

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
    """The whole answer: `problems` say why a file does not count; without any it does."""

    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    signatures: tuple[Found, ...] = ()
    schema: int = 1

    @property
    def accepted(self) -> bool:
        """Whether the file counts."""
        return not self.problems

    @property
    def new(self) -> tuple[Found, ...]:
        """Return the signatures that this file adds."""
        return tuple(found for found in self.signatures if found.new)

    def stored(self) -> dict[str, Any]:
        """Return the verdict as it is kept."""
        kept: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(self))
        return kept


def read_result(stored: object) -> ExaminationResult:
    """Return a kept verdict; raises msgspec.ValidationError for anything else."""
    return msgspec.convert(stored, type=ExaminationResult)


def told(text: object) -> str:
    """Return what a file or certificate says of itself, harmless: one line, short, nothing invisible."""
    return UNSEEN.sub(" ", str(text or "")).strip()[:LONGEST]
