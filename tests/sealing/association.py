"""The association's seal and a time stamp service over HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from django.test import override_settings
from pyhanko.sign.timestamps import DummyTimeStamper

from mitwirkung.devtools.time_service import TimeService
from tests.signing.pki import NOW, Entity, entity, revocation_list
from tests.signing.signer import store

PASSWORD = "ein langes Passwort für das Siegel"
LISTS = ("siegel.crl", "zeit.crl")


class Clock(TimeService):
    """A service that comes back at the same port, see `free_port`."""

    allow_reuse_port = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SealSetup:
    """Folder, certificate authorities, seal and time stamp service."""

    folder: Path
    authority: Entity
    times: Entity
    seal: Entity
    clock: Entity
    lists_port: int = 0
    password: str = PASSWORD

    @property
    def settings(self) -> dict[str, object]:
        """The settings except the URL of the time stamp service."""
        return {
            "SEAL_FILE": str(self.folder / "siegel.p12"),
            "SEAL_PASSWORD": self.password,
            "TRUST_ANCHORS": self.folder / "trust",
        }

    def service(self, port: int = 0, *, revoked: tuple[Entity, ...] = ()) -> TimeService:
        """Return a stopped time stamp service, which also serves the revocation lists."""
        stamper = DummyTimeStamper(self.clock.asn1, self.clock.asn1_key, certs_to_embed=store(self.times))
        given = (
            dict(
                zip(
                    LISTS,
                    (
                        revocation_list(self.authority, *revoked).dump(),
                        revocation_list(self.times).dump(),
                    ),
                    strict=True,
                )
            )
            if self.lists_port
            else {}
        )
        return Clock(stamper, port or self.lists_port, given)

    @contextmanager
    def running(self, port: int = 0, *, revoked: tuple[Entity, ...] = ()) -> Iterator[TimeService]:
        """Configure the seal with a running time stamp service."""
        service = self.service(port, revoked=revoked)
        with service.open() as url, override_settings(**self.settings, TIME_STAMP_URL=url):
            yield service


def build_seal_setup(folder: Path, *, lists_port: int = 0, password: str = PASSWORD) -> SealSetup:
    """Write key and trust list; `lists_port` is the port of the revocation lists in the certificates."""
    authority = entity("Test Siegel-Aussteller", authority=True)
    times = entity("Test Zeit-Aussteller", authority=True)
    seal = entity("MitWirkung", authority, organisation="MitWirkung e. V.")
    clock = entity("Test Zeitstempeldienst", times, stamps=True)
    if lists_port:
        seal = pointing(seal, authority, f"http://127.0.0.1:{lists_port}/{LISTS[0]}")
        clock = pointing(clock, times, f"http://127.0.0.1:{lists_port}/{LISTS[1]}")
    write_key(folder, seal, authority, password)
    anchors = folder / "trust" / "zeitstempel"
    anchors.mkdir(parents=True)
    (anchors / "aussteller.pem").write_bytes(times.certificate.public_bytes(Encoding.PEM))
    return SealSetup(
        folder=folder,
        authority=authority,
        times=times,
        seal=seal,
        clock=clock,
        lists_port=lists_port,
        password=password,
    )


def write_key(folder: Path, seal: Entity, authority: Entity, password: str = PASSWORD) -> str:
    """Write key and certificates of a seal as PKCS#12 and return the path."""
    data = serialize_key_and_certificates(
        b"Siegel",
        seal.key,
        seal.certificate,
        [authority.certificate],
        BestAvailableEncryption(password.encode()),
    )
    (folder / "siegel.p12").write_bytes(data)
    return str(folder / "siegel.p12")


def pointing(owner: Entity, issuer: Entity, address: str) -> Entity:
    """Return the certificate with the URL of a revocation list."""
    old = owner.certificate
    place = x509.DistributionPoint([x509.UniformResourceIdentifier(address)], None, None, None)
    builder = (
        x509.CertificateBuilder()
        .subject_name(old.subject)
        .issuer_name(old.issuer)
        .public_key(old.public_key())
        .serial_number(old.serial_number)
        .not_valid_before(NOW - timedelta(days=30))
        .not_valid_after(NOW + timedelta(days=900))
        .add_extension(x509.CRLDistributionPoints([place]), critical=False)
    )
    for extension in old.extensions:
        builder = builder.add_extension(extension.value, critical=extension.critical)
    return replace(owner, certificate=builder.sign(issuer.key, hashes.SHA256()))
