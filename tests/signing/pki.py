"""A public key infrastructure for the tests, generated once per session."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from asn1crypto import crl as asn1_crl
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

NOW = datetime.now(UTC).replace(microsecond=0)
QC_STATEMENTS = ObjectIdentifier("1.3.6.1.5.5.7.1.3")
COMPLIANT = bytes.fromhex("3008060604008e460101")
ON_DEVICE = bytes.fromhex("3008060604008e460104")
FOR_PERSONS = bytes.fromhex("3013060604008e4601063009060704008e46010601")
FOR_SEALS = bytes.fromhex("3013060604008e4601063009060704008e46010602")


@dataclass(frozen=True, slots=True)
class Entity:
    """A certificate with its private key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

    @property
    def asn1(self) -> asn1_x509.Certificate:
        """The certificate as the signing library wants it."""
        return asn1_x509.Certificate.load(self.certificate.public_bytes(Encoding.DER))

    @property
    def asn1_key(self) -> asn1_keys.PrivateKeyInfo:
        """The key as the signing library wants it."""
        der = self.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        return asn1_keys.PrivateKeyInfo.load(der)


def entity(
    person: str,
    issuer: Entity | None = None,
    *,
    organisation: str = "Testland",
    authority: bool = False,
    statements: Iterable[bytes] = (),
    stamps: bool = False,
    days: tuple[int, int] = (-30, 900),
    declares: bool = False,
) -> Entity:
    """Return a new certificate, self-signed without an issuer."""
    # the library's clock for tests knows RSA only
    key = rsa.generate_private_key(65537, 2048) if stamps else ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "DE"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, person),
        ]
    )
    signer = issuer.key if issuer else key
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer.certificate.subject if issuer else name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW + timedelta(days=days[0]))
        .not_valid_after(NOW + timedelta(days=days[1]))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False
        )
        .add_extension(_usage(authority), critical=True)
    )
    if joined := b"".join(statements):
        sequence = bytes([0x30, len(joined)]) + joined
        builder = builder.add_extension(x509.UnrecognizedExtension(QC_STATEMENTS, sequence), critical=False)
    if stamps:
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(usage, critical=True)
    if declares:
        place = x509.UniformResourceIdentifier("http://sperrliste.invalid/liste.crl")
        point = x509.DistributionPoint(full_name=[place], relative_name=None, reasons=None, crl_issuer=None)
        builder = builder.add_extension(x509.CRLDistributionPoints([point]), critical=False)
    return Entity(builder.sign(signer, hashes.SHA256()), key)


def _usage(authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def revocation_list(issuer: Entity, *revoked: Entity) -> asn1_crl.CertificateList:
    """Return a revocation list; everything was revoked a week ago."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(NOW - timedelta(hours=1))
        .next_update(NOW + timedelta(days=30))
        .add_extension(x509.CRLNumber(1), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()), critical=False
        )
    )
    for row in revoked:
        builder = builder.add_revoked_certificate(
            x509.RevokedCertificateBuilder()
            .serial_number(row.certificate.serial_number)
            .revocation_date(NOW - timedelta(days=7))
            .build()
        )
    der = builder.sign(issuer.key, hashes.SHA256()).public_bytes(Encoding.DER)
    return asn1_crl.CertificateList.load(der)


@dataclass(frozen=True, slots=True)
class Pki:
    """Authorities by trust list, and signers."""

    qualified: Entity
    simple: Entity
    seals: Entity
    times: Entity
    clock: Entity
    stranger: Entity
    people: dict[str, Entity]

    def anchors(self, folder: Path) -> Path:
        """Write the trust lists into a folder as an operator would."""
        lists = {
            "qualifiziert": self.qualified,
            "fortgeschritten": self.simple,
            "siegel": self.seals,
            "zeitstempel": self.times,
        }
        for name, trusted in lists.items():
            place = folder / name
            place.mkdir(parents=True, exist_ok=True)
            (place / "aussteller.pem").write_bytes(trusted.certificate.public_bytes(Encoding.PEM))
        return folder


def build_pki() -> Pki:
    qualified = entity("Test QES CA", authority=True)
    simple = entity("Test FES CA", authority=True)
    seals = entity("Test Siegel CA", authority=True)
    times = entity("Test Zeit CA", authority=True)
    stranger = entity("Fremde CA", authority=True)
    signs = (COMPLIANT, ON_DEVICE, FOR_PERSONS)
    people = {
        "rosa": entity(
            "Rosa Rathaus", qualified, organisation="Bezirksamt Pankow von Berlin", statements=signs
        ),
        "viktor": entity("Viktor Verein", qualified, organisation="MitWirkung", statements=signs),
        "declared": entity("Rosa Rathaus", qualified, statements=signs, declares=True),
        "without_device": entity("Rosa Rathaus", qualified, statements=(COMPLIANT, FOR_PERSONS)),
        "claims_only": entity("Rosa Rathaus", simple, statements=signs),
        "advanced": entity("Rosa Rathaus", simple),
        "seal": entity("Bezirksamt Pankow von Berlin", seals, statements=(COMPLIANT, ON_DEVICE, FOR_SEALS)),
        "stranger": entity("Rosa Rathaus", stranger, statements=signs),
        "expired": entity("Rosa Rathaus", qualified, statements=signs, days=(-30, -1)),
        "other_name": entity("Karla Kanzlei", qualified, statements=signs),
        "self_made": entity("Rosa Rathaus", statements=signs),
        **{f"person{n}": entity(f"Person Nummer {n}", qualified, statements=signs) for n in range(5)},
    }
    clock = entity("Test Uhr", times, stamps=True)
    return Pki(qualified, simple, seals, times, clock, stranger, people)
