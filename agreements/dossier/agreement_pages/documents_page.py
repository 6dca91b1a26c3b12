"""The files of an agreement: what is signed and sealed, what can be made of it, and where it goes in the end."""

from dataclasses import dataclass

from agreements import policy
from agreements.choices import EditionKind, Status
from agreements.dossier.agreement_pages.subject import PageSubject
from agreements.dossier.archive.presenters import ArchiveView, archive_view
from agreements.dossier.editions import EditionRow, edition_rows
from agreements.models import Version
from agreements.policy import Verdict
from agreements.recording.presenters import OriginalView, original_view
from agreements.sealing.presenters import SealPanel, seal_panel
from agreements.signing.ceremony.presenters import CeremonyView, ceremony_views
from agreements.signing.certificates.presenters import SignedFilesPanel, signed_files_panel
from agreements.texts.amended_text import content_of_version
from agreements.texts.transcript import TranscriptDepth
from agreements.verification_code import verification_code


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentsPage:
    """`version` is what is frozen; `compares`: there is a text to compare with its model.

    `ceremonies` are those of a contract signed elsewhere, beside what is known of its signatures.
    """

    version: Version | None
    compares: bool
    editions: tuple[EditionRow, ...]
    reading_pending: bool
    verification_code: str
    files: SignedFilesPanel | None
    seals: SealPanel | None
    original: OriginalView | None
    ceremonies: tuple[CeremonyView, ...]
    record: Verdict
    versions: Verdict
    bundle: Verdict
    brief: Verdict
    archive: ArchiveView | None


def documents_page(subject: PageSubject) -> DocumentsPage:
    user, instrument, agreement = subject.user, subject.instrument, subject.agreement
    made_here = subject.made_here
    version = instrument.frozen_version if instrument else None
    editions = edition_rows(version) if version else ()
    current = {row.edition.kind for row in editions if not row.is_outdated}
    is_signed = bool(made_here and made_here.status == Status.SIGNED)
    original = None
    if instrument and not made_here:
        original = original_view(user, instrument, content_of_version(instrument))
    return DocumentsPage(
        version=version,
        compares=bool(made_here) or bool(original and original.depth == TranscriptDepth.FULL_TEXT),
        editions=editions,
        reading_pending=is_signed and EditionKind.READING not in current,
        verification_code=verification_code(version.fingerprint) if version and made_here else "",
        files=signed_files_panel(user, made_here) if made_here else None,
        seals=seal_panel(user, instrument, subject.now) if instrument else None,
        original=original,
        ceremonies=ceremony_views(instrument) if instrument and original else (),
        record=policy.verdict(user, "record.edit", agreement),
        versions=policy.verdict(user, "history.draft", agreement),
        bundle=policy.verdict(user, "bundle.download", agreement),
        brief=policy.verdict(user, "brief.print", agreement),
        archive=None if subject.amendment else archive_view(user, agreement, subject.facts, subject.as_of),
    )
