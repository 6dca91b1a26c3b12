"""Times what makes and checks proof: the seal, the examination of an upload with three signatures, the bundle.

Keys are elliptic (P-256), the time stamp service answers over HTTP on this machine, and the floors are what the libraries
and the disk need by themselves.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

import pikepdf
from asn1crypto import x509
from django.conf import settings
from django.test import override_settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from agreements.dossier.bundle.collection import collect_bundle
from agreements.dossier.bundle.zip_file import write_bundle
from agreements.files import store
from agreements.models import Agreement
from agreements.sealing.key_providers import KeyProvider, key_provider
from agreements.sealing.seal import seal_pdf
from agreements.signing.certificates.examination.certificates import ADVANCED_LIST, TIME_LIST, read_lists
from agreements.signing.certificates.examination.sandbox import Request, examine_in_subprocess
from bench.measure import in_turns
from bench.printing import Printed
from bench.progress import Progress
from mitwirkung.demo.demo_seal import prepare
from mitwirkung.devtools.time_service import TimeService

SIGNATURES = 3


class NotProvenError(Exception):
    """What does not hold is not measured."""


@contextmanager
def _at_work(*, lists: bool) -> Iterator[KeyProvider]:
    """Let a key provider of its own seal, with a clock that answers over HTTP, and with revocation lists or without."""
    with TemporaryDirectory() as place, override_settings(TRUST_ANCHORS=Path(place, "none")):
        clock = prepare(at=datetime.now(UTC), folder=Path(place, "siegel"))
        if not lists:
            settings.TRUST_ANCHORS = Path(place, "none")
        with TimeService(clock.stamper()).open() as url:
            settings.TIME_STAMP_URL = url
            yield key_provider()


def sealed(issued: bytes, repeat: int, progress: Progress) -> list[Printed]:
    """Time the seal without and with revocation data; the floor is what the library does with the same, unchecked."""
    rows = []
    for level, lists in (("B-T", False), ("B-LT", True)):
        with _at_work(lists=lists) as provider:
            made = seal_pdf(issued, key_provider(), reason="Bank")
            if f"({level})" not in made.level.label:
                raise NotProvenError(f"The seal is {made.level.label}: {made.level_note}")
            seconds, floor = in_turns(
                lambda: seal_pdf(issued, key_provider(), reason="Bank"),
                lambda provider=provider, trust=lists: _bare(issued, "siegel", provider, trust=trust),  # type: ignore[misc]  # bound in the loop
                repeat,
                progress.tick,
            )
        size = len(made.pdf)
        rows.append(Printed(name=f"seal {level}", seconds=seconds, floor_seconds=floor, size=size))
    return rows


def examined(issued: bytes, repeat: int, progress: Progress) -> Printed:
    """Time the examination of three signatures as a page does it; the floor is the library in this process."""
    with _at_work(lists=True) as provider, TemporaryDirectory() as folder:
        signed = issued
        for field in _fields(issued):
            signed = _bare(signed, field, provider)
        base, uploaded, anchors = Path(folder, "base"), Path(folder, "uploaded"), Path(folder, "anchors")
        base.write_bytes(issued)
        uploaded.write_bytes(signed)
        copytree(settings.TRUST_ANCHORS, anchors)
        copytree(anchors / TIME_LIST, anchors / ADVANCED_LIST)  # one issuer for clock and people
        moment = datetime.now(UTC)
        request = Request(base=str(base), uploaded=str(uploaded), moment=moment, anchors=str(anchors))
        verdict = examine_in_subprocess(request)
        if not verdict.accepted or len(verdict.signatures) != SIGNATURES:
            raise NotProvenError(f"{len(verdict.signatures)} signatures: {verdict.problems}")
        trusted = read_lists(anchors)[TIME_LIST]
        seconds, floor = in_turns(
            lambda: examine_in_subprocess(request), lambda: _looked_at(signed, trusted), repeat, progress.tick
        )
    return Printed(name="validation, 3 signatures", seconds=seconds, floor_seconds=floor, size=len(signed))


def _fields(issued: bytes) -> list[str]:
    """Return the names of the empty fields, and of further ones if there are too few."""
    with pikepdf.open(BytesIO(issued)) as pdf:
        fields = [str(field.T) for field in pdf.Root.AcroForm.Fields]
    return [*fields, *(f"weitere-{number}" for number in range(SIGNATURES))][:SIGNATURES]


def _bare(pdf: bytes, field: str, provider: KeyProvider, *, trust: bool = False) -> bytes:
    """Return the PDF signed as the library does it by itself."""
    roots = [*provider.roots(), *provider.trusted_clocks]
    about = PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        embed_validation_info=trust,
        validation_context=ValidationContext(
            trust_roots=roots, crls=provider.revocation_lists, revocation_mode="require"
        )
        if trust
        else None,
    )
    out = BytesIO()
    PdfSigner(about, provider.signer, timestamper=provider.clock).sign_pdf(
        IncrementalPdfFileWriter(BytesIO(pdf)), output=out
    )
    return out.getvalue()


def _looked_at(pdf: bytes, trusted: list[x509.Certificate]) -> None:
    """Validate every signature with the library's own rules."""
    for signature in PdfFileReader(BytesIO(pdf)).embedded_signatures:
        if not validate_pdf_signature(signature, ValidationContext(trust_roots=trusted)).bottom_line:
            raise NotProvenError(f"The library finds fault with {signature.field_name}.")


def bundled(agreement: Agreement, repeat: int, progress: Progress) -> Printed:
    """Time the whole file of an agreement; the floor reads and hashes the stored files that are in it."""
    files = list(collect_bundle(agreement).parts.stored.values())

    def write() -> int:
        out = BytesIO()
        write_bundle(collect_bundle(agreement), out)
        return len(out.getvalue())

    def read() -> None:
        for file in files:
            hashlib.sha256(store.read(file)).hexdigest()

    size = write()
    seconds, floor = in_turns(write, read, repeat, progress.tick)
    return Printed(name="bundle", seconds=seconds, floor_seconds=floor, size=size)
