"""Examination of an uploaded signed file. Pure: bytes and trust lists in, a result out; no network, no clock.

Any exception that a file causes in the libraries means that it is rejected.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pypdfium2
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import FieldMDPAction, MDPPerm
from pyhanko.sign.validation import EmbeddedPdfSignature

from agreements.signing.certificates.examination import structure, wording
from agreements.signing.certificates.examination.certificates import (
    TIME_LIST,
    TrustLists,
    certificate_names,
    level,
    qualification,
)
from agreements.signing.certificates.examination.losses import lost_standards
from agreements.signing.certificates.examination.result import (
    ExaminationResult,
    ExaminedSignature,
    Level,
    Revocation,
    sanitize,
)
from agreements.signing.certificates.examination.structure import UnacceptableError
from agreements.signing.certificates.examination.trust import (
    COVERED,
    ValidationEvidence,
    embedded_evidence,
    examine_signature,
    timestamp_is_valid,
    trusting_lists,
)


def examine(
    base: bytes, uploaded: bytes, lists: TrustLists, moment: datetime, earlier: tuple[bytes, ...] = ()
) -> ExaminationResult:
    """Examine a file that must extend `base`; one that extends a file in `earlier` is outdated."""
    try:
        structure.require_continuation(base, uploaded, earlier)
        return _examine(base, uploaded, lists, moment)
    except UnacceptableError as error:
        return ExaminationResult(problems=(str(error),))
    except Exception:  # a hostile file can raise anything in the libraries, and is rejected
        return ExaminationResult(problems=(wording.BROKEN,))


def examine_foreign(uploaded: bytes, lists: TrustLists, moment: datetime) -> ExaminationResult:
    """Examine the signatures of a file that was not issued here; `problems` are those that prove nothing."""
    try:
        reader = structure.open_pdf(uploaded)
        evidence = embedded_evidence(reader, lists)
        present = structure.signatures_of(reader)
    except UnacceptableError as error:
        return ExaminationResult(problems=(str(error),))
    except Exception:  # as above
        return ExaminationResult(problems=(wording.BROKEN,))
    signatures, problems = [], []
    for signature in present:
        if signature.sig_object_type == "/DocTimeStamp":
            continue
        try:
            signatures.append(_examine_signature(signature, evidence, moment, new=True))
        except UnacceptableError as error:
            problems.append(str(error))
        except Exception:  # as above
            problems.append(wording.BROKEN)
    return ExaminationResult(problems=tuple(problems), signatures=tuple(signatures))


def _examine(base: bytes, uploaded: bytes, lists: TrustLists, moment: datetime) -> ExaminationResult:
    before, after = structure.open_pdf(base), structure.open_pdf(uploaded)
    structure.require_only_signatures(before, after, uploaded)
    known = {structure.identity(signature) for signature in structure.signatures_of(before)}
    present = structure.signatures_of(after)
    if known - {structure.identity(signature) for signature in present}:
        raise UnacceptableError(wording.LOST)
    evidence = embedded_evidence(after, lists)
    signatures, notes = [], []
    for signature in present:
        if signature.sig_object_type == "/DocTimeStamp":
            _require(timestamp_is_valid(signature, evidence, moment), wording.STAMP_BROKEN)
        else:
            new = structure.identity(signature) not in known
            signatures.append(_examine_signature(signature, evidence, moment, new=new))
            if new and structure.foreign_fonts(signature):
                notes.append(wording.FOREIGN_FONT.format(who=signatures[-1].subject))
    return ExaminationResult(
        problems=tuple(_problems(signatures, lists)),
        notes=(*notes, *_notes(base, before, after, signatures)),
        signatures=tuple(signatures),
    )


def _examine_signature(
    signature: EmbeddedPdfSignature, evidence: ValidationEvidence, moment: datetime, *, new: bool
) -> ExaminedSignature:
    """Return what is proven of a signature. Raises UnacceptableError for a damaged one."""
    certificate = signature.signer_cert
    subject, organisation, issuer = certificate_names(certificate)
    status = examine_signature(signature, evidence, moment)
    _require(bool(status.intact and status.valid), wording.NOT_INTACT.format(who=subject))
    _require(status.coverage in COVERED, wording.NOT_COVERED.format(who=subject))
    _require(bool(status.docmdp_ok), wording.NOT_ALLOWED.format(who=subject))
    stamp = status.timestamp_validity
    proven = bool(stamp and stamp.intact and stamp.valid and stamp.trusted)
    signed_at = stamp.timestamp if stamp and proven else signature.self_reported_timestamp
    trusted_by, revocation = trusting_lists(
        signature, evidence, signed_at if proven and signed_at else moment
    )
    claims = qualification(certificate)
    facts = ExaminedSignature(
        field=sanitize(signature.field_name),
        new=new,
        level=level(trusted_by, claims),
        subject=subject,
        organisation=organisation,
        issuer=issuer,
        serial=f"{certificate.serial_number:x}",
        trusted_by=trusted_by,
        revocation=revocation,
        signed_at=signed_at,
        time_proven=proven,
        closes=_closes_file(signature),
    )
    return replace(
        facts,
        proven=tuple(wording.proven_words(facts)),
        unproven=tuple(wording.unproven_words(facts, claims)),
    )


def _closes_file(signature: EmbeddedPdfSignature) -> bool:
    locked = signature.fieldmdp
    return signature.docmdp_level == MDPPerm.NO_CHANGES or (
        locked is not None and locked.action == FieldMDPAction.ALL
    )


def _problems(signatures: list[ExaminedSignature], lists: TrustLists) -> Iterator[str]:
    new = [signature for signature in signatures if signature.new]
    has_lists = any(anchors for name, anchors in lists.items() if name != TIME_LIST)
    if not new:
        yield wording.NOTHING_NEW
    for signature in new:
        if signature.revocation == Revocation.REVOKED:
            yield wording.REVOKED.format(who=signature.subject)
        elif signature.level == Level.NONE:
            sentence = wording.NOT_TRUSTED if has_lists else wording.NO_LISTS
            yield sentence.format(who=signature.subject)
        if signature.signed_at is None:
            yield wording.NO_TIME.format(who=signature.subject)


def _notes(
    base: bytes, before: PdfFileReader, after: PdfFileReader, signatures: list[ExaminedSignature]
) -> Iterator[str]:
    """Yield notes for the reader. Raises UnacceptableError if a foreign field covers text."""
    boxes = structure.foreign_boxes(before, after)
    if boxes:
        with pypdfium2.PdfDocument(base) as pages:
            for number, corners in boxes:
                text = pages[number].get_textpage().get_text_bounded(*_upright(corners))
                _require(not text.strip(), wording.COVERS_TEXT.format(page=number + 1))
                yield wording.FOREIGN_FIELD.format(page=number + 1)
    if lost := lost_standards(before, after):
        yield wording.STANDARD_LOST.format(standards=" und ".join(lost))
    for signature in signatures:
        if signature.closes:
            yield wording.CLOSED.format(who=signature.subject)


def _upright(corners: tuple[float, ...]) -> tuple[float, float, float, float]:
    x1, y1, x2, y2 = corners
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _require(condition: bool, sentence: str) -> None:
    if not condition:
        raise UnacceptableError(sentence)
