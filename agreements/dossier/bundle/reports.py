"""Facts of reports on obligations: reports, answers, evidence, triggering events."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch
from msgspec import UNSET, UnsetType

from agreements.content import plain_number
from agreements.dossier.bundle.entries import Parts
from agreements.dossier.bundle.facts import LeftOut
from agreements.dossier.bundle.file_facts import FileFacts
from agreements.dossier.bundle.report_facts import (
    EvidenceFacts,
    OccasionFacts,
    ReportAnswerFacts,
    ReportFacts,
)
from agreements.models import Agreement, Evidence, Occasion, ReleaseAnswer, Report, ReportAnswer
from agreements.tracking.evidence.malware import safety
from agreements.tracking.evidence.wording import SAFETY


def report_facts(agreement: Agreement, parts: Parts) -> Iterator[ReportFacts]:
    """Yield the reports in chronological order and add their evidence files to `parts`."""
    reports = Report.objects.filter(obligation__agreement=agreement).order_by("reported_at", "pk")
    answers = Prefetch("answers", ReportAnswer.objects.order_by("number").select_related("answered_by"))
    evidence = Prefetch(
        "evidence",
        Evidence.objects.order_by("number", "version")
        .select_related("file", "added_by")
        .prefetch_related("file__virus_checks"),
    )
    rows = reports.select_related("obligation", "reported_by").prefetch_related(answers, evidence)
    for number, report in enumerate(rows, start=1):
        yield ReportFacts(
            code=report.obligation.code,
            progress=report.progress,
            remark=report.remark,
            reported_at=report.reported_at,
            reported_by=str(report.reported_by),
            occurrence=report.key,
            due_on=report.due_on or UNSET,
            side=report.side,
            done_on=report.done_on,
            amount=UNSET if report.amount is None else plain_number(report.amount),
            answers=tuple(ReportAnswerFacts(**answer_fields(answer)) for answer in report.answers.all())
            or UNSET,
            evidence=tuple(_evidence(row, f"nachweise/{number}", parts) for row in report.evidence.all())
            or UNSET,
        )


def occasion_facts(agreement: Agreement) -> Iterator[OccasionFacts]:
    """Yield the events that triggered obligations, by day."""
    occasions = Occasion.objects.filter(obligation__agreement=agreement).order_by("happened_on", "pk")
    for occasion in occasions.select_related("obligation", "reported_by"):
        yield OccasionFacts(
            code=occasion.obligation.code,
            happened_on=occasion.happened_on,
            note=occasion.note,
            reported_at=occasion.reported_at,
            reported_by=str(occasion.reported_by),
        )


def answer_fields(answer: ReportAnswer | ReleaseAnswer) -> dict[str, Any]:
    return {
        "decision": answer.decision,
        "remark": answer.remark,
        "answered_at": answer.answered_at,
        "answered_by": str(answer.answered_by),
    }


def _evidence(row: Evidence, folder: str, parts: Parts) -> EvidenceFacts:
    return EvidenceFacts(
        number=row.number,
        version=row.version,
        kind=row.kind,
        text=row.title or row.reference,
        added_at=row.added_at,
        added_by=str(row.added_by),
        note=row.note or UNSET,
        url=row.url or UNSET,
        starts_on=row.starts_on or UNSET,
        ends_on=row.ends_on or UNSET,
        last_valid_on=row.last_valid_on or UNSET,
        checked=SAFETY[safety(row.file)] if row.file else UNSET,
        file=_file(row, f"{folder}/{row.number}-{row.version}", parts),
    )


def _file(row: Evidence, path: str, parts: Parts) -> FileFacts | UnsetType:
    if row.file is None:
        return UNSET
    verdict = safety(row.file)
    if not verdict.may_be_sent:
        parts.left_out.append(LeftOut(what=f"Nachweis {path}", why=f"{SAFETY[verdict]}."))
        return UNSET
    return parts.add_file(path, f"Nachweis „{row.title}“", row.file, row.added_at)
