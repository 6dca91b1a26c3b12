"""Seal and time stamp service of the demo: self-signed, „TEST“ in every certificate, never used for anything real."""

import os
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.conf import settings
from pyhanko.sign.timestamps import DummyTimeStamper

from agreements.sealing.key_providers import CLOCKS, LISTS

ORGANISATION = "MitWirkung TEST – nur zum Ausprobieren"
YEARS = timedelta(days=3650)
FOLDER = settings.VAR_DIR / "demo" / "siegel"
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
LETTERS = 24
MADE = "fertig-mit-sperrliste"  # an earlier demo had none and is replaced


@dataclass(frozen=True, slots=True)
class Clock:
    """Certificate and key of the demo's time stamp service."""

    certificate: bytes
    key: bytes

    def stamper(self) -> DummyTimeStamper:
        key = load_pem_private_key(self.key, None).private_bytes(
            Encoding.DER, PrivateFormat.PKCS8, NoEncryption()
        )
        certificate = x509.load_pem_x509_certificate(self.certificate).public_bytes(Encoding.DER)
        return DummyTimeStamper(asn1_x509.Certificate.load(certificate), asn1_keys.PrivateKeyInfo.load(key))


def prepare(*, at: datetime, folder: Path | None = None) -> Clock:
    """Create the demo's certificates unless they exist, and configure the seal.

    Without configured trust anchors the demo trusts its own time stamp service and revocation list.
    """
    folder = folder or FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / MADE).exists():
        _make(at, folder)
    settings.SEAL_FILE = str(folder / "siegel.p12")
    settings.SEAL_PASSWORD = (folder / "passwort").read_text()
    if not Path(settings.TRUST_ANCHORS).is_dir():
        settings.TRUST_ANCHORS = folder / "vertrauen"
    return Clock((folder / "uhr.pem").read_bytes(), (folder / "uhr.key").read_bytes())


def _make(at: datetime, folder: Path) -> None:
    issuer_key, seal_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    clock_key = rsa.generate_private_key(65537, 2048)  # the time stamp library supports no other kind
    issuer = _certificate("TEST-Aussteller", issuer_key, issuer_key, None, at)
    seal = _certificate("TEST-Siegel MitWirkung", seal_key, issuer_key, issuer, at)
    clock = _certificate("TEST-Zeitstempel dieses Rechners", clock_key, issuer_key, issuer, at, stamps=True)
    password = secrets.token_urlsafe(LETTERS)
    sealed = serialize_key_and_certificates(
        b"TEST", seal_key, seal, [issuer], BestAvailableEncryption(password.encode())
    )
    pem = clock_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    _write(folder, "siegel.p12", sealed)
    _write(folder, "passwort", password.encode())
    _write(folder, "uhr.pem", clock.public_bytes(Encoding.PEM))
    _write(folder, "uhr.key", pem)
    _write(folder, f"vertrauen/{CLOCKS}/aussteller.pem", issuer.public_bytes(Encoding.PEM))
    _write(folder, f"vertrauen/{LISTS}/aussteller.crl", _nothing_revoked(issuer, issuer_key, at))
    _write(folder, MADE, b"")


def _write(folder: Path, name: str, data: bytes) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    with open(folder / name, "wb", opener=_only_for_us) as file:
        file.write(data)


def _only_for_us(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _certificate(
    name: str, key: Key, signer: Key, issuer: x509.Certificate | None, at: datetime, *, stamps: bool = False
) -> x509.Certificate:
    """Return a certificate for ten years; without an issuer a self-signed CA certificate."""
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, ORGANISATION),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )
    is_issuer = issuer is None
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + YEARS)
        .add_extension(x509.BasicConstraints(ca=is_issuer, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(_usage(is_issuer=is_issuer), critical=True)
    )
    if stamps:
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(usage, critical=True)
    return builder.sign(signer, hashes.SHA256())


def _nothing_revoked(issuer: x509.Certificate, key: Key, at: datetime) -> bytes:
    """Return an empty revocation list, valid as long as the certificates."""
    return (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.subject)
        .last_update(at - timedelta(days=1))
        .next_update(at + YEARS)
        .add_extension(x509.CRLNumber(1), critical=False)
        .sign(key, hashes.SHA256())
        .public_bytes(Encoding.DER)
    )


def _usage(*, is_issuer: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_issuer,
        content_commitment=not is_issuer,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_issuer,
        crl_sign=is_issuer,
        encipher_only=False,
        decipher_only=False,
    )
