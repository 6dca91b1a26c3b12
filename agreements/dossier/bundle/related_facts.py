"""Facts of ceremony photos, of notices of termination and of archiving."""

from collections.abc import Iterator

from msgspec import UNSET

from agreements.choices import ArchiveStep
from agreements.dossier.bundle.entries import Parts
from agreements.dossier.bundle.facts import ArchiveFacts, ConsentFacts, LeftOut, PhotoFacts
from agreements.dossier.bundle.termination_facts import DecisionFacts, RetractionFacts, TerminationFacts
from agreements.models import Agreement, NoticeRetraction, Photo
from agreements.signing.photos.actions import visible_photos

WITHHELD = "Nicht alle, die darauf zu sehen sind, haben eingewilligt, oder jemand hat widerrufen."
REMOVED = "Es wurde entfernt; warum, steht im Verlauf."


def photo_facts(agreement: Agreement, parts: Parts) -> Iterator[PhotoFacts]:
    """Yield the visible photos and add them to `parts`; the others are listed as left out."""
    rows = Photo.objects.filter(signing_event__instrument__agreement=agreement)
    rows = rows.select_related("file", "signing_event__instrument").prefetch_related("consents")
    visible = set(visible_photos().filter(pk__in=rows).values_list("pk", flat=True))
    for number, photo in enumerate(rows.order_by("pk"), start=1):
        if photo.pk in visible:
            yield _photo(photo, number, parts)
        else:
            why = WITHHELD if photo.removed_at is None else REMOVED
            parts.left_out.append(LeftOut(what=f"Foto {number}", why=why))


def archive_facts(agreement: Agreement, parts: Parts) -> Iterator[ArchiveFacts]:
    """Yield the steps of archiving and add their proofs to `parts`."""
    rows = agreement.archive_records.select_related("document", "recorded_by").order_by("pk")
    for number, row in enumerate(rows, start=1):
        what = f"Nachweis: {ArchiveStep(row.step).label}"
        yield ArchiveFacts(
            step=row.step,
            dated=row.dated,
            reference=row.reference,
            recorded_at=row.recorded_at,
            recorded_by=str(row.recorded_by),
            document=parts.add_file(f"landesarchiv/{number}-nachweis", what, row.document, row.recorded_at)
            if row.document
            else UNSET,
        )


def termination_facts(agreement: Agreement, parts: Parts) -> Iterator[TerminationFacts]:
    """Yield the notices of termination and add their letters to `parts`."""
    rows = agreement.termination_notices.select_related(
        "document", "recorded_by", "retraction__document", "retraction__recorded_by"
    )
    for number, row in enumerate(rows.order_by("pk"), start=1):
        path, retraction = f"kuendigungen/{number}", getattr(row, "retraction", None)
        yield TerminationFacts(
            side=row.side,
            kind=row.kind,
            form=row.form,
            written_on=row.written_on,
            received_on=row.received_on,
            claimed_on=row.claimed_on or UNSET,
            ends_on=row.ends_on or UNSET,
            reason=row.reason,
            note=row.note,
            recorded_at=row.recorded_at,
            recorded_by=str(row.recorded_by),
            document=parts.add_file(f"{path}-schreiben", str(row), row.document, row.recorded_at),
            retraction=_retraction(retraction, path, parts) if retraction else UNSET,
        )


def decision_facts(agreement: Agreement) -> Iterator[DecisionFacts]:
    """Yield the decisions on extensions."""
    for row in agreement.extension_decisions.select_related("recorded_by").order_by("pk"):
        yield DecisionFacts(
            ends_on=row.ends_on,
            choice=row.choice,
            decided_on=row.decided_on,
            decided_by=row.decided_by,
            reason=row.reason,
            recorded_at=row.recorded_at,
            recorded_by=str(row.recorded_by),
        )


def _retraction(row: NoticeRetraction, path: str, parts: Parts) -> RetractionFacts:
    return RetractionFacts(
        cause=row.cause,
        dated=row.dated,
        reason=row.reason,
        recorded_at=row.recorded_at,
        recorded_by=str(row.recorded_by),
        document=parts.add_file(f"{path}-ruecknahme", str(row), row.document, row.recorded_at)
        if row.document
        else UNSET,
    )


def _photo(photo: Photo, number: int, parts: Parts) -> PhotoFacts:
    event = photo.signing_event
    return PhotoFacts(
        instrument=event.instrument.number,
        held_on=event.held_on,
        description=photo.description,
        file=parts.add_file(
            f"urkunden/{event.instrument.number}/fotos/{number}", "Foto", photo.file, photo.added_at
        ),
        consents=tuple(
            ConsentFacts(person=row.person, given_on=row.given_on, how=row.how)
            for row in photo.consents.all()
            if row.given_on is not None
        ),
    )
