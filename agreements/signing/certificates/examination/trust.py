"""Who signed, and who vouches for it: the trust lists of the house and what the file itself carries. No network."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from asn1crypto import crl, ocsp, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import (
    DocumentSecurityStore,
    EmbeddedPdfSignature,
    validate_pdf_signature,
    validate_pdf_timestamp,
)
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from agreements.signing.certificates.examination.additions import ONLY_SIGNATURES
from agreements.signing.certificates.examination.certificates import TIME_LIST, TrustLists
from agreements.signing.certificates.examination.result import Revocation

COVERED = frozenset({SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION})
FOR_SIGNING = KeyUsageConstraints(
    key_usage={"non_repudiation", "digital_signature"}, match_all_key_usages=False
)
ALL_OF_THE_CHAIN = "require"
IF_THE_FILE_SAYS_SO = "soft-fail"


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidationEvidence:
    """The trust lists, and the certificates and revocation data that the file carries."""

    lists: TrustLists
    certificates: list[x509.Certificate] = field(default_factory=list)
    crls: list[crl.CertificateList] = field(default_factory=list)
    ocsps: list[ocsp.OCSPResponse] = field(default_factory=list)

    def context(
        self, anchors: list[x509.Certificate], moment: datetime, mode: str = IF_THE_FILE_SAYS_SO
    ) -> ValidationContext:
        """Return what decides about trust at a moment; it never asks the network."""
        return ValidationContext(
            trust_roots=anchors,
            other_certs=self.certificates,
            crls=self.crls,
            ocsps=self.ocsps,
            moment=moment,
            best_signature_time=moment,
            allow_fetching=False,
            revocation_mode=mode,
            retroactive_revinfo=True,  # revocation data is always younger than the signature it is about
        )


def evidence_in(reader: PdfFileReader, lists: TrustLists) -> ValidationEvidence:
    """Return the lists together with what the file carries in its security store."""
    try:
        kept = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return ValidationEvidence(lists=lists)
    return ValidationEvidence(
        lists=lists,
        certificates=list(kept.load_certs()),
        crls=[crl.CertificateList.load(row.get_object().data) for row in kept.crls],
        ocsps=[ocsp.OCSPResponse.load(row.get_object().data) for row in kept.ocsps],
    )


def examine_signature(
    signature: EmbeddedPdfSignature, evidence: ValidationEvidence, moment: datetime
) -> PdfSignatureStatus:
    """Return whether a signature is whole, what was added after it and whether its time stamp holds."""
    return validate_pdf_signature(
        signature,
        signer_validation_context=evidence.context([], moment),
        ts_validation_context=evidence.context(evidence.lists.get(TIME_LIST, []), moment),
        diff_policy=ONLY_SIGNATURES,
        key_usage_settings=FOR_SIGNING,
    )


def stamp_holds(stamp: EmbeddedPdfSignature, evidence: ValidationEvidence, moment: datetime) -> bool:
    """Say whether a time stamp over the whole file is undamaged and covers it."""
    status: Any = validate_pdf_timestamp(
        stamp, evidence.context(evidence.lists.get(TIME_LIST, []), moment), diff_policy=ONLY_SIGNATURES
    )
    return bool(status.intact and status.valid and status.coverage in COVERED)


def vouched_for(
    signature: EmbeddedPdfSignature, evidence: ValidationEvidence, moment: datetime
) -> tuple[tuple[str, ...], Revocation]:
    """Return the lists that trust the certificate at a moment, and whether it was revoked then. Nobody trusts a revoked one."""
    trusting, revocation = [], Revocation.UNCHECKED
    for name, anchors in sorted(evidence.lists.items()):
        if name == TIME_LIST or not anchors:
            continue
        for mode in (ALL_OF_THE_CHAIN, IF_THE_FILE_SAYS_SO):
            status = validate_pdf_signature(
                signature,
                signer_validation_context=evidence.context(anchors, moment, mode),
                skip_diff=True,
                key_usage_settings=FOR_SIGNING,
            )
            if status.revocation_details is not None:
                return (), Revocation.REVOKED
            if status.trusted:
                trusting.append(name)
                revocation = Revocation.GOOD if mode == ALL_OF_THE_CHAIN else revocation
                break
    return tuple(trusting), revocation
