"""Certificates: trust lists, subject, qualification. Pure."""

from dataclasses import dataclass
from pathlib import Path

from asn1crypto import pem, x509
from pyhanko.sign.ades.qualified_asn1 import get_qc_statements

from agreements.signing.certificates.examination.result import Level, sanitize

QUALIFIED_LIST = "qualifiziert"
ADVANCED_LIST = "fortgeschritten"
SEAL_LIST = "siegel"
TIME_LIST = "zeitstempel"
ENDINGS = {".pem", ".crt", ".cer", ".der"}

TrustLists = dict[str, list[x509.Certificate]]


class AnchorsUnreadableError(Exception):
    """A trust anchor file is not a certificate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualification:
    """Claims of a certificate about itself; they count only if the list for them trusts it."""

    compliant: bool = False
    on_device: bool = False
    for_seal: bool = False


def read_lists(folder: Path | None) -> TrustLists:
    """Return the certificates of each list, one subfolder per list. Raises AnchorsUnreadableError."""
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


def certificate_names(certificate: x509.Certificate) -> tuple[str, str, str]:
    """Return the subject (person or authority), its organisation, and the issuer."""
    subject, issuer = certificate.subject.native, certificate.issuer.native
    given = " ".join(filter(None, (_first(subject, "given_name"), _first(subject, "surname"))))
    person = _first(subject, "common_name") or given or _first(subject, "organization_name") or "ohne Namen"
    issued = _first(issuer, "common_name") or _first(issuer, "organization_name")
    return person, _first(subject, "organization_name"), issued


def qualification(certificate: x509.Certificate) -> Qualification:
    """Return the claims of the QC statements (ETSI EN 319 412-5)."""
    statements = list(get_qc_statements(certificate))
    ids = {statement["statement_id"].native for statement in statements}
    types = {
        kind.native
        for statement in statements
        if statement["statement_id"].native == "qc_type"
        for kind in statement["statement_info"]
    }
    return Qualification(
        compliant="qc_compliance" in ids,
        on_device="qc_sscd" in ids,
        for_seal=bool(types) and "qct_esign" not in types and "qct_eseal" in types,
    )


def level(trusted_by: tuple[str, ...], claims: Qualification) -> Level:
    """Return the level of a signature; a claim counts only if the list for it trusts the certificate."""
    strong = claims.compliant and claims.on_device
    if strong and claims.for_seal and SEAL_LIST in trusted_by:
        return Level.SEAL
    if strong and not claims.for_seal and QUALIFIED_LIST in trusted_by:
        return Level.QUALIFIED
    return Level.ADVANCED if trusted_by else Level.NONE


def _first(name: dict[str, object], part: str) -> str:
    value = name.get(part)
    return sanitize(value[0] if isinstance(value, list) and value else value)
