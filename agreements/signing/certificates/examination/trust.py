"""Validation of signatures and certificates by trust lists and the evidence in the file. No network."""

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
REQUIRE_REVOCATION = "require"
IF_IN_FILE = "soft-fail"


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidationEvidence:
    """Trust lists, and the certificates and revocation data embedded in the file."""

    lists: TrustLists
    certificates: list[x509.Certificate] = field(default_factory=list)
    crls: list[crl.CertificateList] = field(default_factory=list)
    ocsps: list[ocsp.OCSPResponse] = field(default_factory=list)

    def context(
        self, anchors: list[x509.Certificate], moment: datetime, mode: str = IF_IN_FILE
    ) -> ValidationContext:
        """Return pyHanko's context for a moment; it never fetches from the network."""
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


def embedded_evidence(reader: PdfFileReader, lists: TrustLists) -> ValidationEvidence:
    """Return the lists with the contents of the document security store."""
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return ValidationEvidence(lists=lists)
    return ValidationEvidence(
        lists=lists,
        certificates=list(store.load_certs()),
        crls=[crl.CertificateList.load(row.get_object().data) for row in store.crls],
        ocsps=[ocsp.OCSPResponse.load(row.get_object().data) for row in store.ocsps],
    )


def examine_signature(
    signature: EmbeddedPdfSignature, evidence: ValidationEvidence, moment: datetime
) -> PdfSignatureStatus:
    """Return integrity, later modifications and time stamp of a signature."""
    return validate_pdf_signature(
        signature,
        signer_validation_context=evidence.context([], moment),
        ts_validation_context=evidence.context(evidence.lists.get(TIME_LIST, []), moment),
        diff_policy=ONLY_SIGNATURES,
        key_usage_settings=FOR_SIGNING,
    )


def timestamp_is_valid(stamp: EmbeddedPdfSignature, evidence: ValidationEvidence, moment: datetime) -> bool:
    """Check integrity and coverage of a document time stamp."""
    status: Any = validate_pdf_timestamp(
        stamp, evidence.context(evidence.lists.get(TIME_LIST, []), moment), diff_policy=ONLY_SIGNATURES
    )
    return bool(status.intact and status.valid and status.coverage in COVERED)


def trusting_lists(
    signature: EmbeddedPdfSignature, evidence: ValidationEvidence, moment: datetime
) -> tuple[tuple[str, ...], Revocation]:
    """Return the lists that trust the certificate at a moment, none if revoked, and its revocation."""
    trusting, revocation = [], Revocation.UNCHECKED
    for name, anchors in sorted(evidence.lists.items()):
        if name == TIME_LIST or not anchors:
            continue
        for mode in (REQUIRE_REVOCATION, IF_IN_FILE):
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
                revocation = Revocation.GOOD if mode == REQUIRE_REVOCATION else revocation
                break
    return tuple(trusting), revocation
