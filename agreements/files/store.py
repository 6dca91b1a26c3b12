"""Files under their SHA-256, written durably before the row that names them (invariant 8)."""

import hashlib
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connection, transaction

from agreements.errors import FilesUnreachable
from agreements.files.backend import Backend
from agreements.files.folder import Folder, full_disk_refused, write_part
from agreements.models import StoredFile

CHUNK = 1024 * 1024
PROBE = b"MitWirkung"


class DamagedFileError(Exception):
    """The stored file is missing or altered."""


def backend() -> Backend:
    """Return where the files lie: in a bucket if one is set up, else in a folder."""
    if not settings.S3_BUCKET:
        return Folder()
    from agreements.files.s3 import S3Bucket  # noqa: PLC0415  the library costs a quarter of a second

    return S3Bucket()


def save(data: bytes, media_type: str) -> StoredFile:
    """Store bytes and return their row. Idempotent; repairs a damaged file. Raises DiskFull, FilesUnreachable."""
    sha256, place = hashlib.sha256(data).hexdigest(), backend()
    with transaction.atomic():
        # serialised with `erasure.erase` of the same bytes
        StoredFile.objects.select_for_update(no_key=True).filter(pk=sha256).first()
        if not place.add(sha256, data) and not _is_intact(place, sha256):
            place.replace(sha256, data)
        row, _ = StoredFile.objects.get_or_create(
            sha256=sha256, defaults={"size": len(data), "media_type": media_type}
        )
        if not place.exists(sha256):  # swept between the check and the row
            place.replace(sha256, data)
    return row


def read(stored: StoredFile) -> bytes:
    """Return the bytes after checking their hash; raises DamagedFileError."""
    with open_verified(stored) as file:
        return file.read()


def open_verified(stored: StoredFile) -> IO[bytes]:
    """Return the open file after checking its hash in chunks; raises DamagedFileError. The caller closes it."""
    file = _opened(stored)
    if _sha256(file) != stored.sha256:
        file.close()
        raise DamagedFileError(f"{stored.sha256} was altered on disk")
    file.seek(0)
    return file


def chunks(stored: StoredFile) -> Iterator[bytes]:
    """Yield the bytes as they are read; raises DamagedFileError, for an altered file after the last of them."""
    digest = hashlib.sha256()
    with _opened(stored) as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            yield chunk
    if digest.hexdigest() != stored.sha256:
        raise DamagedFileError(f"{stored.sha256} was altered on disk")


def exists(stored: StoredFile) -> bool:
    return backend().exists(stored.sha256)


def remove(stored: StoredFile) -> None:
    """Remove the bytes of a row that stays."""
    backend().remove(stored.sha256)


def discard(data: bytes) -> None:
    """Remove the file of bytes that no row names, after their transaction was rolled back.

    What cannot be removed now, `sweep` removes.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    with suppress(FilesUnreachable), _without_concurrent_inserts():
        if not StoredFile.objects.filter(pk=sha256).exists():
            backend().remove(sha256)


def sweep(*, before: datetime) -> int:
    """Remove files without a row written before a moment, left by a killed process; return their number."""
    removed, place = 0, backend()
    with _without_concurrent_inserts():
        named = set(StoredFile.objects.values_list("sha256", flat=True))
        for name, written_at in place.written():
            if name not in named and written_at < before:
                place.remove(name)
                removed += 1
    return removed


def check_writable() -> None:
    """Write, read and remove some bytes. Raises OSError, DiskFull, FilesUnreachable, DamagedFileError."""
    probe, place = PROBE + secrets.token_bytes(16), backend()  # of its own: others may try at the same time
    name = hashlib.sha256(probe).hexdigest()
    place.replace(name, probe)
    if not _is_intact(place, name):
        raise DamagedFileError("What was written is not what is read.")
    place.remove(name)


@contextmanager
def temporary(data: bytes) -> Iterator[str]:
    """Yield the path of a file with these bytes, for another program to read. Raises DiskFull."""
    with full_disk_refused():
        path = write_part(Path(tempfile.gettempdir()), data)
    try:
        yield str(path)
    finally:
        path.unlink()


@contextmanager
def local_copies(*stored: StoredFile) -> Iterator[list[str]]:
    """Yield the paths of checked copies, for another program to read. Raises DamagedFileError, DiskFull."""
    with ExitStack() as stack:
        yield [stack.enter_context(temporary(read(one))) for one in stored]


def _opened(stored: StoredFile) -> IO[bytes]:
    try:
        return backend().open(stored.sha256)
    except OSError as error:
        raise DamagedFileError(f"{stored.sha256} is missing") from error


def _sha256(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := file.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def _is_intact(place: Backend, sha256: str) -> bool:
    with place.open(sha256) as file:
        return _sha256(file) == sha256


@contextmanager
def _without_concurrent_inserts() -> Iterator[None]:
    """Wait for concurrent inserts; a later `save` of the same bytes writes them again."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE agreements_storedfile IN SHARE MODE")
        yield
