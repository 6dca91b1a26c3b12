"""Collects the facts of deeds that were signed elsewhere."""

from collections.abc import Iterator

from msgspec import UNSET

from agreements.dossier.bundle.entries import Parts
from agreements.dossier.bundle.facts import write_json
from agreements.dossier.bundle.original_facts import OriginalDayFacts, OriginalFacts
from agreements.models import Agreement, Instrument, Original
from agreements.texts.transcript import transcript_words


def original_facts(agreement: Agreement, parts: Parts) -> Iterator[OriginalFacts]:
    """Yield what was recorded of each instrument made elsewhere, and add files and transcripts to `parts`."""
    instruments = agreement.instruments.filter(made_elsewhere=True).select_related("frozen_version")
    for instrument in instruments.order_by("number"):
        rows = instrument.originals.select_related("file", "recorded_by").prefetch_related("days")
        ordered = list(rows.order_by("pk"))
        for number, row in enumerate(ordered, start=1):
            path = f"urkunden/{instrument.number}/original-{number}"
            yield _original(instrument, row, path, parts, counts=row == ordered[-1])


def _original(
    instrument: Instrument, row: Original, path: str, parts: Parts, *, counts: bool
) -> OriginalFacts:
    version = instrument.frozen_version if counts else None
    if version:
        parts.written[f"{path}-nacherfasst.json"] = version.content.encode()
    if row.findings:
        parts.written[f"{path}-befund.json"] = write_json(row.findings)
    what = "Original, andernorts unterzeichnet" if counts else "Früher aufgenommene Datei, ersetzt"
    return OriginalFacts(
        instrument=instrument.number,
        notice=transcript_words(version.read()) if version else "",
        paper=row.paper,
        unknown=tuple(row.unknown),
        reason=row.reason,
        days=tuple(
            OriginalDayFacts(kind=one.kind, day=one.dated, latest=one.latest, source=one.source)
            for one in row.days.all()
        ),
        recorded_at=row.recorded_at,
        recorded_by=str(row.recorded_by),
        file=parts.add_file(path, what, row.file, row.recorded_at) if row.file else UNSET,
        findings_path=f"{path}-befund.json" if row.findings else UNSET,
        transcript_path=f"{path}-nacherfasst.json" if version else UNSET,
    )
