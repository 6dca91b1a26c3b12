"""Facts of a file in a bundle. Pure."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """A file of the bundle: what it is, where it lies in the bundle, and its SHA-256."""

    what: str
    path: str
    sha256: str
    media_type: str
    made_at: datetime
