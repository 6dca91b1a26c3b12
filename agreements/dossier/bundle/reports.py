"""Gathers what was reported on obligations for the file of an agreement: reports, answers, evidence, occasions."""

from collections.abc import Iterator

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
from agreements.models import Agreement, Evidence, Occasion, Report, ReportAnswer
from agreements.tracking.evidence.malware import safety
from agreements.tracking.evidence.wording import SAFETY


def report_facts(agreement: Agreement, parts: Parts) -> Iterator[ReportFacts]:
    """Yield the reports in the order in which they were made, and put the files of their evidence among the parts."""
    reports = Report.objects.filter(obligation__agreement=agreement).order_by("reported_at", "pk")
    answers = Prefetch("answers", ReportAnswer.objects.order_by("number").select_related("answered_by"))
    evidence = Prefetch(
        "evidence",
        Evidence.objects.order_by("number", "version")
        .select_related("file", "added_by")
        .prefetch_related("file__virus_checks"),
    )
    rows = reports.select_related("obligation", "reported_by").prefetch_related(answers, evidence)
    for place, report in enumerate(rows, start=1):
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
            answers=tuple(
                ReportAnswerFacts(
                    decision=answer.decision,
                    remark=answer.remark,
                    answered_at=answer.answered_at,
                    answered_by=str(answer.answered_by),
                )
                for answer in report.answers.all()
            )
            or UNSET,
            evidence=tuple(_piece(one, f"nachweise/{place}", parts) for one in report.evidence.all())
            or UNSET,
        )


def occasion_facts(agreement: Agreement) -> Iterator[OccasionFacts]:
    """Yield what has triggered obligations, by its day."""
    occasions = Occasion.objects.filter(obligation__agreement=agreement).order_by("happened_on", "pk")
    for occasion in occasions.select_related("obligation", "reported_by"):
        yield OccasionFacts(
            code=occasion.obligation.code,
            happened_on=occasion.happened_on,
            note=occasion.note,
            reported_at=occasion.reported_at,
            reported_by=str(occasion.reported_by),
        )


def _piece(one: Evidence, folder: str, parts: Parts) -> EvidenceFacts:
    return EvidenceFacts(
        number=one.number,
        version=one.version,
        kind=one.kind,
        text=one.title or one.reference,
        added_at=one.added_at,
        added_by=str(one.added_by),
        note=one.note or UNSET,
        url=one.url or UNSET,
        starts_on=one.starts_on or UNSET,
        ends_on=one.ends_on or UNSET,
        last_valid_on=one.last_valid_on or UNSET,
        checked=SAFETY[safety(one.file)] if one.file else UNSET,
        file=_file(one, f"{folder}/{one.number}-{one.version}", parts),
    )


def _file(one: Evidence, path: str, parts: Parts) -> FileFacts | UnsetType:
    if one.file is None:
        return UNSET
    known = safety(one.file)
    if not known.may_be_sent:
        parts.left_out.append(LeftOut(what=f"Nachweis {path}", why=f"{SAFETY[known]}."))
        return UNSET
    return parts.take(path, f"Nachweis „{one.title}“", one.file, one.added_at)
