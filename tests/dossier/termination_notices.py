"""Notices of termination for the tests: of a contract that runs until 31.03.2028, with three months' notice."""

from datetime import UTC, date, datetime
from typing import Any

from agreements.choices import Side
from agreements.dossier.termination.actions import (
    NoticeEffect,
    NoticeLetter,
    record_decision,
    record_notice,
    retract_notice,
)
from agreements.models import Agreement, ExtensionDecision, NoticeRetraction, TerminationNotice
from agreements.termination_choices import ExtensionChoice, RetractionCause, TerminationKind, WrittenForm
from districts.models import User
from tests.scenario import PNG

RECORDED_AT = datetime(2030, 1, 15, 10, 0, tzinfo=UTC)
LAST_NOTICE_ON, ENDS_ON = date(2027, 12, 31), date(2028, 3, 31)
NEXT_END = date(2029, 3, 31)


def letter(received_on: date = LAST_NOTICE_ON, **given: Any) -> NoticeLetter:
    values: dict[str, Any] = {
        "side": Side.DISTRICT,
        "kind": TerminationKind.ORDINARY,
        "form": WrittenForm.PAPER,
        "written_on": min(received_on, date(2027, 12, 1)),
        "document": PNG,
    }
    return NoticeLetter(received_on=received_on, **{**values, **given})


def noticed(
    agreement: Agreement,
    by: User,
    received_on: date = LAST_NOTICE_ON,
    *,
    effect: NoticeEffect = NoticeEffect.AS_GIVEN,
    at: datetime = RECORDED_AT,
    **given: Any,
) -> TerminationNotice:
    return record_notice(agreement, letter=letter(received_on, **given), effect=effect, by=by, at=at)


def decided(
    agreement: Agreement,
    by: User,
    choice: ExtensionChoice = ExtensionChoice.EXTEND,
    *,
    at: datetime = datetime(2027, 9, 1, 10, 0, tzinfo=UTC),
) -> ExtensionDecision:
    return record_decision(
        agreement,
        choice=choice,
        decided_on=at.date(),
        decided_by="Vorstand des Vereins",
        reason="Die Arbeit trägt.",
        by=by,
        at=at,
    )


def retracted(
    notice: TerminationNotice,
    by: User,
    *,
    cause: RetractionCause = RetractionCause.CONSENT,
    dated: date | None = None,
    document: bytes = PNG,
    at: datetime = RECORDED_AT,
) -> NoticeRetraction:
    return retract_notice(
        notice,
        cause=cause,
        dated=dated or notice.received_on,
        reason="Der Bezirk führt die Arbeit weiter.",
        document=document,
        by=by,
        at=at,
    )
