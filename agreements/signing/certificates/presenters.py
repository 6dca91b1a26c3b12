"""What the pages about signed files show: what was examined, what is proven and what not, and whose it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.urls import reverse

from agreements import policy
from agreements.choices import Status
from agreements.documents.editions import execution_edition
from agreements.models import Instrument, ProofCheck, SigningEvent, Version
from agreements.policy import Verdict as Permitted
from agreements.signing.certificates.actions import accepted_checks, assigned_fields
from agreements.signing.certificates.examination.result import ExaminationResult, Found, Level, read_result
from agreements.signing.photos.actions import judged_photos
from agreements.tones import Tone
from districts.models import User

LEVEL_WORDS = {
    Level.SEAL: "qualifiziertes Siegel",
    Level.QUALIFIED: "qualifizierte Signatur",
    Level.ADVANCED: "fortgeschrittene Signatur",
    Level.NONE: "nicht bewiesen",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundView:
    """One signature of an examined file; `owner` is the person it was recorded for."""

    found: Found
    anchor: str
    tone: Tone
    level: str
    owner: str
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckView:
    """One examination."""

    check: ProofCheck
    verdict: ExaminationResult
    tone: Tone
    outcome: str
    url: str
    file_url: str
    signatures: tuple[FoundView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrentFile:
    """The file that has to be signed next."""

    url: str
    name: str
    signed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedFilesPanel:
    """What the page of an agreement says about signed files."""

    upload: Permitted
    history: Permitted
    original_url: str
    original_size: int
    original_at: datetime | None
    complete: bool


def ceremonies_shown(instrument: Instrument) -> tuple[SigningEvent, ...]:
    """Return the ceremonies with who was present and `judged`, their photos."""
    photos = Prefetch("photos", judged_photos(), to_attr="judged")
    return tuple(instrument.ceremonies.prefetch_related("participants", photos))


def signed_files_panel(user: User, instrument: Instrument) -> SignedFilesPanel | None:
    """Return what an agreement's page shows; nothing while there is no frozen version."""
    version = instrument.frozen_version
    if version is None:
        return None
    newest = next(iter(accepted_checks(version)), None)
    return SignedFilesPanel(
        upload=policy.verdict(user, "signature.record", instrument),
        history=policy.verdict(user, "history.draft", instrument),
        original_url=_file_url(instrument, newest) if newest else "",
        original_size=newest.file.size if newest else 0,
        original_at=newest.checked_at if newest else None,
        complete=instrument.status == Status.SIGNED,
    )


def current_file(instrument: Instrument, version: Version) -> CurrentFile:
    """Return the file that has to be signed next."""
    checks = accepted_checks(version)
    if not checks:
        edition = execution_edition(version)
        return CurrentFile(url=reverse("edition_file", args=[edition.pk]), name="Zeichnungsfassung", signed=0)
    signatures = len(read_result(checks[0].verdict).signatures)
    return CurrentFile(
        url=_file_url(instrument, checks[0]), name="Zuletzt signierte Fassung", signed=signatures
    )


def checks_listed(instrument: Instrument) -> list[CheckView]:
    """Return every examination of an instrument's signed files, the newest first. One query."""
    checks = ProofCheck.objects.filter(version__instrument=instrument).select_related(
        "version", "file", "checked_by", "link__signatory"
    )
    return [check_view(instrument, check, owners={}) for check in checks.order_by("-checked_at", "-pk")]


def check_view(instrument: Instrument, check: ProofCheck, owners: dict[str, str] | None = None) -> CheckView:
    """Return one examination; without `owners` the history is asked whose the signatures are."""
    verdict = read_result(check.verdict)
    owners = assigned_fields(check) if owners is None else owners
    return CheckView(
        check=check,
        verdict=verdict,
        tone=Tone.GOOD if check.accepted else Tone.BAD,
        outcome="angenommen" if check.accepted else "nicht angenommen",
        url=reverse("signed_file", args=[instrument.pk, check.pk]),
        file_url=_file_url(instrument, check) if check.accepted else "",
        signatures=tuple(_found_views(verdict.signatures, owners, accepted=check.accepted)),
    )


def _found_views(found: Iterable[Found], owners: dict[str, str], *, accepted: bool) -> Iterable[FoundView]:
    for number, signature in enumerate(found, 1):
        owner = owners.get(signature.field, "")
        waits = accepted and signature.new and not owner
        yield FoundView(
            found=signature,
            anchor=f"signatur-{number}",
            tone=Tone.BAD if signature.level == Level.NONE else Tone.GOOD,
            level=LEVEL_WORDS[signature.level],
            owner=owner,
            open=waits,
        )


def _file_url(instrument: Instrument, check: ProofCheck) -> str:
    return reverse("signed_file_download", args=[instrument.pk, check.pk])
