"""The parts of a bundle by their path: small ones as bytes, stored files as the rows that name them."""

from dataclasses import dataclass, field
from datetime import datetime

from agreements.dossier.bundle.facts import LeftOut
from agreements.dossier.bundle.file_facts import FileFacts
from agreements.models import StoredFile

ENDINGS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}


@dataclass(slots=True)
class Parts:
    """Collects what belongs into a bundle while its facts are told."""

    written: dict[str, bytes] = field(default_factory=dict)
    stored: dict[str, StoredFile] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)

    def take(self, path: str, what: str, file: StoredFile, made_at: datetime) -> FileFacts:
        """Take a stored file in, under a path without its ending, and return its facts."""
        ending = ENDINGS.get(file.media_type, "bin")
        self.stored[f"{path}.{ending}"] = file
        return FileFacts(
            what=what,
            path=f"{path}.{ending}",
            sha256=file.sha256,
            media_type=file.media_type,
            made_at=made_at,
        )
