"""Files written whole or not at all, hashed on the way and flushed to disk."""

import errno
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from agreements.errors import DiskFull, FilesUnreachable
from mitwirkung.operations.backup.errors import BackupRefused

CHUNK = 1024 * 1024
PART = ".part"  # at the end of the name of whatever is not whole yet
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
NO_ROOM = "Auf {place} ist kein Platz mehr ({reason}). Was dort schon lag, ist unverändert. Schaffen Sie Platz und starten Sie noch einmal."


def write_whole(target: Path, source: IO[bytes]) -> tuple[str, int]:
    """Copy a stream into a file that appears when it is whole; return SHA-256 and size of what was written."""
    part = target.with_name(target.name + PART)
    mark, size = hashlib.sha256(), 0
    try:
        with part.open("wb") as file:
            while chunk := source.read(CHUNK):
                mark.update(chunk)
                size += file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    flush_folder(target.parent)
    return mark.hexdigest(), size


def flush_folder(folder: Path) -> None:
    """Flush the entries of a folder to disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def place_refused(place: Path) -> Iterator[None]:
    """Say in one sentence that a place is full, is not there or must not be written."""
    try:
        yield
    except FilesUnreachable as error:
        raise BackupRefused(
            "Die Ablage der Dateien antwortet nicht oder lehnt ab. Prüfen Sie die Einstellungen MITWIRKUNG_S3_… und starten Sie noch einmal."
        ) from error
    except DiskFull as error:
        raise BackupRefused(NO_ROOM.format(place=place, reason="voll")) from error
    except OSError as error:
        if error.errno in FULL:
            raise BackupRefused(NO_ROOM.format(place=place, reason=error.strerror)) from error
        raise BackupRefused(
            f"{os.fsdecode(error.filename) if error.filename else place}: {error.strerror}. Was auf {place} schon lag, ist "
            "unverändert. Prüfen Sie den Ordner und die Rechte dieses Kontos."
        ) from error
