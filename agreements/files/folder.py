"""Stored files in a folder, of this machine or shared by several."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from django.conf import settings

from agreements.errors import DiskFull

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def path_of(sha256: str) -> Path:
    return Path(settings.FILES_ROOT) / sha256[:2] / sha256


class Folder:
    """A `Backend` whose files are flushed to disk, with their directory entries."""

    def add(self, sha256: str, data: bytes) -> bool:
        if self.exists(sha256):
            return False
        self.replace(sha256, data)
        return True

    def replace(self, sha256: str, data: bytes) -> None:
        target = path_of(sha256)
        with full_disk_refused():
            target.parent.mkdir(parents=True, exist_ok=True)
            part = write_part(target.parent, data)
        part.replace(target)
        for place in (target.parent, target.parent.parent):  # the directory entry must be flushed too
            folder = os.open(place, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

    def open(self, sha256: str) -> IO[bytes]:
        return path_of(sha256).open("rb")

    def exists(self, sha256: str) -> bool:
        return path_of(sha256).exists()

    def remove(self, sha256: str) -> None:
        path_of(sha256).unlink(missing_ok=True)

    def written(self) -> Iterator[tuple[str, datetime]]:
        for path in Path(settings.FILES_ROOT).glob("??/*"):
            yield path.name, datetime.fromtimestamp(path.stat().st_mtime, UTC)


@contextmanager
def full_disk_refused() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise DiskFull from error
        raise


def write_part(folder: Path, data: bytes) -> Path:
    """Write bytes under a name of their own; what could not be written whole takes no space."""
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as part:
        try:
            part.write(data)
            part.flush()
            os.fsync(part.fileno())
        except OSError:
            Path(part.name).unlink()
            raise
    return Path(part.name)
