"""What a text that was typed from a deed signed elsewhere says of itself. Pure."""

from dataclasses import dataclass
from datetime import date

from msgspec import UNSET, UnsetType


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """Its content is not what was signed; `original` is the SHA-256 of the file of what was, if there is one.

    With a text: who typed it, and who has compared it with every page of that file.
    """

    made_on: date
    made_by: str
    original: str | UnsetType = UNSET
    typed_on: date | UnsetType = UNSET
    typed_by: str | UnsetType = UNSET
    checked_on: date | UnsetType = UNSET
    checked_by: str | UnsetType = UNSET
