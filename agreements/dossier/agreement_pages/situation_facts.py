"""Where a signed agreement stands on a day, as every reader sees it: computed once for each state of its history."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.text import Truncator

from agreements.calendar_months import DAY
from agreements.dossier.agreement_pages.milestone_line import (
    LineDay,
    LineSpan,
    MilestoneLine,
    milestone_line,
)
from agreements.dossier.dated_facts import DatedFact, dated_facts
from agreements.models import Agreement
from agreements.recording_choices import UnknownFact
from agreements.sealing.queries import outstanding_count
from agreements.situation_cache import remembered
from agreements.state import ContractFacts, in_force_on, is_in_force_earlier, last_day, next_extension
from agreements.texts.wording import date_words
from agreements.tracking.agreement_duties import AgreementDuties, DutyRow, agreement_duties
from agreements.tracking.staff_release.chart import Chart
from agreements.tracking.staff_release.presenters import release_chart
from agreements.tracking.staff_release.queries import release_of
from agreements.tracking.staff_release.summaries import ReleaseSummary, summary, total
from agreements.tracking.status import TrackedState

FLAGGED = 8  # resolutions and milestones on the line, the newest of them; all are in the history
LATE, NEXT = 3, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A line of the list that says in words what the picture shows; `is_late` and `is_now` mark two kinds of them."""

    day: date
    words: str
    note: str = ""
    is_late: bool = False
    is_now: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationFacts:
    duties: AgreementDuties
    release: ReleaseSummary | None
    chart: Chart | None
    line: MilestoneLine | None
    moments: tuple[Moment, ...]
    unsealed: bool


def situation_facts(agreement: Agreement, facts: ContractFacts, as_of: date) -> SituationFacts:
    """Return what this process knows, or compute it: no query, or some twenty."""
    heads = {agreement.pk: agreement.history_head}
    return remembered(
        "situation", heads, as_of, lambda _: {agreement.pk: _computed(agreement, facts, as_of)}
    )[agreement.pk]


def _computed(agreement: Agreement, facts: ContractFacts, as_of: date) -> SituationFacts:
    duties = agreement_duties(agreement, as_of)
    release = release_of(agreement, as_of)
    records = [one for one in dated_facts(agreement, editable=False) if one.at]
    moments = sorted(_moments(facts, records, duties, as_of), key=lambda one: (one.day, one.is_now))
    return SituationFacts(
        duties=duties,
        release=summary(release, total(release, as_of), as_of) if release else None,
        chart=release_chart(release, as_of) if release else None,
        line=milestone_line(list(_spans(facts, as_of)), list(_days(facts, records, duties, as_of)), as_of),
        moments=tuple(moments),
        unsealed=outstanding_count(agreement) > 0,
    )


def _spans(facts: ContractFacts, as_of: date) -> Iterator[LineSpan]:
    """Yield the first term, what it was extended by, and what follows unless notice is given."""
    begun, end = in_force_on(facts), last_day(facts, as_of)
    if begun is None:
        return
    if end is None:
        known = UnknownFact.END not in facts.unknown
        words, shape = ("unbefristet", "term") if known else ("Ende nicht bekannt", "maybe")
        yield LineSpan(first=begun, last=max(as_of, begun), words=words, shape=shape)
        return
    first_end = min(facts.ends_on or end, end)
    if first_end >= begun:
        yield LineSpan(first=begun, last=first_end, words="Erste Laufzeit", shape="term")
    if end > first_end:
        yield LineSpan(first=max(begun, first_end + DAY), last=end, words="verlängert", shape="more")
    if extension := next_extension(facts, as_of):
        yield LineSpan(first=end + DAY, last=extension.extended_until, words="ohne Kündigung", shape="maybe")


def _days(
    facts: ContractFacts, records: list[DatedFact], duties: AgreementDuties, as_of: date
) -> Iterator[LineDay]:
    for day, words in _term_days(facts, as_of):
        yield LineDay(day=day, words=words, shape="flag")
    for record in records[-FLAGGED:]:
        if record.at:
            shape = "flag" if record.is_resolution else "point"
            yield LineDay(day=record.at, words=_short(record.text), shape=shape)
    for row, shape in _duty_days(duties):
        if row.due_on:
            yield LineDay(day=row.due_on, words=_short(row.title), shape=shape)


def _term_days(facts: ContractFacts, as_of: date) -> Iterator[tuple[date, str]]:
    end = last_day(facts, as_of)
    if facts.signed_on and not facts.in_force_stated:
        yield facts.signed_on, "spätestens unterzeichnet" if facts.signed_latest else "unterzeichnet"
    extension = next_extension(facts, as_of)
    if extension and UnknownFact.NOTICE not in facts.unknown:
        yield extension.last_notice_on, "kündbar bis"
    if end:
        yield end, "gekündigt zum" if end == facts.noticed_end else "Ende"


def _duty_days(duties: AgreementDuties) -> Iterator[tuple[DutyRow, str]]:
    """Yield what is overdue for the longest time, and what comes next."""
    late = [row for row in duties.urgent if row.state == TrackedState.OVERDUE]
    yield from ((row, "late") for row in late[:LATE])
    yield from ((row, "due") for row in duties.coming[:NEXT])


def _short(words: str) -> str:
    """Return the first part of what a record says, as it has room on the line."""
    return Truncator(words.partition(" · ")[0]).chars(34)


def _moments(
    facts: ContractFacts, records: list[DatedFact], duties: AgreementDuties, as_of: date
) -> Iterator[Moment]:
    begun, extension = in_force_on(facts), next_extension(facts, as_of)
    for day, words in _term_days(facts, as_of):
        then = f", sonst Verlängerung bis {date_words(extension.extended_until)}" if extension else ""
        yield Moment(day=day, words=f"{words[0].upper()}{words[1:]}{then if words == 'Ende' else ''}")
    if begun:
        yield Moment(day=begun, words="Spätestens in Kraft" if is_in_force_earlier(facts) else "In Kraft")
    for record in records[-FLAGGED:]:
        if record.at:
            yield Moment(day=record.at, words=record.text, note=record.note)
    for row, shape in _duty_days(duties):
        if row.due_on:
            yield Moment(day=row.due_on, words=row.title, note=row.words, is_late=shape == "late")
    yield Moment(day=as_of, words="Heute", is_now=True)
