"""Writing a bundle as ZIP: stored files in chunks, the same state as the same bytes."""

import hashlib
from typing import IO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from msgspec import UNSET

from agreements.dossier.bundle.collection import BundleContents
from agreements.dossier.bundle.facts import ListedFile, Manifest, write_json
from agreements.files import store

MANIFEST = "manifest.json"
CHUNK_BYTES = 1024 * 1024
FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # no clock: times are in the facts
READABLE = 0o100644 << 16
UNIX = 3


def write_bundle(contents: BundleContents, out: IO[bytes]) -> None:
    """Write the bundle. Raises DamagedFileError if a stored file is missing or altered."""
    parts = contents.parts
    with ZipFile(out, "w", compression=ZIP_STORED) as archive:
        with archive.open(_entry(MANIFEST), "w") as entry:
            entry.write(write_json(_manifest(contents)))
        for path in sorted([*parts.written, *parts.stored]):
            with archive.open(_entry(path), "w") as entry:
                entry.writelines(
                    store.chunks(parts.stored[path]) if path in parts.stored else [parts.written[path]]
                )


def _entry(path: str) -> ZipInfo:
    info = ZipInfo(path, date_time=FIRST_DAY)
    info.create_system = UNIX
    info.external_attr = READABLE
    return info


def _manifest(contents: BundleContents) -> Manifest:
    parts = contents.parts
    listed = [
        *(
            ListedFile(path=path, size=len(data), sha256=hashlib.sha256(data).hexdigest())
            for path, data in parts.written.items()
        ),
        *(ListedFile(path=path, size=file.size, sha256=file.sha256) for path, file in parts.stored.items()),
    ]
    return Manifest(
        reference=contents.facts.reference,
        history_head=contents.facts.history_head,
        files=tuple(sorted(listed, key=lambda file: file.path)),
        left_out=tuple(parts.left_out) or UNSET,
    )
