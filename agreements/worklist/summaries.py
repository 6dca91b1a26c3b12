"""What follows from where signed agreements stand: reports, own obligations, extensions and coming dates."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from heapq import nsmallest

from django.urls import reverse

from agreements import policy
from agreements.parties import ReportingSide
from agreements.state import NextExtension
from agreements.texts.term import pending_words
from agreements.texts.wording import counted
from agreements.tones import Tone
from agreements.tracking.list_entries import ListEntry
from agreements.tracking.listing import ListedContract, Listing
from agreements.tracking.presenters.listed_rows import listed_rows
from agreements.tracking.presenters.occurrences import OccurrenceRow
from agreements.tracking.queries.obligations import terms_visible_to
from agreements.tracking.status import TrackedState
from agreements.tracking.wording import in_days
from agreements.worklist.items import FurtherItems, Urgency, WorkItem, first_items, urgency_of
from agreements.worklist.signed import SignedAgreement
from districts.models import User

OWN_ROWS = 8


def report_items(signed: Collection[SignedAgreement], as_of: date) -> Iterator[WorkItem | FurtherItems]:
    """Yield what districts have reported, and the questions that they have not answered yet."""

    def reported(
        urgency: Urgency, has_any: Callable[[SignedAgreement], object]
    ) -> Iterator[tuple[Urgency, date, SignedAgreement]]:
        return ((urgency, _reported_on(one, as_of), one) for one in signed if has_any(one))

    for urgency, has_any, item in (
        (Urgency.WEEK, _waiting, _waiting_item),
        (Urgency.WEEK, _quarters, _quarters_item),
        (Urgency.LATER, _asked, _asked_item),
    ):
        yield from first_items(reported(urgency, has_any), partial(item, as_of))


def _reported_on(one: SignedAgreement, as_of: date) -> date:
    return one.work.summary.summary.last_reported_on or as_of


def _waiting(one: SignedAgreement) -> int:
    return one.work.summary.of_district.of(TrackedState.WAITING)


def _asked(one: SignedAgreement) -> int:
    return one.work.summary.of_district.of(TrackedState.ASKED_BACK)


def _quarters(one: SignedAgreement) -> tuple[str, ...]:
    release = one.work.summary.summary.release
    return release.waiting if release else ()


def _list_url(one: SignedAgreement, state: TrackedState) -> str:
    choice = f"bezirk={one.district_slug}&wer={ReportingSide.DISTRICT.value}&stand={state.value}"
    return f"{reverse('obligation_list')}?{choice}"


def _waiting_item(as_of: date, one: SignedAgreement) -> WorkItem:
    url = _list_url(one, TrackedState.WAITING)
    return WorkItem(
        urgency=Urgency.WEEK,
        on=_reported_on(one, as_of),
        tone=Tone.ACTIVE,
        title=counted(_waiting(one), "Meldung bestätigen", "Meldungen bestätigen"),
        detail=str(one),
        when="wartet auf Sie",
        url=url,
        button="Prüfen",
        button_url=url,
    )


def _quarters_item(as_of: date, one: SignedAgreement) -> WorkItem:
    url = reverse("release_detail", args=[one.pk])
    return WorkItem(
        urgency=Urgency.WEEK,
        on=_reported_on(one, as_of),
        tone=Tone.ACTIVE,
        title=f"Freistellung bestätigen: {', '.join(_quarters(one))}",
        detail=str(one),
        when="wartet auf Sie",
        url=url,
        button="Prüfen",
        button_url=url,
    )


def _asked_item(as_of: date, one: SignedAgreement) -> WorkItem:
    url = _list_url(one, TrackedState.ASKED_BACK)
    return WorkItem(
        urgency=Urgency.LATER,
        on=_reported_on(one, as_of),
        tone=Tone.ATTENTION,
        title=counted(_asked(one), "Rückfrage ohne Antwort", "Rückfragen ohne Antwort"),
        detail=str(one),
        when="wartet auf den Bezirk",
        url=url,
        button="Ansehen",
        button_url=url,
    )


def extension_items(
    user: User, signed: Iterable[SignedAgreement], as_of: date
) -> Iterator[WorkItem | FurtherItems]:
    """Yield the extensions that are to be decided, or stopped by a notice as decided."""
    if not policy.verdict(user, "extension.decide").allowed:
        return
    found = (
        (urgency_of(extension.last_notice_on, as_of), extension.last_notice_on, (one, extension))
        for one in signed
        if (extension := one.work.summary.extension)
    )
    yield from first_items(found, partial(_extension_item, as_of))


def _extension_item(as_of: date, found: tuple[SignedAgreement, NextExtension]) -> WorkItem:
    one, extension = found
    urgency = urgency_of(extension.last_notice_on, as_of)
    return WorkItem(
        urgency=urgency,
        on=extension.last_notice_on,
        tone=Tone.NEUTRAL if urgency == Urgency.LATER else Tone.BAD,
        title="Verlängern lassen oder kündigen?",
        detail=f"{one} · {pending_words(extension, one.work.summary.summary.decided)}",
        when=in_days(extension.last_notice_on, as_of),
        url=f"{reverse('agreement_detail', args=[one.pk])}#ende",
        button="Entscheidung festhalten",
        button_url=reverse("extension_decide", args=[one.pk]),
        final=True,
    )


def own_items(user: User, signed: Iterable[SignedAgreement], as_of: date) -> Iterator[WorkItem]:
    """Yield what MitWirkung owes itself and is due within a week, the most urgent with their titles. Ten queries."""
    due = sorted(
        ((entry.due_on or as_of, entry.position, one, entry) for one in signed for entry in one.work.ours),
        key=lambda row: row[:2],
    )
    shown = _own_rows(user, [(one, entry) for *_, one, entry in due[:OWN_ROWS]], as_of) if due else []
    yield from (_own_item(row, as_of) for row in shown)
    if rest := due[len(shown) :]:
        url = f"{reverse('obligation_list')}?wer={ReportingSide.COORDINATION.value}"
        on = max(rest[0][0], as_of)
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


def _own_rows(
    user: User, due: Collection[tuple[SignedAgreement, ListEntry]], as_of: date
) -> list[OccurrenceRow]:
    agreements = {one.pk: one for one, _ in due}
    listing = Listing(
        terms=terms_visible_to(user).filter(instrument__agreement__in=agreements),
        agreements=tuple(
            ListedContract(
                pk=one.pk, head=one.head, district_number=one.district_number, summary=one.work.summary
            )
            for one in agreements.values()
        ),
        as_of=as_of,
    )
    return listed_rows(user, listing, [entry for _, entry in due])


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


def coming_dates(signed: Iterable[SignedAgreement], as_of: date, number: int) -> tuple[ComingDate, ...]:
    """Return the next days on which something is due, or on which a notice can last be received."""
    days = nsmallest(number, _coming(signed, as_of), key=lambda found: found[0])
    return tuple(_coming_date(*found) for found in days)


def _coming(signed: Iterable[SignedAgreement], as_of: date) -> Iterator[tuple[date, SignedAgreement, int]]:
    """Yield days with the number of what is due; none for a notice."""
    for one in signed:
        yield from ((day, one, number) for day, number in one.work.coming)
        if (extension := one.work.summary.extension) and extension.last_notice_on > as_of:
            yield extension.last_notice_on, one, 0


def _coming_date(day: date, one: SignedAgreement, number: int) -> ComingDate:
    url = reverse("agreement_detail", args=[one.pk])
    if not number:
        return ComingDate(
            day=day, title="Letzter Tag für eine Kündigung", where=one.district, url=f"{url}#ende"
        )
    title = counted(number, "Pflicht fällig", "Pflichten fällig")
    return ComingDate(day=day, title=title, where=one.district, url=url)
