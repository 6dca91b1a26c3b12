"""Parts of a bundle by path: small ones as bytes, stored files as their rows."""

from dataclasses import dataclass, field
from datetime import datetime

from agreements.dossier.bundle.facts import LeftOut
from agreements.dossier.bundle.file_facts import FileFacts
from agreements.models import StoredFile

EXTENSIONS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}


@dataclass(slots=True)
class Parts:
    written: dict[str, bytes] = field(default_factory=dict)
    stored: dict[str, StoredFile] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)

    def add_file(self, path: str, what: str, file: StoredFile, made_at: datetime) -> FileFacts:
        """Add a stored file under `path` plus its file extension, and return its facts."""
        extension = EXTENSIONS.get(file.media_type, "bin")
        self.stored[f"{path}.{extension}"] = file
        return FileFacts(
            what=what,
            path=f"{path}.{extension}",
            sha256=file.sha256,
            media_type=file.media_type,
            made_at=made_at,
        )
