"""What follows from the cached summaries of signed agreements: reports, own obligations, extensions and coming dates."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from django.urls import reverse

from agreements import policy
from agreements.models import Agreement
from agreements.parties import ReportingSide
from agreements.state import pending_extension
from agreements.texts.term import pending_words
from agreements.texts.wording import counted
from agreements.tones import Tone
from agreements.tracking.counts import StateCount, count_states
from agreements.tracking.list_entries import ListEntry, entries_on
from agreements.tracking.listing import Listing
from agreements.tracking.overview.cached_summary import CachedSummary
from agreements.tracking.presenters.occurrences import OccurrenceRow, view_rows
from agreements.tracking.queries.obligations import ObligationFilter, terms_visible_to
from agreements.tracking.status import TrackedState
from agreements.tracking.wording import in_days
from agreements.worklist.items import Urgency, WorkItem, urgency_of
from districts.models import User

OWED_BY_DISTRICT = ObligationFilter(owed_by=ReportingSide.DISTRICT)
OURS = frozenset({TrackedState.OVERDUE, TrackedState.SHORT, TrackedState.ASKED_BACK, TrackedState.DUE})
AHEAD = timedelta(days=180)
OWN_ROWS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedAgreement:
    """A signed agreement with its summary and what its list shows on a day."""

    agreement: Agreement
    summary: CachedSummary
    entries: tuple[ListEntry, ...]
    count: StateCount  # of what the district reports on, as the list counts it


def signed_agreements(
    agreements: Iterable[Agreement], summaries: Mapping[int, CachedSummary], as_of: date
) -> tuple[SignedAgreement, ...]:
    return tuple(_signed(agreement, summaries[agreement.pk], as_of) for agreement in agreements)


def _signed(agreement: Agreement, summary: CachedSummary, as_of: date) -> SignedAgreement:
    entries = tuple(entries_on(summary.entries, as_of))
    return SignedAgreement(
        agreement=agreement,
        summary=summary,
        entries=entries,
        count=count_states(entries, OWED_BY_DISTRICT),
    )


def report_items(signed: Iterable[SignedAgreement], as_of: date) -> Iterator[WorkItem]:
    """Yield what districts have reported, and the questions that they have not answered yet."""
    for one in signed:
        district = one.agreement.district
        if district is None:
            continue
        listed = (
            f"{reverse('obligation_list')}?bezirk={district.slug}&wer={ReportingSide.DISTRICT.value}&stand="
        )
        item = partial(
            WorkItem,
            on=one.summary.last_reported_on or as_of,
            detail=str(one.agreement),
        )
        if number := one.count.of(TrackedState.WAITING):
            url = f"{listed}{TrackedState.WAITING.value}"
            yield item(
                urgency=Urgency.WEEK,
                tone=Tone.ACTIVE,
                title=counted(number, "Meldung bestätigen", "Meldungen bestätigen"),
                when="wartet auf Sie",
                url=url,
                button="Prüfen",
                button_url=url,
            )
        if one.summary.release and (quarters := one.summary.release.waiting):
            url = reverse("release_detail", args=[one.agreement.pk])
            yield item(
                urgency=Urgency.WEEK,
                tone=Tone.ACTIVE,
                title=f"Freistellung bestätigen: {', '.join(quarters)}",
                when="wartet auf Sie",
                url=url,
                button="Prüfen",
                button_url=url,
            )
        if number := one.count.of(TrackedState.ASKED_BACK):
            url = f"{listed}{TrackedState.ASKED_BACK.value}"
            yield item(
                urgency=Urgency.LATER,
                tone=Tone.ATTENTION,
                title=counted(number, "Rückfrage ohne Antwort", "Rückfragen ohne Antwort"),
                when="wartet auf den Bezirk",
                url=url,
                button="Ansehen",
                button_url=url,
            )


def extension_items(user: User, signed: Iterable[SignedAgreement], as_of: date) -> Iterator[WorkItem]:
    """Yield the extensions that are to be decided, or stopped by a notice as decided."""
    if not policy.verdict(user, "extension.decide").allowed:
        return
    for one in signed:
        extension = pending_extension(one.summary.facts, one.summary.decided, as_of)
        if extension is None:
            continue
        urgency = urgency_of(extension.last_notice_on, as_of)
        yield WorkItem(
            urgency=urgency,
            on=extension.last_notice_on,
            tone=Tone.NEUTRAL if urgency == Urgency.LATER else Tone.BAD,
            title="Verlängern lassen oder kündigen?",
            detail=f"{one.agreement} · {pending_words(extension, one.summary.decided)}",
            when=in_days(extension.last_notice_on, as_of),
            url=f"{reverse('agreement_detail', args=[one.agreement.pk])}#ende",
            button="Entscheidung festhalten",
            button_url=reverse("extension_decide", args=[one.agreement.pk]),
            final=True,
        )


def own_items(user: User, signed: Iterable[SignedAgreement], as_of: date) -> Iterator[WorkItem]:
    """Yield what MitWirkung owes itself and is due within a week, the most urgent with their titles. Ten queries."""
    by_agreement = {one.agreement.pk: one.agreement for one in signed}
    due = sorted(
        (entry for one in signed for entry in one.entries if _is_ours(entry, as_of)),
        key=lambda entry: (entry.due_on or as_of, entry.position),
    )
    terms = terms_visible_to(user).filter(instrument__agreement__in=by_agreement)
    histories = {one.obligation_id: sig.agreement.history_head for sig in signed for one in sig.entries}
    listing = Listing(terms=terms, entries=tuple(due), uncached={}, histories=histories, as_of=as_of)
    shown = view_rows(user, listing.obligations(due[:OWN_ROWS]), as_of) if due else []
    yield from (_own_item(row, as_of) for row in shown)
    if rest := due[len(shown) :]:
        url = f"{reverse('obligation_list')}?wer={ReportingSide.COORDINATION.value}"
        on = max(rest[0].due_on or as_of, as_of)
        urgency = urgency_of(on, as_of)
        yield WorkItem(
            urgency=urgency,
            on=on,
            tone=Tone.BAD if urgency == Urgency.NOW else Tone.ATTENTION,
            title=counted(len(rest), "weitere Pflicht von MitWirkung", "weitere Pflichten von MitWirkung"),
            detail="Überfällig oder in dieser Woche fällig",
            when="",
            url=url,
            button="Ansehen",
            button_url=url,
        )


def _is_ours(entry: ListEntry, as_of: date) -> bool:
    soon = entry.state != TrackedState.DUE or urgency_of(entry.due_on or as_of, as_of) != Urgency.LATER
    return ReportingSide.COORDINATION in entry.whose and entry.state in OURS and soon


def _own_item(row: OccurrenceRow, as_of: date) -> WorkItem:
    url = reverse("obligation_detail", args=[row.pk])
    where = " · ".join(filter(None, [str(row.district or ""), row.contract, row.code, row.place]))
    return WorkItem(
        urgency=urgency_of(row.due_on or as_of, as_of),
        on=row.due_on or as_of,
        tone=row.state.tone,
        title=row.title,
        detail=where,
        when=row.state_words,
        url=url,
        button="Melden" if row.can_be_reported else "Ansehen",
        button_url=reverse("obligation_report", args=[row.pk]) if row.can_be_reported else url,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ComingDate:
    """What is due on a day in one agreement."""

    day: date
    title: str
    where: str
    url: str


def coming_dates(signed: Iterable[SignedAgreement], as_of: date) -> Iterator[ComingDate]:
    """Yield the coming days on which something is due, or on which a notice can last be received."""
    for one in signed:
        url, where = reverse("agreement_detail", args=[one.agreement.pk]), str(one.agreement.district or "")
        days: dict[date, int] = defaultdict(int)
        for entry in one.entries:
            if entry.time_dependent and entry.due_on and as_of < entry.due_on <= as_of + AHEAD:
                days[entry.due_on] += 1
        for day, number in days.items():
            title = counted(number, "Pflicht fällig", "Pflichten fällig")
            yield ComingDate(day=day, title=title, where=where, url=url)
        extension = pending_extension(one.summary.facts, one.summary.decided, as_of)
        if extension and extension.last_notice_on > as_of:
            yield ComingDate(
                day=extension.last_notice_on,
                title="Letzter Tag für eine Kündigung",
                where=where,
                url=f"{url}#ende",
            )
