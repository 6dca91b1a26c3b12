"""One occurrence as a row of the list and as the header of its obligation's page."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from agreements.choices import DueShape, Progress, ReportDecision, Side
from agreements.models import Instrument, Report
from agreements.parties import ReportingSide
from agreements.policy import Verdict
from agreements.rendering.clause_text import no_break
from agreements.texts.party_words import owing_words
from agreements.texts.wording import number, quantity_words
from agreements.tracking.permissions import may_answer, may_report
from agreements.tracking.queries.obligations import TrackedObligation, districts_with_several, latest_reports
from agreements.tracking.signed_text import SignedText
from agreements.tracking.status import TrackedState
from agreements.tracking.wording import period_words, rule_words, state_words, superseded_words
from districts.models import District, User

NOBODY = Verdict(allowed=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportEntry:
    """A report or an answer in the timeline."""

    at: datetime
    text: str
    who: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answerable:
    """A report that may need an answer, with the number of its last answer."""

    report: int
    seen: int
    verdict: Verdict
    awaited: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OccurrenceRow:
    """One occurrence. `verdict` says whether the user may report on it, `seen` is the number of its last report.

    `contract` is the reference of the agreement, where the district has several.
    """

    pk: int
    key: str
    code: str
    title: str
    place: str
    kind: str
    owed_by: str
    district: District | None
    contract: str
    quantity: str
    unit: str
    due_on: date | None
    period: str
    rule: str
    evidence: str
    state: TrackedState
    state_words: str
    superseded: str
    last: ReportEntry | None
    seen: int
    verdict: Verdict
    answerable: Answerable | None
    waits_for_occasion: bool

    @property
    def row_id(self) -> str:
        return f"pflicht-{self.pk}-{self.key or 'anlass'}"

    @property
    def chosen(self) -> str:
        """The value of the checkbox of the form for several occurrences."""
        return f"{self.pk}:{self.key}:{self.seen}"

    @property
    def can_be_reported(self) -> bool:
        return self.verdict.allowed and bool(self.key) and self.state != TrackedState.LAPSED


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownOccurrence:
    """A row as nobody in particular sees it, with what a reader's verdicts follow from."""

    row: OccurrenceRow
    instrument_id: int
    owed_now: frozenset[Side]
    reported_by: int | None
    side: ReportingSide | None

    def seen_by(self, user: User, instrument: Instrument, several: Collection[int]) -> OccurrenceRow:
        """Return the row for a reader; `several` are the districts with several signed contracts."""
        agreement, answerable = instrument.agreement, self.row.answerable
        if answerable and self.reported_by and self.side:
            verdict = may_answer(user, self.reported_by, self.side, instrument)
            answerable = replace(answerable, verdict=verdict)
        return replace(
            self.row,
            district=agreement.district,
            contract=agreement.reference if agreement.district_id in several else "",
            verdict=may_report(user, self.owed_now, instrument),
            answerable=answerable,
        )


def view_rows(user: User, obligations: Collection[TrackedObligation], as_of: date) -> list[OccurrenceRow]:
    """Return occurrences as rows, in their order. Four queries."""
    texts = signed_texts_of(obligations)
    reports = latest_reports(obligations)
    several = districts_with_several({text.instrument.agreement.district_id for text in texts.values()})
    return [
        view_row(
            user,
            tracked,
            texts[tracked.instrument_id],
            reports.get((tracked.obligation_id, tracked.key)),
            several,
            as_of,
        )
        for tracked in obligations
    ]


def signed_texts_of(obligations: Collection[TrackedObligation]) -> dict[int, SignedText]:
    """Return the texts that state the terms of occurrences, by instrument. One query."""
    instruments = (
        Instrument.objects.filter(pk__in={tracked.instrument_id for tracked in obligations})
        .select_related("agreement__district", "frozen_version", "amendment")
        .defer("frozen_version__source")
    )
    return {instrument.pk: SignedText.of(instrument) for instrument in instruments}


def view_row(
    user: User,
    tracked: TrackedObligation,
    text: SignedText,
    last: Report | None,
    several: Collection[int],
    as_of: date,
) -> OccurrenceRow:
    return known_occurrence(tracked, text, last, as_of).seen_by(user, text.instrument, several)


def known_occurrence(
    tracked: TrackedObligation, text: SignedText, last: Report | None, as_of: date
) -> KnownOccurrence:
    """Return an occurrence of a text as nobody in particular sees it."""
    content, status = text.obligations[tracked.code], tracked.status
    row = OccurrenceRow(
        pk=tracked.obligation_id,
        key=tracked.key,
        code=tracked.code,
        title=content.title,
        place=text.places.get(content.clause_key, "") or content.source or "",
        kind=content.kind.label,
        owed_by=owing_words(content.owing, text.names),
        district=None,
        contract="",
        quantity=no_break(quantity_words(content)),
        unit=content.unit,
        due_on=status.due_on,
        period=period_words(tracked.terms, status.occurrence),
        rule=rule_words(content.due, status),
        evidence=no_break(content.evidence),
        state=status.state,
        state_words=state_words(status, as_of),
        superseded=superseded_words(status.occurrence),
        last=last_report_entry(last) if last else None,
        seen=last.number if last else 0,
        verdict=NOBODY,
        answerable=_answerable(last) if last else None,
        waits_for_occasion=content.due.shape == DueShape.EVENT and not tracked.key,
    )
    return KnownOccurrence(
        row=row,
        instrument_id=text.instrument.pk,
        owed_now=tracked.owed_now,
        reported_by=last.reported_by_id if last else None,
        side=ReportingSide(last.side) if last else None,
    )


def _answerable(last: Report) -> Answerable:
    return Answerable(
        report=last.pk, seen=len(last.answers.all()), verdict=NOBODY, awaited=awaits_answer(last)
    )


def awaits_answer(report: Report) -> bool:
    """Whether the other side is to answer; a report of work in progress awaits nothing."""
    return not report.answers.all() and report.progress != Progress.IN_PROGRESS


def report_entry(report: Report, unit: str = "") -> ReportEntry:
    """Return a report: „teilweise erfüllt, 8 Sitzungen“."""
    words = Progress(report.progress).label
    if report.amount is not None:
        words = f"{words}, {number(report.amount)} {unit}".rstrip()
    return ReportEntry(
        at=report.reported_at,
        text=f"{words} (Stand {report.done_on:%d.%m.%Y})",
        who=str(report.reported_by),
        note=report.remark,
    )


def last_report_entry(report: Report) -> ReportEntry:
    """Return the last report with its answer."""
    answers = list(report.answers.all())
    words = Progress(report.progress).label
    if answers:
        words = f"{words}, {ReportDecision(answers[-1].decision).label}"
    note = answers[-1].remark if answers and answers[-1].remark else report.remark
    return ReportEntry(at=report.reported_at, text=words, who=str(report.reported_by), note=note)


def report_entry_with_answers(report: Report, unit: str) -> Iterator[ReportEntry]:
    """Yield the answers to a report, the newest first, then the report."""
    for one in reversed(list(report.answers.all())):
        yield ReportEntry(
            at=one.answered_at,
            text=ReportDecision(one.decision).label,
            who=str(one.answered_by),
            note=one.remark,
        )
    yield report_entry(report, unit)
