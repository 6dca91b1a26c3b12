"""The association's key and the time stamp service, as configured."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from asn1crypto import crl, pem, x509
from django.conf import settings
from pyhanko.sign.signers import Signer
from pyhanko.sign.timestamps import HTTPTimeStamper, TimeStamper

from agreements.sealing import wording
from agreements.sealing.keys import NotSealedError, read_key, token_key

SECONDS = 10  # for one answer of a service
CLOCKS = "zeitstempel"
LISTS = "sperrlisten"
ENDINGS = {".pem", ".crt", ".cer", ".der"}
LONGEST_NAME = 300
TEST = re.compile(r"\btest\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class KeyProvider:
    """A key with its certificates, a time stamp service and its trust anchors. No repr: it holds the key."""

    signer: Signer
    clock: TimeStamper
    trusted_clocks: tuple[x509.Certificate, ...] = ()
    revocation_lists: tuple[crl.CertificateList, ...] = ()
    is_test: bool = True

    @property
    def certificate(self) -> x509.Certificate:
        return self.signer.signing_cert

    def roots(self) -> list[x509.Certificate]:
        """Return the ends of the certificate chain; none if the certificate is self-signed."""
        chain = [self.certificate, *self.signer.cert_registry]
        ends = [c for c in chain if not any(c.issuer == other.subject and c is not other for other in chain)]
        return [c for c in ends if c.sha256 != self.certificate.sha256]


def key_provider() -> KeyProvider:
    """Return the configured provider. Raises NotSealedError if something is missing or unreadable."""
    signer = seal_key()
    if not settings.TIME_STAMP_URL:
        raise NotSealedError(wording.NO_CLOCK)
    return KeyProvider(
        signer=signer,
        clock=HTTPTimeStamper(settings.TIME_STAMP_URL, timeout=SECONDS),
        trusted_clocks=tuple(_certificates(Path(settings.TRUST_ANCHORS) / CLOCKS)),
        revocation_lists=tuple(_revocation_lists(Path(settings.TRUST_ANCHORS) / LISTS)),
        is_test=not settings.PRODUCTION,
    )


def seal_key() -> Signer:
    """Return the key from the token if one is configured, else from the file. Raises NotSealedError."""
    if not settings.SEAL_FILE and not settings.SEAL_MODULE:
        raise NotSealedError(wording.NO_SEAL)
    if settings.SEAL_MODULE:
        return token_key(
            settings.SEAL_MODULE, settings.SEAL_TOKEN, settings.SEAL_LABEL, settings.SEAL_PASSWORD
        )
    return read_key(Path(settings.SEAL_FILE), settings.SEAL_PASSWORD)


def subject_name(certificate: x509.Certificate) -> str:
    """Return the subject of a certificate in one line."""
    said = certificate.subject.native
    parts = (said.get("common_name"), said.get("organization_name"))
    words_of = [str(part[0] if isinstance(part, list) else part) for part in parts if part]
    return ", ".join(dict.fromkeys(words_of))[:LONGEST_NAME] or "ohne Namen"


def is_test_certificate(certificate: x509.Certificate) -> bool:
    """Whether „Test“ is a word of the certificate's subject or issuer."""
    names = (certificate.subject.native, certificate.issuer.native)
    return any(TEST.search(str(part)) for name in names for part in name.values())


def _revocation_lists(folder: Path) -> Iterator[crl.CertificateList]:
    try:
        for path in sorted(folder.glob("*.crl")):
            data = path.read_bytes()
            yield crl.CertificateList.load(pem.unarmor(data)[2] if pem.detect(data) else data, strict=True)
    except (OSError, ValueError, TypeError) as error:
        raise NotSealedError(wording.LISTS_UNREADABLE) from error


def _certificates(folder: Path) -> list[x509.Certificate]:
    found = []
    try:
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if path.suffix.lower() in ENDINGS:
                data = path.read_bytes()
                parts = (
                    [der for _, _, der in pem.unarmor(data, multiple=True)] if pem.detect(data) else [data]
                )
                found += [x509.Certificate.load(part, strict=True) for part in parts]
    except (OSError, ValueError, TypeError) as error:
        raise NotSealedError(wording.CLOCKS_UNREADABLE) from error
    return found
