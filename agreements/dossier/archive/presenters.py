"""View model of retention and archiving on the page of an agreement."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from agreements import policy
from agreements.choices import ArchiveStep
from agreements.dossier.archive.actions import next_steps
from agreements.lifecycle import ARCHIVE_ENDS
from agreements.models import Agreement, ArchiveRecord
from agreements.policy import Verdict
from agreements.state import ContractFacts, offered_from
from districts.models import User

NBSP = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveView:
    """`blocked`: the archive law (§ 5 ArchGB) forbids deleting; `is_open`: a step may still follow."""

    when: str
    is_due: bool
    records: tuple[ArchiveRecord, ...]
    blocked: bool
    record: Verdict
    is_open: bool


def archive_view(user: User, agreement: Agreement, facts: ContractFacts | None, as_of: date) -> ArchiveView:
    records = tuple(agreement.archive_records.select_related("document", "recorded_by").order_by("pk"))
    day = offered_from(facts, as_of, settings.RETENTION_YEARS)
    ended = any(ArchiveStep(row.step) in ARCHIVE_ENDS for row in records)
    return ArchiveView(
        when=_when(day, as_of),
        is_due=day is not None and day <= as_of and not records,
        records=records,
        blocked=not ended,
        record=policy.verdict(user, "archive.record", agreement),
        is_open=bool(next_steps(records[-1] if records else None)),
    )


def _when(day: date | None, as_of: date) -> str:
    years = f"{settings.RETENTION_YEARS}{NBSP}Jahre nach seinem Ende"
    law = f"(§{NBSP}5 ArchGB)"
    if day is None:
        return f"{years} dem Landesarchiv anzubieten {law}. Ein Tag steht fest, sobald das Ende feststeht."
    if day <= as_of:
        return f"Seit {day:%d.%m.%Y} dem Landesarchiv anzubieten {law}."
    return f"Nach heutigem Stand ab {day:%d.%m.%Y} dem Landesarchiv anzubieten {law}."
