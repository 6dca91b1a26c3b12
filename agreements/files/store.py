"""Files on disk under their SHA-256, written and flushed before the row that names them (invariant 8)."""

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connection, transaction

from agreements.errors import DiskFull
from agreements.models import StoredFile

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class DamagedFileError(Exception):
    """The file on disk is missing or altered."""


def path_of(sha256: str) -> Path:
    return Path(settings.FILES_ROOT) / sha256[:2] / sha256


def save(data: bytes, media_type: str) -> StoredFile:
    """Store bytes and return their row. Idempotent; repairs a damaged file. Raises DiskFull."""
    sha256 = hashlib.sha256(data).hexdigest()
    target = path_of(sha256)
    with transaction.atomic():
        # serialised with `erasure.erase` of the same bytes
        StoredFile.objects.select_for_update(no_key=True).filter(pk=sha256).first()
        if not target.exists() or hashlib.sha256(target.read_bytes()).hexdigest() != sha256:
            _write(target, data)
        row, _ = StoredFile.objects.get_or_create(
            sha256=sha256, defaults={"size": len(data), "media_type": media_type}
        )
        if not target.exists():  # swept between the check and the row
            _write(target, data)
    return row


def read(stored: StoredFile) -> bytes:
    """Return the bytes after checking their hash; raises DamagedFileError."""
    try:
        data = path_of(stored.sha256).read_bytes()
    except OSError as error:
        raise DamagedFileError(f"{stored.sha256} is missing") from error
    if hashlib.sha256(data).hexdigest() != stored.sha256:
        raise DamagedFileError(f"{stored.sha256} was altered on disk")
    return data


def open_verified(stored: StoredFile) -> IO[bytes]:
    """Return the open file after checking its hash in chunks; raises DamagedFileError. The caller closes it."""
    try:
        file = path_of(stored.sha256).open("rb")
    except OSError as error:
        raise DamagedFileError(f"{stored.sha256} is missing") from error
    if hashlib.file_digest(file, "sha256").hexdigest() != stored.sha256:
        file.close()
        raise DamagedFileError(f"{stored.sha256} was altered on disk")
    file.seek(0)
    return file


def discard(data: bytes) -> None:
    """Remove the file of bytes that no row names, after their transaction was rolled back."""
    sha256 = hashlib.sha256(data).hexdigest()
    with _without_concurrent_inserts():
        if not StoredFile.objects.filter(pk=sha256).exists():
            path_of(sha256).unlink(missing_ok=True)


def sweep(*, before: datetime) -> int:
    """Remove files without a row written before a moment, left by a killed process; return their number."""
    removed = 0
    with _without_concurrent_inserts():
        named = set(StoredFile.objects.values_list("sha256", flat=True))
        for path in Path(settings.FILES_ROOT).glob("??/*"):
            if path.name not in named and path.stat().st_mtime < before.timestamp():
                path.unlink()
                removed += 1
    return removed


@contextmanager
def _without_concurrent_inserts() -> Iterator[None]:
    """Wait for concurrent inserts; a later `save` of the same bytes writes them again."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE agreements_storedfile IN SHARE MODE")
        yield


@contextmanager
def temporary(data: bytes) -> Iterator[str]:
    """Yield the path of a file with these bytes, for another program to read. Raises DiskFull."""
    with _full_disk_refused():
        path = _write_part(Path(tempfile.gettempdir()), data)
    try:
        yield str(path)
    finally:
        path.unlink()


def _write(target: Path, data: bytes) -> None:
    with _full_disk_refused():
        target.parent.mkdir(parents=True, exist_ok=True)
        part = _write_part(target.parent, data)
    part.replace(target)
    for place in (target.parent, target.parent.parent):  # the directory entry must be flushed too
        folder = os.open(place, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


@contextmanager
def _full_disk_refused() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise DiskFull from error
        raise


def _write_part(folder: Path, data: bytes) -> Path:
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
