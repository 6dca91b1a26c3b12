"""Where the obligations of one agreement stand: what its page shows to every reader of a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from agreements.choices import Side
from agreements.models import Agreement, Report
from agreements.parties import ReportingSide
from agreements.texts.party_words import owing_words
from agreements.texts.wording import date_words
from agreements.tracking.counts import StateCount
from agreements.tracking.listing import listing
from agreements.tracking.presenters.occurrences import awaits_answer, last_report_entry, signed_texts_of
from agreements.tracking.queries.obligations import (
    ObligationFilter,
    TrackedObligation,
    latest_reports,
    newest_terms,
)
from agreements.tracking.signed_text import SignedText
from agreements.tracking.status import TrackedState
from agreements.tracking.wording import state_words

URGENT = frozenset(
    {
        TrackedState.OVERDUE,
        TrackedState.SHORT,
        TrackedState.ASKED_BACK,
        TrackedState.DUE,
        TrackedState.WAITING,
    }
)
COMING = frozenset({TrackedState.DUE, TrackedState.IN_PROGRESS, TrackedState.UPCOMING})
ROWS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class LastWord:
    """The last report on an occurrence: who may answer it follows from who made it."""

    report: int
    reported_by: int
    side: ReportingSide
    awaits_answer: bool
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyRow:
    """An occurrence in a few words, without what depends on the reader; `owed_now` is by the terms in force."""

    obligation: int
    key: str
    code: str
    title: str
    place: str
    owed_now: frozenset[Side]
    owed_by: str
    due_on: date | None
    state: TrackedState
    words: str
    last: LastWord | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementDuties:
    """`urgent` are the most urgent occurrences, `coming` the next ones by date; both are only the first of them.

    `count` is of both sides together, `to_report` are the sides that have something urgent to report, `waiting` is how many
    reports of a side wait for the other.
    """

    total: int
    count: StateCount
    to_report: frozenset[ReportingSide]
    waiting: dict[ReportingSide, int]
    urgent: tuple[DutyRow, ...]
    coming: tuple[DutyRow, ...]


def agreement_duties(agreement: Agreement, as_of: date) -> AgreementDuties:
    """Return the obligations of a signed agreement on a day. Eleven queries."""
    listed = listing(newest_terms().filter(instrument__agreement=agreement), as_of)
    entries = list(listed.entries())
    urgent = [one for one in entries if one.state in URGENT]
    shown = urgent[:ROWS]
    coming = sorted(
        (one for one in entries if one.state in COMING and one.due_on and one.due_on >= as_of),
        key=lambda one: (one.due_on, one.position),
    )
    next_ones = [one for one in coming if one not in shown][:ROWS]
    rows = _rows(listed.obligations([*shown, *next_ones]), as_of)
    return AgreementDuties(
        total=len(entries),
        count=listed.count(),
        to_report=frozenset(
            side for one in urgent if one.state != TrackedState.WAITING for side in one.whose
        ),
        waiting={
            side: listed.count(ObligationFilter(owed_by=side)).of(TrackedState.WAITING)
            for side in ReportingSide
        },
        urgent=tuple(rows[: len(shown)]),
        coming=tuple(rows[len(shown) :]),
    )


def _rows(obligations: Sequence[TrackedObligation], as_of: date) -> list[DutyRow]:
    texts, reports = signed_texts_of(obligations), latest_reports(obligations)
    return [
        _row(
            tracked,
            texts[tracked.instrument_id],
            reports.get((tracked.obligation_id, tracked.key)),
            as_of,
        )
        for tracked in obligations
    ]


def _row(tracked: TrackedObligation, text: SignedText, last: Report | None, as_of: date) -> DutyRow:
    content = text.obligations[tracked.code]
    return DutyRow(
        obligation=tracked.obligation_id,
        key=tracked.key,
        code=tracked.code,
        title=content.title,
        place=text.places.get(content.clause_key, "") or content.source or "",
        owed_now=tracked.owed_now,
        owed_by=owing_words(content.owing, text.names),
        due_on=tracked.status.due_on,
        state=tracked.status.state,
        words=state_words(tracked.status, as_of),
        last=_last(last) if last else None,
    )


def _last(report: Report) -> LastWord:
    entry = last_report_entry(report)
    return LastWord(
        report=report.pk,
        reported_by=report.reported_by_id,
        side=ReportingSide(report.side),
        awaits_answer=awaits_answer(report),
        words=f"{entry.text}, {date_words(timezone.localdate(entry.at))}",
    )
