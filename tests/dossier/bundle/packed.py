"""Bundles for the tests, and altered copies of them."""

import hashlib
import json
import stat
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from agreements.dossier.bundle.check import check_bundle
from agreements.dossier.bundle.collection import collect_bundle
from agreements.dossier.bundle.zip_file import write_bundle
from agreements.files import store
from agreements.models import Agreement, Instrument, ProofCheck
from tests import factories
from tests.scenario import Scenario, version_of
from tests.verification.issued import freeze_again, take_back

Parts = dict[str, bytes]
SIGNED_PDF = b"%PDF-1.7 signed"


def bundle_of(agreement: Agreement) -> bytes:
    out = BytesIO()
    write_bundle(collect_bundle(agreement), out)
    return out.getvalue()


def full_contract(scenario: Scenario) -> Instrument:
    """Return a contract with a withdrawn version, a scan, and a rejected signed file."""
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
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(
    parts: Parts, *more: tuple[str, bytes], compression: int = ZIP_STORED, mode: int = stat.S_IFREG
) -> bytes:
    """Return parts as a ZIP; `more` entries may have invalid or duplicate names."""
    out = BytesIO()
    with ZipFile(out, "w", compression=compression) as archive:
        for name, data in [*parts.items(), *more]:
            entry = ZipInfo(name)
            entry.compress_type = compression
            entry.external_attr = (mode | 0o644) << 16
            archive.writestr(entry, data)
    return out.getvalue()


def with_new_manifest(parts: Parts) -> Parts:
    """Return the parts with a matching manifest, as a careful forger would write it."""
    manifest = json.loads(parts["manifest.json"])
    manifest["files"] = [
        {"path": path, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for path, data in sorted(parts.items())
        if path != "manifest.json"
    ]
    return {**parts, "manifest.json": as_json(manifest)}


def changed(parts: Parts, path: str, change: Callable[[Any], object]) -> Parts:
    """Return the parts with one JSON file changed in place, and a matching manifest."""
    value = json.loads(parts[path])
    change(value)
    return with_new_manifest({**parts, path: as_json(value)})


def as_json(value: object) -> bytes:
    """Write JSON as the bundle does."""
    return json.dumps(value, indent=2, ensure_ascii=False).encode() + b"\n"


def faults(data: bytes, folder: Path) -> str:
    """Return the faults of a bundle in one text."""
    file = folder / "akte.zip"
    file.write_bytes(data)
    before = sorted(folder.parent.rglob("*"))
    text = "\n".join(check_bundle(file).faults)
    assert sorted(folder.parent.rglob("*")) == before, "something was extracted"
    return text
