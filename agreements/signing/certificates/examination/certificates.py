"""Certificates: which lists trust them, whom they name and what they say about being qualified. Pure."""

from dataclasses import dataclass
from pathlib import Path

from asn1crypto import pem, x509
from pyhanko.sign.ades.qualified_asn1 import get_qc_statements

from agreements.signing.certificates.examination.result import Level, told

QUALIFIED_LIST = "qualifiziert"
ADVANCED_LIST = "fortgeschritten"
SEAL_LIST = "siegel"
TIME_LIST = "zeitstempel"
ENDINGS = {".pem", ".crt", ".cer", ".der"}

TrustLists = dict[str, list[x509.Certificate]]


class AnchorsUnreadableError(Exception):
    """A file among the trust anchors is not a certificate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualification:
    """What a certificate says about itself; whether it may say so is decided by the list that trusts it."""

    compliant: bool = False
    on_device: bool = False
    for_seal: bool = False


def read_lists(folder: Path | None) -> TrustLists:
    """Return the certificates of each list: one list a subfolder. Raises AnchorsUnreadableError."""
    if folder is None or not folder.is_dir():
        return {}
    return {
        place.name: [
            certificate
            for path in sorted(place.iterdir())
            if path.suffix.lower() in ENDINGS
            for certificate in _read(path)
        ]
        for place in sorted(folder.iterdir())
        if place.is_dir()
    }


def _read(path: Path) -> list[x509.Certificate]:
    data = path.read_bytes()
    try:
        parts = [der for _, _, der in pem.unarmor(data, multiple=True)] if pem.detect(data) else [data]
        certificates = [x509.Certificate.load(part, strict=True) for part in parts]
        for certificate in certificates:
            _ = certificate.subject.native, certificate.public_key.native
    except (ValueError, TypeError, KeyError) as error:
        raise AnchorsUnreadableError(f"{path.parent.name}/{path.name} is not a certificate") from error
    return certificates


def names(certificate: x509.Certificate) -> tuple[str, str, str]:
    """Return whom a certificate names: person or authority, organisation, and who issued it."""
    subject, issuer = certificate.subject.native, certificate.issuer.native
    given = " ".join(filter(None, (_first(subject, "given_name"), _first(subject, "surname"))))
    person = _first(subject, "common_name") or given or _first(subject, "organization_name") or "ohne Namen"
    issued = _first(issuer, "common_name") or _first(issuer, "organization_name")
    return person, _first(subject, "organization_name"), issued


def qualification(certificate: x509.Certificate) -> Qualification:
    """Return what the certificate's QC statements say."""
    statements = list(get_qc_statements(certificate))
    said = {statement["statement_id"].native for statement in statements}
    types = {
        kind.native
        for statement in statements
        if statement["statement_id"].native == "qc_type"
        for kind in statement["statement_info"]
    }
    return Qualification(
        compliant="qc_compliance" in said,
        on_device="qc_sscd" in said,
        for_seal=bool(types) and "qct_esign" not in types and "qct_eseal" in types,
    )


def level(trusted_by: tuple[str, ...], said: Qualification) -> Level:
    """Return what a signature is worth: what its certificate claims counts only where the list for it trusts it."""
    strong = said.compliant and said.on_device
    if strong and said.for_seal and SEAL_LIST in trusted_by:
        return Level.SEAL
    if strong and not said.for_seal and QUALIFIED_LIST in trusted_by:
        return Level.QUALIFIED
    return Level.ADVANCED if trusted_by else Level.NONE


def _first(name: dict[str, object], part: str) -> str:
    value = name.get(part)
    return told(value[0] if isinstance(value, list) and value else value)
