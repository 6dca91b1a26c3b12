"""Seals a PDF with PAdES and a time stamp, as the last revision.

The signature is invisible, so PDF/A and PDF/UA conformance is kept. Without a time stamp nothing is sealed.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from asn1crypto import x509
from pkcs11 import PKCS11Error
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, SigDSSPlacementPreference
from pyhanko.sign.timestamps import TimestampRequestError
from pyhanko.sign.validation import EmbeddedPdfSignature, async_validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, RevokedError, ValidationError
from pyhanko_certvalidator.fetchers.aiohttp_fetchers import AIOHttpFetcherBackend

from agreements.choices import SealLevel
from agreements.sealing import wording
from agreements.sealing.key_providers import SECONDS, KeyProvider, is_test_certificate, subject_name
from agreements.sealing.keys import NotSealedError

DIGEST = "sha256"
FIELD = "siegel"
COVERED = frozenset({SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION})
# revocation data lies in the seal's own revision: the seal covers the whole file, and nothing follows it
IN_ONE_REVISION = DSSContentSettings(
    include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE
)
USAGE = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"}, match_all_key_usages=False)
BESIDE_THE_PAGE = InvisSigSettings(box_out_of_bounds=True)  # it draws nothing; what lies there needs no tag


class _OnlyAdding(IncrementalPdfFileWriter):
    """Appends a revision without changing the metadata.

    The library would rewrite them in a form that strict PDF/A validators reject.
    """

    def _update_meta(self) -> None:
        """Keep the metadata."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """A sealed PDF and its seal; `level_note` is the reason if it has no revocation data.

    `is_test`: it proves nothing, because this is no production system or a certificate is for tests.
    """

    pdf: bytes
    level: SealLevel
    level_note: str
    stamped_at: datetime
    time_source: str
    certificate: str
    certificate_sha256: str
    is_test: bool


def seal_pdf(pdf: bytes, provider: KeyProvider, *, reason: str) -> Sealed:
    """Return the PDF with the seal appended as one revision: the existing bytes do not change.

    Raises NotSealedError without a time stamp, with an invalid certificate, or if the result does not validate.
    """
    return asyncio.run(_seal(pdf, provider, reason))


async def _seal(pdf: bytes, provider: KeyProvider, reason: str) -> Sealed:
    certificate = provider.certificate
    try:
        await provider.clock.async_dummy_response(DIGEST)  # asks whether there is a time at all
        sealed, note = await _signed(pdf, provider, reason)
    except (TimestampRequestError, OSError) as error:
        raise NotSealedError(wording.NO_TIME_STAMP) from error
    except PKCS11Error:
        raise NotSealedError(wording.DEVICE_UNREADABLE) from None
    stamp, source = await _checked(sealed, provider)
    first, last = certificate.not_valid_before, certificate.not_valid_after
    if not first <= stamp <= last:
        raise NotSealedError(wording.SEAL_EXPIRED.format(first=f"{first:%d.%m.%Y}", last=f"{last:%d.%m.%Y}"))
    return Sealed(
        pdf=sealed,
        level=SealLevel.B_T if note else SealLevel.B_LT,
        level_note=note,
        stamped_at=stamp,
        time_source=subject_name(source),
        certificate=subject_name(certificate),
        certificate_sha256=certificate.sha256.hex(),
        is_test=provider.is_test or is_test_certificate(certificate) or is_test_certificate(source),
    )


async def _signed(pdf: bytes, provider: KeyProvider, reason: str) -> tuple[bytes, str]:
    """Return the sealed bytes, with revocation data if all are available, else the reason why not."""
    roots = provider.roots()
    if not roots:
        return await _written(pdf, provider, reason), (
            wording.LT_SELF_MADE if provider.certificate.self_issued else wording.LT_NO_ISSUER
        )
    if not provider.trusted_clocks:
        return await _written(pdf, provider, reason), wording.LT_NO_LIST
    fetching = AIOHttpFetcherBackend(per_request_timeout=SECONDS)
    trust = ValidationContext(
        trust_roots=[*roots, *provider.trusted_clocks],
        other_certs=list(provider.signer.cert_registry),
        crls=provider.revocation_lists,
        allow_fetching=True,
        revocation_mode="require",
        fetcher_backend=fetching,
    )
    try:
        return await _written(pdf, provider, reason, trust), ""
    except (SigningError, PathError, ValidationError) as error:
        if any(isinstance(cause, RevokedError) for cause in _causes(error)):
            raise NotSealedError(wording.SEAL_REVOKED) from error
        return await _written(pdf, provider, reason), wording.LT_NO_DATA
    finally:
        await fetching.close()  # type: ignore[no-untyped-call]  # the library left this one out


async def _written(
    pdf: bytes, provider: KeyProvider, reason: str, trust: ValidationContext | None = None
) -> bytes:
    before = PdfFileReader(BytesIO(pdf))
    name = _free_name(before)
    about = PdfSignatureMetadata(
        field_name=name,
        md_algorithm=DIGEST,
        subfilter=SigSeedSubFilter.PADES,
        name=subject_name(provider.certificate),
        reason=reason,
        embed_validation_info=trust is not None,
        validation_context=trust,
        dss_settings=IN_ONE_REVISION,
        signer_key_usage={"digital_signature"},
    )
    out = BytesIO()
    field = SigFieldSpec(
        name,
        invis_sig_settings=BESIDE_THE_PAGE,
        readable_field_name=f"Siegel: {subject_name(provider.certificate)}",
    )
    tool = PdfSigner(about, provider.signer, timestamper=provider.clock, new_field_spec=field)
    await tool.async_sign_pdf(_OnlyAdding.from_reader(before), output=out)
    return out.getvalue()


def _free_name(reader: PdfFileReader) -> str:
    """Return an unused name for the signature field."""
    taken = {signature.field_name for signature in reader.embedded_signatures}
    return next(name for name in (FIELD, *(f"{FIELD}-{n}" for n in range(2, 1000))) if name not in taken)


async def _checked(pdf: bytes, provider: KeyProvider) -> tuple[datetime, x509.Certificate]:
    """Return the time stamp and its signer's certificate. Raises NotSealedError if any signature is invalid."""
    last = None
    for signature in PdfFileReader(BytesIO(pdf)).embedded_signatures:
        last = await _status(signature, provider)
        if not (last.intact and last.valid and last.coverage in COVERED and last.docmdp_ok is not False):
            raise NotSealedError(wording.BROKEN)
    stamp = last.timestamp_validity if last else None
    if stamp is None or not (stamp.intact and stamp.valid):
        raise NotSealedError(wording.NO_TIME_STAMP)
    if provider.trusted_clocks and not stamp.trusted:
        raise NotSealedError(wording.FOREIGN_CLOCK)
    return stamp.timestamp, stamp.signing_cert


async def _status(signature: EmbeddedPdfSignature, provider: KeyProvider) -> PdfSignatureStatus:
    nobody = ValidationContext(trust_roots=[], allow_fetching=False)
    clocks = ValidationContext(trust_roots=list(provider.trusted_clocks), allow_fetching=False)
    return await async_validate_pdf_signature(
        signature, signer_validation_context=nobody, ts_validation_context=clocks, key_usage_settings=USAGE
    )


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
