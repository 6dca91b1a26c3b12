"""Facts of an instrument: frozen versions with files, signatures and examinations."""

from collections.abc import Iterator

from django.utils.text import slugify
from msgspec import UNSET, UnsetType

from agreements.choices import EditionKind
from agreements.dossier.bundle.entries import Parts
from agreements.dossier.bundle.facts import (
    CheckFacts,
    DecliningFacts,
    DelegationFacts,
    InstrumentFacts,
    SignatureFacts,
    VersionFacts,
    write_json,
)
from agreements.dossier.bundle.file_facts import FileFacts
from agreements.dossier.bundle.seal_facts import SealFacts
from agreements.models import (
    Declining,
    Delegation,
    Edition,
    Instrument,
    ProofCheck,
    Seal,
    Signature,
    StoredFile,
    Version,
)
from agreements.rendering.statement import signature_records
from agreements.texts.assembly import content_of
from agreements.verification_code import verification_code


def instrument_facts(instrument: Instrument, parts: Parts) -> InstrumentFacts:
    """Return the facts of an instrument and add its files to `parts`; drafts are left out."""
    frozen = instrument.versions.filter(editions__kind=EditionKind.EXECUTION).order_by("number")
    content = content_of(instrument)
    return InstrumentFacts(
        number=instrument.number,
        name=content.name,
        title=content.title,
        subject=content.subject,
        status=instrument.status,
        file_reference=instrument.file_reference,
        begins_on=instrument.begins_on,
        ends_on=instrument.ends_on,
        extension_months=instrument.extension_months,
        notice_months=instrument.notice_months,
        versions=tuple(_version(version, instrument, parts) for version in frozen.select_related("made_by")),
        begins_with_signing=instrument.begins_with_signing or UNSET,
        effect=instrument.amendment.effect if instrument.number else UNSET,
        effect_on=(instrument.amendment.effect_on or UNSET) if instrument.number else UNSET,
    )


def _version(version: Version, instrument: Instrument, parts: Parts) -> VersionFacts:
    folder = f"urkunden/{instrument.number}/fassung-{version.number}"
    parts.written[f"{folder}/inhalt.json"] = version.content.encode()
    examined = version.proof_checks.select_related("file").order_by("checked_at", "pk")
    checks = {
        check.pk: _check(check, f"{folder}/pruefungen/{number}", parts)
        for number, check in enumerate(examined, start=1)
    }
    signatures = list(signature_records(version).select_related("scan").order_by("recorded_at", "pk"))
    numbers = {row.pk: number for number, row in enumerate(signatures, start=1)}
    scans: dict[str, FileFacts] = {}
    for row in signatures:
        if row.scan is not None and row.scan.sha256 not in scans:  # a correction may keep the scan
            path = f"{folder}/unterschriften/{numbers[row.pk]}-scan"
            what = "Scan einer Unterschrift"
            scans[row.scan.sha256] = parts.add_file(path, what, row.scan, row.recorded_at)
    delegations = {
        row.pk: _delegation(row, f"{folder}/vertretungen/{number}-nachweis", parts)
        for number, row in enumerate(
            version.delegations.select_related("signatory", "document", "recorded_by").order_by("pk"), start=1
        )
    }
    declinings = version.declinings.select_related("signatory", "recorded_by", "link__signatory").order_by(
        "pk"
    )
    corrections = sum(row.corrects_id is not None for row in signatures)
    editions = {
        row.pk: parts.add_file(
            _edition_path(folder, row), _edition_words(row, corrections), row.file, row.made_at
        )
        for row in version.editions.select_related("file").order_by("kind", "corrections")
    }
    seals = Seal.objects.filter(edition__in=editions).order_by("edition__kind", "edition__corrections")
    return VersionFacts(
        number=version.number,
        is_current=version.pk == instrument.frozen_version_id,
        verification_code=verification_code(version.fingerprint),
        fingerprint=version.fingerprint,
        frozen_at=version.made_at,
        frozen_by=str(version.made_by),
        content_path=f"{folder}/inhalt.json",
        editions=tuple(editions.values()),
        scans=tuple(scans.values()),
        checks=tuple(checks.values()),
        signatures=tuple(
            _signature(
                row,
                scan_path=scans[row.scan.sha256].path if row.scan else "",
                proof_path=checks[row.proof_id].file.path if row.proof_id else "",
                delegation_path=delegations[row.delegation_id].document.path if row.delegation_id else UNSET,
                corrects=numbers[row.corrects_id] if row.corrects_id else UNSET,
            )
            for row in signatures
        ),
        delegations=tuple(delegations.values()) or UNSET,
        declinings=tuple(_declining(row) for row in declinings) or UNSET,
        authorities=tuple(_authorities(version, f"{folder}/vertretungsbefugnis", parts)) or UNSET,
        seals=tuple(_seal(row, editions[row.edition_id].path) for row in seals) or UNSET,
    )


def _edition_path(folder: str, row: Edition) -> str:
    path = f"{folder}/{slugify(EditionKind(row.kind).label)}"
    return f"{path}-{row.corrections}-mal-berichtigt" if row.corrections else path


def _edition_words(row: Edition, corrections: int) -> str:
    words = EditionKind(row.kind).label
    return f"{words}, überholt" if row.is_outdated(corrections) else words


def _seal(row: Seal, path: str) -> SealFacts:
    return SealFacts(
        path=path,
        level=row.level,
        level_words=row.get_level_display(),
        level_note=row.level_note,
        stamped_at=row.stamped_at,
        time_source=row.time_source,
        certificate=row.certificate,
        certificate_sha256=row.certificate_sha256,
        is_test=row.is_test,
    )


def _authorities(version: Version, folder: str, parts: Parts) -> Iterator[FileFacts]:
    """Add each document once that proves an authority to sign in the frozen content."""
    files = StoredFile.objects.in_bulk(version.read().authority_documents)
    for number, sha256 in enumerate(sorted(files), start=1):
        what = "Nachweis einer Vertretungsbefugnis"
        yield parts.add_file(f"{folder}/{number}-nachweis", what, files[sha256], version.made_at)


def _check(check: ProofCheck, path: str, parts: Parts) -> CheckFacts:
    path = f"{path}-{'angenommen' if check.accepted else 'abgelehnt'}"
    parts.written[f"{path}-befund.json"] = write_json(check.verdict)
    return CheckFacts(
        file=parts.add_file(path, "Signierte Datei", check.file, check.checked_at),
        verdict_path=f"{path}-befund.json",
        accepted=check.accepted,
    )


def _delegation(row: Delegation, path: str, parts: Parts) -> DelegationFacts:
    return DelegationFacts(
        signatory_key=row.signatory.key,
        in_place_of=row.signatory.name,
        name=row.name,
        function=row.function,
        basis=row.basis,
        granted_on=row.granted_on,
        recorded_at=row.recorded_at,
        recorded_by=str(row.recorded_by),
        fingerprint=row.fingerprint,
        document=parts.add_file(path, "Nachweis einer Vertretung", row.document, row.recorded_at),
    )


def _declining(row: Declining) -> DecliningFacts:
    return DecliningFacts(
        signatory_key=row.signatory.key,
        name=row.signatory.name,
        declined_on=row.declined_on,
        reason=row.reason,
        recorded_at=row.recorded_at,
        recorded_by=row.recorder,
        fingerprint=row.fingerprint,
    )


def _signature(
    row: Signature,
    *,
    scan_path: str,
    proof_path: str,
    delegation_path: str | UnsetType,
    corrects: int | UnsetType,
) -> SignatureFacts:
    return SignatureFacts(
        signatory_key=row.signatory.key,
        name=row.signatory.name,
        function=row.signatory.function,
        side=row.signatory.side,
        method=row.method,
        signed_on=row.signed_on,
        date_source=row.date_source,
        source_note=row.source_note,
        place=row.place,
        recorded_at=row.recorded_at,
        recorded_by=row.recorder,
        fingerprint=row.fingerprint,
        scan_path=scan_path,
        proof_path=proof_path,
        delegation_path=delegation_path,
        corrects=corrects,
        reason=row.reason or UNSET,
    )
