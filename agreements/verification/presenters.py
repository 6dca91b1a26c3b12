"""The public page of a version: functions and sides, but neither names nor text."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils import timezone

from agreements.choices import DateSource, SignatureMethod, Status
from agreements.content import Content
from agreements.models import Instrument, Signature, Version
from agreements.texts.party_words import side_name
from agreements.verification.methods import Meaning, meaning
from agreements.verification.queries import EARLIER_SIGNED_FILE, OUTDATED, SIGNED_FILE, edition_words
from agreements.verification.status import VersionStatus, version_status
from agreements.verification_code import verification_code


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureRow:
    """A signatory by function, and her signature if there is one."""

    function: str
    side: str
    signed_on: date | None = None
    method: str = ""
    meaning: Meaning | None = None
    required: bool = True
    deputy: str = ""
    corrected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """A file of the version."""

    what: str
    sha256: str
    made_at: datetime
    outdated: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionView:
    """The public page of a version; of one that no longer counts only code and status are set."""

    code: str
    status: VersionStatus
    name: str = ""
    district: str = ""
    reference: str = ""
    number: int = 0
    frozen_at: datetime | None = None
    concluded_on: date | None = None
    amendments: int = 0
    fingerprint: str = ""
    signatures: tuple[SignatureRow, ...] = ()
    files: tuple[FileRow, ...] = ()


def version_view(version: Version, as_of: date) -> VersionView:
    status = version_status(version, as_of)
    code = verification_code(version.fingerprint)
    if not status.counts:
        return VersionView(code=code, status=status)
    instrument, content = version.instrument, version.read()
    signatures = {
        row.signatory.key: row for row in version.signatures.select_related("signatory", "delegation")
    }
    corrections = list(
        Signature.records.filter(version=version, corrects__isnull=False)
        .select_related("signatory", "corrects__signatory")
        .order_by("recorded_at", "pk")
    )
    days = [row.signed_on for row in signatures.values() if row.signatory.required]
    return VersionView(
        code=code,
        status=status,
        name=content.name,
        district=instrument.agreement.district.name if instrument.agreement.district else "",
        reference=instrument.agreement.reference,
        number=version.number,
        frozen_at=version.made_at,
        concluded_on=max(days, default=None) if instrument.status == Status.SIGNED else None,
        amendments=_amendments(instrument),
        fingerprint=version.fingerprint,
        signatures=_signature_rows(content, signatures, corrections),
        files=_files(version, len(corrections)),
    )


def _amendments(instrument: Instrument) -> int:
    """Return the number of later signed amendments."""
    return Instrument.objects.filter(
        agreement=instrument.agreement_id, number__gt=instrument.number, status=Status.SIGNED
    ).count()


def _signature_rows(
    content: Content, signatures: dict[str, Signature], corrections: list[Signature]
) -> tuple[SignatureRow, ...]:
    rows = []
    for person in (person for side in content.sides for person in content.signatories_of(side)):
        row = SignatureRow(
            function=person.function,
            side=side_name(content, person.side),
            required=person.required,
            corrected=tuple(
                filter(None, (" ".join(_corrected_words(one, person.key)) for one in corrections))
            ),
        )
        if signature := signatures.get(person.key):
            method = SignatureMethod(signature.method)
            row = replace(
                row,
                deputy=signature.delegation.function if signature.delegation else "",
                signed_on=signature.signed_on,
                method=method.label,
                meaning=meaning(
                    method, DateSource(signature.date_source), has_scan=signature.scan_id is not None
                ),
            )
        rows.append(row)
    return tuple(rows)


def _corrected_words(correction: Signature, key: str) -> Iterator[str]:
    """Say of a signatory, who is not named here, that what is recorded was corrected; nothing if it was not hers."""
    old, day = correction.corrects, f"{timezone.localdate(correction.recorded_at):%d.%m.%Y}"
    if old is None or key not in {correction.signatory.key, old.signatory.key}:
        return
    if key != correction.signatory.key:
        yield (
            f"Hier war eine Unterschrift vom {old.signed_on:%d.%m.%Y} festgehalten. Am {day} wurde berichtigt: Sie stammt "
            "von jemand anderem."
        )
        return
    yield f"Diese Angaben wurden am {day} berichtigt."
    if old.signed_on != correction.signed_on:
        yield f"Zuvor war der {old.signed_on:%d.%m.%Y} als Tag festgehalten."
    if old.signatory_id != correction.signatory_id:
        yield "Zuvor war diese Unterschrift für jemand anderen festgehalten."


def _files(version: Version, corrections: int) -> tuple[FileRow, ...]:
    editions = [
        FileRow(
            what=edition_words(edition),
            sha256=edition.file_id,
            made_at=edition.made_at,
            outdated=OUTDATED if edition.is_outdated(corrections) else "",
        )
        for edition in version.editions.select_related("seal").order_by("made_at", "pk")
    ]
    checks = list(version.proof_checks.filter(accepted=True).order_by("pk"))
    signed = [
        FileRow(
            what=SIGNED_FILE if check is checks[-1] else EARLIER_SIGNED_FILE,
            sha256=check.file_id,
            made_at=check.checked_at,
        )
        for check in checks
    ]
    return (*editions, *signed)
