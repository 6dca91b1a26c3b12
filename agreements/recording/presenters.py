"""View model of what is known of a contract signed elsewhere."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from msgspec import UNSET

from agreements import policy
from agreements.content import Content
from agreements.models import Instrument, Original
from agreements.policy import Verdict
from agreements.recording.actions import ACTION
from agreements.recording.key_facts import KeyFact, key_facts, unknown_words
from agreements.recording.queries import key_data_of, newest_original
from agreements.signing.certificates.examination.result import ExaminationResult, read_result
from agreements.texts.transcript import TranscriptDepth, transcript_depth, transcript_words
from agreements.texts.wording import counted
from districts.models import User

NO_SIGNATURE = (
    "Die Datei trägt keine elektronische Signatur. Ob das Papier unterschrieben ist, sieht nur, wer es liest; diese "
    "Anwendung prüft es nicht."
)
EXAMINED = "Geprüft ist, was die Signaturen in der Datei belegen, nicht, ob sie für diesen Vertrag genügen."


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalFile:
    """A file of the deed; an earlier one was replaced, for `reason`."""

    url: str
    sha256: str
    size: int
    pages: str
    recorded_at: datetime
    recorded_by: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalView:
    words: str
    depth: TranscriptDepth
    facts: tuple[KeyFact, ...]
    unknown: str
    file: OriginalFile | None
    findings: ExaminationResult | None
    findings_words: str
    earlier: tuple[OriginalFile, ...]
    correct: Verdict
    correct_url: str
    obligations_url: str
    pdf_url: str
    text_url: str
    check_url: str


def original_view(user: User, instrument: Instrument, content: Content) -> OriginalView | None:
    """Return it; None for an instrument that was made here. Five queries."""
    if not instrument.made_elsewhere:
        return None
    rows = list(
        instrument.originals.select_related("file", "recorded_by").prefetch_related("days").order_by("-pk")
    )
    newest, *before = rows
    data = key_data_of(instrument, newest)
    result = read_result(newest.findings) if newest.findings is not None else None
    return OriginalView(
        words=transcript_words(content),
        depth=transcript_depth(content),
        facts=key_facts(data),
        unknown=unknown_words(data),
        file=_file(instrument, newest),
        findings=result,
        findings_words=_findings_words(result),
        earlier=tuple(_earlier(instrument, newest, before)),
        correct=policy.verdict(user, ACTION, instrument),
        correct_url=reverse("record_correct", args=[instrument.pk]),
        obligations_url=reverse("recorded_obligations", args=[instrument.pk]),
        pdf_url=reverse("record_pdf", args=[instrument.pk]) if instrument.frozen_version_id else "",
        text_url=reverse("recorded_text", args=[instrument.pk]),
        check_url=_check_url(instrument, content),
    )


def _check_url(instrument: Instrument, content: Content) -> str:
    """Return the page of comparing, empty if there is nothing to compare any more."""
    open_text = content.sections and content.transcript and content.transcript.checked_on is UNSET
    return reverse("record_check", args=[instrument.pk]) if open_text else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanPage:
    """A page of the deed as a picture."""

    number: int
    url: str


def scan_pages(instrument: Instrument) -> tuple[ScanPage, ...]:
    """Return the pages of what counts as the original; none without a file, or if its pages could not be counted."""
    original = newest_original(instrument)
    if original.file is None:
        return ()
    return tuple(
        ScanPage(number=number, url=reverse("original_page", args=[instrument.pk, original.pk, number]))
        for number in range(1, (original.pages or 0) + 1)
    )


def _file(instrument: Instrument, row: Original, reason: str = "") -> OriginalFile | None:
    if row.file is None:
        return None
    return OriginalFile(
        url=reverse("original_file", args=[instrument.pk, row.pk]),
        sha256=row.file.sha256,
        size=row.file.size,
        pages=counted(row.pages, "Seite", "Seiten") if row.pages else "",
        recorded_at=row.recorded_at,
        recorded_by=str(row.recorded_by),
        reason=reason,
    )


def _earlier(instrument: Instrument, newest: Original, before: list[Original]) -> list[OriginalFile]:
    """Return the files that were replaced, each once, newest first."""
    found: dict[str, OriginalFile] = {}
    later = newest
    for row in before:
        if row.file_id and row.file_id != newest.file_id and row.file_id not in found:
            file = _file(instrument, row, later.reason)
            found |= {row.file_id: file} if file else {}
        later = row
    return list(found.values())


def _findings_words(result: ExaminationResult | None) -> str:
    if result is None:
        return ""
    return EXAMINED if result.signatures or result.problems else NO_SIGNATURE
