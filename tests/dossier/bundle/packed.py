"""Bundles for the tests: one of a contract that has everything, and altered copies of it."""

import hashlib
import json
import stat
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from agreements.dossier.bundle.check import check_bundle
from agreements.dossier.bundle.collection import gather
from agreements.dossier.bundle.zip_file import write_bundle
from agreements.files import store
from agreements.models import Agreement, Instrument, ProofCheck
from tests import factories
from tests.scenario import Scenario, version_of
from tests.verification.issued import freeze_again, take_back

Parts = dict[str, bytes]
SIGNED_PDF = b"%PDF-1.7 signed"


def bundle_of(agreement: Agreement) -> bytes:
    """Return the bundle of an agreement."""
    out = BytesIO()
    write_bundle(gather(agreement), out)
    return out.getvalue()


def full_contract(scenario: Scenario) -> Instrument:
    """Return a contract with a version that was taken back, a scan, and a signed file that did not count."""
    contract = scenario.signing
    take_back(contract, scenario.amira)
    contract = freeze_again(contract, scenario.amira)
    ProofCheck.objects.create(
        version=version_of(contract),
        file=store.save(SIGNED_PDF, "application/pdf"),
        accepted=False,
        verdict={"problems": ["Die Datei enthält keine neue Signatur."]},
        checked_at=factories.SIGNED_AT,
        checked_by=scenario.amira,
    )
    return contract


def unpack(data: bytes) -> Parts:
    """Return the parts of a bundle by their path."""
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(
    parts: Parts, *more: tuple[str, bytes], compression: int = ZIP_STORED, mode: int = stat.S_IFREG
) -> bytes:
    """Return parts as a ZIP, with further entries whose names may be odd or double."""
    out = BytesIO()
    with ZipFile(out, "w", compression=compression) as archive:
        for name, data in [*parts.items(), *more]:
            entry = ZipInfo(name)
            entry.compress_type = compression
            entry.external_attr = (mode | 0o644) << 16
            archive.writestr(entry, data)
    return out.getvalue()


def listed_anew(parts: Parts) -> Parts:
    """Return the parts with a manifest that fits them, as a careful forger would write it."""
    manifest = json.loads(parts["manifest.json"])
    manifest["files"] = [
        {"path": path, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for path, data in sorted(parts.items())
        if path != "manifest.json"
    ]
    return {**parts, "manifest.json": as_json(manifest)}


def changed(parts: Parts, path: str, change: Callable[[Any], object]) -> Parts:
    """Return the parts with one JSON file changed in place, and listed anew."""
    value = json.loads(parts[path])
    change(value)
    return listed_anew({**parts, path: as_json(value)})


def as_json(value: object) -> bytes:
    """Write JSON as the bundle does."""
    return json.dumps(value, indent=2, ensure_ascii=False).encode() + b"\n"


def faults(data: bytes, folder: Path) -> str:
    """Return what the check says of a bundle, in one text."""
    file = folder / "akte.zip"
    file.write_bytes(data)
    before = sorted(folder.parent.rglob("*"))
    found = "\n".join(check_bundle(file).faults)
    assert sorted(folder.parent.rglob("*")) == before, "something was extracted"
    return found
