"""One occurrence as a row of the list, and as the head of its obligation's page."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from agreements.choices import DueShape, Progress, ReportDecision, Side
from agreements.models import Instrument, Report
from agreements.policy import Verdict
from agreements.rendering.clause_text import no_break
from agreements.texts.wording import number, quantity_words
from agreements.tracking.permissions import may_answer, may_report
from agreements.tracking.queries.obligations import Duty, latest_reports
from agreements.tracking.signed_text import SignedText
from agreements.tracking.status import TrackedState
from agreements.tracking.wording import older_words, period_words, rule_words, state_words
from districts.models import District, User


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportEntry:
    """A report, or an answer to it, as the pages tell it."""

    at: datetime
    text: str
    who: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answerable:
    """A report that the reader may be asked to confirm, with the number of the last answer to it."""

    report: int
    seen: int
    verdict: Verdict
    awaited: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyView:
    """One occurrence. `verdict` says whether the reader may report on it, `seen` which report she has read."""

    pk: int
    key: str
    code: str
    title: str
    place: str
    kind: str
    owed_by: str
    district: District | None
    quantity: str
    unit: str
    due_on: date | None
    period: str
    rule: str
    evidence: str
    state: TrackedState
    state_words: str
    older: str
    last: ReportEntry | None
    seen: int
    verdict: Verdict
    answerable: Answerable | None
    waits_for_occasion: bool

    @property
    def row_id(self) -> str:
        """The anchor of the row."""
        return f"pflicht-{self.pk}-{self.key or 'anlass'}"

    @property
    def chosen(self) -> str:
        """What the box says with which several are chosen."""
        return f"{self.pk}:{self.key}:{self.seen}"

    @property
    def can_be_reported(self) -> bool:
        """Say whether the reader can report on it now."""
        return self.verdict.allowed and bool(self.key) and self.state != TrackedState.LAPSED


def view_rows(user: User, shown: Collection[Duty], as_of: date) -> list[DutyView]:
    """Return some occurrences as the reader sees them, in their order. Three queries."""
    instruments = (
        Instrument.objects.filter(pk__in={duty.instrument_id for duty in shown})
        .select_related("agreement__district", "frozen_version")
        .defer("frozen_version__source")
    )
    texts = {instrument.pk: SignedText.of(instrument) for instrument in instruments}
    reports = latest_reports(shown)
    return [
        view_row(user, duty, texts[duty.instrument_id], reports.get((duty.obligation_id, duty.key)), as_of)
        for duty in shown
    ]


def view_row(user: User, duty: Duty, text: SignedText, last: Report | None, as_of: date) -> DutyView:
    """Return an occurrence as the reader sees it."""
    said = text.duties[duty.code]
    tracked = duty.tracked
    return DutyView(
        pk=duty.obligation_id,
        key=duty.key,
        code=duty.code,
        title=said.title,
        place=text.places.get(said.clause_key, ""),
        kind=said.kind.label,
        owed_by=said.owed_by.label,
        district=text.instrument.agreement.district,
        quantity=no_break(quantity_words(said)),
        unit=said.unit,
        due_on=tracked.due_on,
        period=period_words(duty.terms, tracked.occurrence),
        rule=rule_words(said.due, tracked),
        evidence=no_break(said.evidence),
        state=tracked.state,
        state_words=state_words(tracked, as_of),
        older=older_words(tracked.occurrence),
        last=last_report_entry(last) if last else None,
        seen=last.number if last else 0,
        verdict=may_report(user, said.owed_by, text.instrument),
        answerable=answerable(user, last, text) if last else None,
        waits_for_occasion=said.due.shape == DueShape.EVENT and not duty.key,
    )


def answerable(user: User, last: Report, text: SignedText) -> Answerable:
    """Return how the reader may answer a report; a report of work in progress awaits no answer."""
    answers = len(last.answers.all())
    return Answerable(
        report=last.pk,
        seen=answers,
        verdict=may_answer(user, last.reported_by_id, Side(last.side), text.instrument),
        awaited=not answers and last.progress != Progress.IN_PROGRESS,
    )


def report_entry(report: Report, unit: str = "") -> ReportEntry:
    """Tell a report: „teilweise erfüllt, 8 Sitzungen“."""
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
    """Tell the last report with what became of it."""
    answers = list(report.answers.all())
    words = Progress(report.progress).label
    if answers:
        words = f"{words}, {ReportDecision(answers[-1].decision).label}"
    note = answers[-1].remark if answers and answers[-1].remark else report.remark
    return ReportEntry(at=report.reported_at, text=words, who=str(report.reported_by), note=note)


def report_entry_with_answers(report: Report, unit: str) -> Iterator[ReportEntry]:
    """Tell a report and every answer to it, the newest first."""
    for one in reversed(list(report.answers.all())):
        yield ReportEntry(
            at=one.answered_at,
            text=ReportDecision(one.decision).label,
            who=str(one.answered_by),
            note=one.remark,
        )
    yield report_entry(report, unit)
