"""Recording the steps of archiving: offered to the Landesarchiv, declined, handed over."""

from datetime import date, datetime

from django.utils import timezone

from agreements import history, policy
from agreements.choices import ArchiveStep
from agreements.errors import ActionRefused
from agreements.events import EventKind
from agreements.files import uploads
from agreements.lifecycle import ARCHIVE_FOLLOWS
from agreements.models import Agreement, ArchiveRecord
from districts.models import User


def last_record(agreement: Agreement) -> ArchiveRecord | None:
    return agreement.archive_records.order_by("-pk").first()


def next_steps(last: ArchiveRecord | None) -> frozenset[ArchiveStep]:
    """Return the steps allowed after the last recorded one."""
    return ARCHIVE_FOLLOWS[ArchiveStep(last.step) if last else None]


def record_archive_step(
    agreement: Agreement,
    *,
    step: ArchiveStep,
    dated: date,
    reference: str = "",
    document: bytes = b"",
    by: User,
    at: datetime,
) -> ArchiveRecord:
    """Record a step; `document` is its proof as PDF, PNG or JPEG, if any. Raises ActionRefused."""
    policy.require(by, "archive.record", agreement)
    if dated > timezone.localdate(at):
        raise ActionRefused("Dieser Tag liegt in der Zukunft. Bitte prüfen Sie das Datum.")
    proofs = [uploads.examine(document)] if document else []
    with uploads.kept(*proofs) as files:
        file = next(iter(files), None)
        locked = Agreement.objects.select_for_update(no_key=True, of=("self",)).get(pk=agreement.pk)
        _require_order(last_record(locked), step, dated)
        row = ArchiveRecord.objects.create(
            agreement=locked,
            step=step,
            dated=dated,
            reference=reference.strip(),
            document=file,
            recorded_at=at,
            recorded_by=by,
        )
        data = {"step": step, "dated": dated, "remark": row.reference, "file": file.sha256 if file else ""}
        history.record(locked, EventKind.ARCHIVE_STEP, by=by, at=at, data=data)
    return row


def _require_order(last: ArchiveRecord | None, step: ArchiveStep, dated: date) -> None:
    if step not in next_steps(last):
        raise ActionRefused(
            "Ablehnen oder übernehmen kann das Landesarchiv nur, was ihm angeboten wurde, und jedes nur einmal. "
            "Es wurde nichts festgehalten."
        )
    if last is not None and dated < last.dated:
        raise ActionRefused(
            f"Angeboten wurde der Vertrag am {last.dated:%d.%m.%Y}; früher kann das Landesarchiv nicht entschieden haben."
        )
