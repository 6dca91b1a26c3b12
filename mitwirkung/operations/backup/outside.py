"""What no backup holds and must be kept elsewhere: secrets, certificates and settings, told by fingerprints."""

import hashlib
import hmac
import os
from pathlib import Path

from django.conf import settings

from mitwirkung.operations.backup.manifest import OutsidePart

PURPOSE = b"mitwirkung: fingerprint in the manifest of a backup"


def outside_parts() -> list[OutsidePart]:
    """Return everything that a restored installation needs beside its backup."""
    names = sorted(name for name in os.environ if name.startswith("MITWIRKUNG_") or name == "DATABASE_URL")
    return [
        OutsidePart(
            name="MITWIRKUNG_SECRET_KEY",
            fingerprint=_of(settings.SECRET_KEY.encode()),
            advice="Mit einem anderen Schlüssel gelten Anmeldungen und Links zum Zurücksetzen nicht mehr.",
        ),
        OutsidePart(
            name="MITWIRKUNG_MFA_KEY",
            fingerprint=", ".join(_of(key.encode()) for key in settings.SECOND_FACTOR_KEYS),
            advice="Ohne ihn, und wenn er nie gesetzt war ohne MITWIRKUNG_SECRET_KEY, richten alle ihren zweiten Faktor neu ein.",
        ),
        OutsidePart(
            name="Siegel",
            fingerprint=_of_file(settings.SEAL_FILE) or settings.SEAL_LABEL,
            advice="Schlüssel und PIN oder Kennwort (MITWIRKUNG_SEAL_…); ohne sie wird nichts mehr gesiegelt.",
        ),
        OutsidePart(
            name="Vertrauenslisten",
            fingerprint=_of_folder(settings.TRUST_ANCHORS),
            advice=f"Der Ordner {settings.TRUST_ANCHORS}; ohne ihn zählt keine elektronische Unterschrift.",
        ),
        OutsidePart(
            name="Einstellungen",
            fingerprint=", ".join(names),
            advice="Die Werte dieser Variablen samt der Kennwörter für Datenbank und E-Mail, und die Konfiguration des Proxys.",
        ),
    ]


def changed_parts(before: list[OutsidePart]) -> list[str]:
    """Return the names of what is here no longer as it was where the backup was made; settings are not compared."""
    here = {part.name: part.fingerprint for part in outside_parts()}
    return [
        part.name
        for part in before
        if part.name != "Einstellungen" and here.get(part.name) != part.fingerprint
    ]


def _of(secret: bytes) -> str:
    return hmac.digest(secret, PURPOSE, "sha256").hex()[:16]


def _of_file(name: str) -> str:
    path = Path(name)
    return _of(path.read_bytes()) if name and path.is_file() and os.access(path, os.R_OK) else ""


def _of_folder(folder: Path) -> str:
    mark = hashlib.sha256()
    files = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []
    for path in files:
        mark.update(
            str(path.relative_to(folder)).encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest()
        )
    return mark.hexdigest()[:16] if files else ""
