"""What a set holds, written as JSON beside its dump and read back strictly. Pure.

The format grows only by fields with a default; any other change counts `FORMAT` on.
"""

import hashlib
from datetime import datetime

import msgspec

from mitwirkung.operations.backup.errors import BackupRefused

FORMAT = 1


class DatabaseFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What a database holds at one moment, as far as it can be compared after restoring.

    `triggers` and `functions` map names to a state and a hash of the definition; `histories` map the reference of an agreement
    to length and last hash of its history; `names` are constraints and indexes, whose definitions print differently once restored.
    """

    migrations: list[str]
    tables: dict[str, int]
    histories: dict[str, str]
    triggers: dict[str, str]
    functions: dict[str, str]
    names: list[str]


class DumpFacts(msgspec.Struct, frozen=True, kw_only=True):
    """The file of the database: of the bytes as they lie there, encrypted or not."""

    file: str
    sha256: str
    size: int
    program: str


class OutsidePart(msgspec.Struct, frozen=True, kw_only=True):
    """Something that must be kept elsewhere; `fingerprint` tells whether it is still the same, and is empty if it is not set."""

    name: str
    fingerprint: str
    advice: str


class SetManifest(msgspec.Struct, frozen=True, kw_only=True):
    """A whole set. `files` maps the SHA-256 of each stored file to its size; `missing` could not be read when it was made."""

    format: int = FORMAT
    name: str
    program: str
    taken_at: datetime
    encrypted: bool
    dump: DumpFacts
    database: DatabaseFacts
    files: dict[str, int]
    missing: list[str]
    outside: list[OutsidePart]


class _Sealed(msgspec.Struct, frozen=True):
    sha256: str
    manifest: msgspec.Raw


class _Numbered(msgspec.Struct, frozen=True):
    format: int


def written(manifest: SetManifest) -> bytes:
    """Return the manifest as JSON, with a SHA-256 of itself."""
    body = msgspec.json.encode(manifest, order="sorted")
    return msgspec.json.encode(_Sealed(hashlib.sha256(body).hexdigest(), msgspec.Raw(body)))


def read_manifest(data: bytes) -> SetManifest:
    """Return what was written. Raises BackupRefused."""
    try:
        sealed = msgspec.json.decode(data, type=_Sealed)
        if hashlib.sha256(sealed.manifest).hexdigest() != sealed.sha256:
            raise BackupRefused("Das Verzeichnis der Sicherung (manifest.json) wurde verändert.")
        number = msgspec.json.decode(sealed.manifest, type=_Numbered).format
        if number > FORMAT:
            raise BackupRefused(
                f"Die Sicherung hat das Format {number}, dieses Programm kennt nur {FORMAT}: Sie stammt von einem neueren."
            )
        return msgspec.json.decode(sealed.manifest, type=SetManifest)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BackupRefused(
            f"Das Verzeichnis der Sicherung (manifest.json) ist nicht lesbar: {error}."
        ) from error


def differences(before: DatabaseFacts, now: DatabaseFacts) -> list[str]:
    """Return in German what a restored database has that it should not, or lacks."""
    found = [
        f"Tabelle {table}: {now.tables.get(table, 0)} statt {count} Zeilen."
        for table, count in before.tables.items()
        if now.tables.get(table, 0) != count
    ]
    for what, once, today in (
        ("Verlauf", before.histories, now.histories),
        ("Trigger", before.triggers, now.triggers),
        ("Funktion", before.functions, now.functions),
    ):
        found += [f"{what} {name} fehlt." for name in once.keys() - today.keys()]
        found += [
            f"{what} {name} ist anders." for name in once.keys() & today.keys() if once[name] != today[name]
        ]
        found += [f"{what} {name} ist überzählig." for name in today.keys() - once.keys()]
    found += [f"{name} fehlt." for name in set(before.names) - set(now.names)]
    found += [f"Migration {name} fehlt." for name in set(before.migrations) - set(now.migrations)]
    return sorted(found)
