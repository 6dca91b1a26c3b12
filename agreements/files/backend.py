"""What every place for stored files can do; `store` chooses one, and nobody else knows which."""

from collections.abc import Iterator
from datetime import datetime
from typing import IO, Protocol


class Backend(Protocol):
    """Bytes under their SHA-256. Raises DiskFull, FilesUnreachable."""

    def add(self, sha256: str, data: bytes) -> bool:
        """Write bytes durably unless something lies there; return whether they were written."""

    def replace(self, sha256: str, data: bytes) -> None:
        """Write bytes durably in the place of whatever lies there."""

    def open(self, sha256: str) -> IO[bytes]:
        """Return a seekable file, which the caller closes. Raises OSError if there is none."""

    def exists(self, sha256: str) -> bool: ...

    def remove(self, sha256: str) -> None:
        """Remove bytes; what is not there is fine."""

    def written(self) -> Iterator[tuple[str, datetime]]:
        """Yield the name of everything that lies there, with the moment when it was written."""
