"""Offline check of a bundle: all bytes against the manifest, the facts against their schemas, the history by hash.

Nothing is extracted, no database or network is used. A bundle alone cannot show that it is the latest one or not forged
as a whole: for that a person compares its last hash with one stored elsewhere.
"""

import hashlib
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

import msgspec

from agreements.content import read_content
from agreements.dossier.bundle.facts import (
    AgreementFacts,
    HistoryFacts,
    Manifest,
    VersionFacts,
    write_json,
)
from agreements.dossier.bundle.history_check import chain_faults, delegation_faults, signature_faults
from agreements.dossier.bundle.xml import write_xml, xml_faults
from agreements.dossier.bundle.zip_file import CHUNK_BYTES, MANIFEST
from agreements.verification_code import verification_code

SAFE_PATH = re.compile(r"[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*")
LARGEST_TEXT = 64 * 1024 * 1024  # bytes of a part that is read as a whole
Kind = TypeVar("Kind")


class _UnreadableError(Exception):
    """A part that the rest of the check needs is unreadable; the message is a German sentence."""


@dataclass(frozen=True, slots=True)
class BundleCheck:
    """A bundle without `faults` is intact; a person compares `head`, the last hash of its history."""

    faults: tuple[str, ...]
    reference: str = ""
    files: int = 0
    entries: int = 0
    head: str = ""


def check_bundle(path: Path) -> BundleCheck:
    """Check a bundle; every fault is a German sentence. Never raises for the contents of the file."""
    try:
        with ZipFile(path) as archive:
            return _check(archive)
    except (BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RecursionError) as error:
        return BundleCheck((f"Die Datei ist kein lesbares ZIP-Archiv: {error}",))


def _check(archive: ZipFile) -> BundleCheck:
    if faults := list(_unsafe_entries(archive.infolist())):
        return BundleCheck(tuple(faults))
    try:
        manifest = _read(archive, MANIFEST, Manifest)
        faults = list(_file_faults(archive, manifest))
        facts = _read(archive, "metadaten.json", AgreementFacts)
        history = _read(archive, "verlauf.json", HistoryFacts)
        faults += _facts_faults(archive, manifest, facts)
        faults += chain_faults(history, facts)
        faults += signature_faults(history, facts)
        faults += delegation_faults(history, facts)
    except _UnreadableError as error:
        return BundleCheck((str(error),))
    return BundleCheck(
        tuple(faults), facts.reference, len(manifest.files), len(history.entries), facts.history_head
    )


def _unsafe_entries(entries: list[ZipInfo]) -> Iterator[str]:
    """Yield a fault for unsafe paths, links, duplicates, compressed or encrypted parts."""
    names: set[str] = set()
    for entry in entries:
        name = entry.orig_filename
        if not SAFE_PATH.fullmatch(name) or {".", ".."} & set(name.split("/")):
            yield f"{name!r}: Dieser Pfad führt aus dem Archiv hinaus oder ist nicht erlaubt."
        elif name.casefold() in names:
            yield f"{name}: Diese Datei steht zweimal im Archiv."
        elif entry.compress_type != ZIP_STORED or entry.flag_bits & 1:
            yield f"{name}: Diese Datei ist gepackt oder verschlüsselt; so entsteht hier kein Archiv."
        elif stat.S_IFMT(entry.external_attr >> 16) not in {0, stat.S_IFREG}:
            yield f"{name}: Das ist keine gewöhnliche Datei."
        names.add(name.casefold())


def _bytes(archive: ZipFile, path: str) -> bytes:
    try:
        if archive.getinfo(path).file_size > LARGEST_TEXT:
            raise _UnreadableError(f"{path}: Die Datei ist zu groß.")
        return archive.read(path)
    except KeyError as error:
        raise _UnreadableError(f"{path}: Diese Datei fehlt.") from error
    except (BadZipFile, EOFError) as error:
        raise _UnreadableError(f"{path}: Die Datei ist nicht lesbar: {error}") from error


def _read(archive: ZipFile, path: str, kind: type[Kind]) -> Kind:
    written = _bytes(archive, path)
    try:
        value = msgspec.json.decode(written, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _UnreadableError(f"{path}: Die Datei passt nicht zu ihrem Schema: {error}") from error
    if write_json(value) != written:
        raise _UnreadableError(f"{path}: Die Datei enthält mehr oder anderes, als ihr Schema vorsieht.")
    return value


def _file_faults(archive: ZipFile, manifest: Manifest) -> Iterator[str]:
    listed = {file.path: file for file in manifest.files}
    present = {entry.filename for entry in archive.infolist()} - {MANIFEST}
    if len(listed) != len(manifest.files):
        yield f"{MANIFEST}: Eine Datei ist zweimal aufgeführt."
    yield from (f"{path}: Diese Datei fehlt." for path in sorted(set(listed) - present))
    yield from (f"{path}: Diese Datei steht nicht im Manifest." for path in sorted(present - set(listed)))
    for path in sorted(present & set(listed)):
        size, sha256 = _size_and_sha256(archive, path)
        if (size, sha256) != (listed[path].size, listed[path].sha256):
            yield f"{path}: Die Datei wurde verändert; ihr SHA-256 ist nicht der des Manifests."


def _size_and_sha256(archive: ZipFile, path: str) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    try:
        with archive.open(path) as part:
            while chunk := part.read(CHUNK_BYTES):
                digest.update(chunk)
                size += len(chunk)
    except (BadZipFile, EOFError, ValueError):
        return -1, ""  # the archive's own sum does not fit: altered
    return size, digest.hexdigest()


def _facts_faults(archive: ZipFile, manifest: Manifest, facts: AgreementFacts) -> Iterator[str]:
    hashes = {file.path: file.sha256 for file in manifest.files}
    if (manifest.reference, manifest.history_head) != (facts.reference, facts.history_head):
        yield f"{MANIFEST}: Vertragsnummer oder letzter Prüfwert passen nicht zu metadaten.json."
    yield from _xml_faults(archive, facts)
    for file in facts.added_files():
        if hashes.get(file.path) != file.sha256:
            yield f"{file.path}: In metadaten.json steht ein anderer SHA-256, oder die Datei fehlt."
    for instrument in facts.instruments:
        for version in instrument.versions:
            place = f"urkunden/{instrument.number}/fassung-{version.number}"
            checked = (check.file for check in version.checks)
            proofs = (row.document for row in version.delegations or ())
            for file in (*version.editions, *version.scans, *checked, *proofs, *(version.authorities or ())):
                if hashes.get(file.path) != file.sha256:
                    yield f"{file.path}: In metadaten.json steht ein anderer SHA-256, oder die Datei fehlt."
            for path in (check.verdict_path for check in version.checks):
                if path not in hashes:
                    yield f"{path}: Der Befund fehlt."
            yield from _content_faults(archive, place, instrument.number, version)


def _xml_faults(archive: ZipFile, facts: AgreementFacts) -> Iterator[str]:
    written = _bytes(archive, "metadaten.xml")
    yield from (f"metadaten.xml: {fault}" for fault in xml_faults(written))
    if written != write_xml(facts):
        yield "metadaten.xml: Die Datei sagt etwas anderes als metadaten.json."


def _content_faults(archive: ZipFile, place: str, number: int, version: VersionFacts) -> Iterator[str]:
    path = f"{place}/inhalt.json"
    if version.content_path != path:
        yield f"{place}: Der Inhalt liegt nicht dort, wo er liegen muss."
    written = _bytes(archive, path)
    try:
        content = read_content(written)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        yield f"{path}: Der Inhalt ist nicht lesbar: {error}"
        return
    rules = (
        (
            hashlib.sha256(written).hexdigest() == version.fingerprint,
            "Der Prüfwert gehört nicht zu diesem Inhalt.",
        ),
        (content.canonical() == written, "Der Inhalt steht nicht in seiner einen gültigen Form."),
        (
            (content.number, content.version) == (number, version.number),
            "Der Inhalt ist der einer anderen Fassung.",
        ),
        (
            verification_code(version.fingerprint) == version.verification_code,
            "Der Prüfcode gehört nicht zum Prüfwert.",
        ),
        (
            {s.fingerprint for s in version.signatures} <= {version.fingerprint},
            "Eine Unterschrift gilt einem anderen Prüfwert.",
        ),
        (
            {row.fingerprint for row in version.delegations or ()} <= {version.fingerprint}
            and {row.fingerprint for row in version.declinings or ()} <= {version.fingerprint},
            "Eine Vertretung oder Ablehnung gilt einem anderen Prüfwert.",
        ),
        (
            {file.sha256 for file in version.authorities or ()} == content.authority_documents,
            "Die Nachweise der Vertretungsbefugnis sind nicht die, die der Inhalt nennt.",
        ),
    )
    yield from (f"{path}: {sentence}" for holds, sentence in rules if not holds)
