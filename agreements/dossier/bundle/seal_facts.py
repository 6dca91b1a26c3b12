"""Facts of a seal. Pure."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SealFacts:
    """The association's seal on an edition, which `path` names: no qualified signature; a test proves nothing."""

    path: str
    level: str
    level_words: str
    level_note: str
    stamped_at: datetime
    time_source: str
    certificate: str
    certificate_sha256: str
    is_test: bool
