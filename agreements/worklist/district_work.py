"""What waits for somebody in a district besides the obligations: people who ask, signatures, and the end of a term."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from agreements import policy
from agreements.texts.clearance_facts import open_requests
from agreements.texts.wording import enumerated
from agreements.tones import Tone
from agreements.tracking.staff_release.summaries import ReleaseSummary
from agreements.tracking.start.district import Outlook, own_instruments
from agreements.tracking.wording import in_days
from agreements.worklist.items import Urgency, WorkItem, ordered, urgency_of
from agreements.worklist.remarks import remark_items
from agreements.worklist.role_reviews import role_review_items
from agreements.worklist.signatures import clearance_items, missing_items
from districts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictWork:
    """Rows that stand before what is overdue, and those that can wait until after it."""

    first: tuple[WorkItem, ...]
    later: tuple[WorkItem, ...]


def district_work(
    user: User, outlooks: Iterable[Outlook], releases: Iterable[ReleaseSummary], as_of: date
) -> DistrictWork:
    """Return the rows of the user's districts in the order of urgency."""
    items = ordered(_items(user, outlooks, releases, as_of))
    return DistrictWork(
        first=tuple(item for item in items if item.urgency != Urgency.LATER),
        later=tuple(item for item in items if item.urgency == Urgency.LATER),
    )


def _items(
    user: User, outlooks: Iterable[Outlook], releases: Iterable[ReleaseSummary], as_of: date
) -> Iterator[WorkItem]:
    yield from (_outlook_item(one, as_of) for one in outlooks)
    yield from missing_items(user, own_instruments(user), as_of)
    yield from clearance_items(open_requests(user), "Antworten", as_of)
    yield from remark_items(user, as_of)
    yield from role_review_items(user, as_of)
    if policy.verdict(user, "release.report").allowed:
        yield from _release_items(releases, as_of)


def _outlook_item(outlook: Outlook, as_of: date) -> WorkItem:
    url = f"{reverse('agreement_detail', args=[outlook.agreement.pk])}#ende"
    urgency = urgency_of(outlook.on, as_of)
    return WorkItem(
        urgency=urgency,
        on=outlook.on,
        tone=Tone.NEUTRAL if urgency == Urgency.LATER else Tone.BAD,
        title="Der Vertrag endet" if outlook.ends else "Verlängern lassen oder kündigen?",
        detail=f"{outlook.agreement} · {outlook.words}",
        when=in_days(outlook.on, as_of),
        url=url,
        button="Ansehen",
        button_url=url,
        final=not outlook.ends,
    )


def _release_items(releases: Iterable[ReleaseSummary], as_of: date) -> Iterator[WorkItem]:
    """Yield the past quarters that nobody has reported, and the questions about reported ones."""
    for one in releases:
        url, where = reverse("release_detail", args=[one.agreement_id]), f"{one.reference} {one.district}"
        if one.missing and (quarter := one.next_quarter):
            yield WorkItem(
                urgency=Urgency.WEEK,
                on=quarter.last_day,
                tone=Tone.ATTENTION,
                title="Besetzung melden",
                detail=f"{where} · Nicht gemeldet: {enumerated(one.missing)}",
                when="",
                url=url,
                button="Melden",
                button_url=reverse("release_report", args=[one.agreement_id, quarter.year, quarter.number]),
            )
        if one.asked_back:
            yield WorkItem(
                urgency=Urgency.WEEK,
                on=as_of,
                tone=Tone.ATTENTION,
                title="MitWirkung fragt zur Freistellung nach",
                detail=f"{where} · {enumerated(one.asked_back)}",
                when="wartet auf Sie",
                url=url,
                button="Antworten",
                button_url=url,
            )
