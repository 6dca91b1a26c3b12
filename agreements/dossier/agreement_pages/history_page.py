"""What was done to an agreement in the application, and what is known of it from elsewhere."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from agreements import policy
from agreements.dossier.agreement_pages.subject import PageSubject
from agreements.dossier.dated_facts import DatedFact, dated_facts
from agreements.dossier.timeline import TimelineEntry, timeline
from agreements.policy import Verdict
from agreements.texts.portfolio import FlagView, flag_view

ENTRIES_ON_A_PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPage:
    """`records` are resolutions and milestones, of the whole agreement only."""

    entries: "Page[TimelineEntry]"
    records: tuple[DatedFact, ...]
    record: Verdict
    flags: FlagView | None


def history_page(subject: PageSubject, page_number: str | None) -> HistoryPage:
    user, agreement, instrument = subject.user, subject.agreement, subject.instrument
    number = subject.amendment.number if subject.amendment else None
    record = policy.verdict(user, "record.edit", agreement)
    writes = policy.verdict(user, "agreement.create").allowed
    return HistoryPage(
        entries=Paginator(timeline(user, agreement, number), ENTRIES_ON_A_PAGE).get_page(page_number),
        records=() if number else dated_facts(agreement, editable=record.allowed),
        record=record,
        # the district reads the agreed ones in the text
        flags=flag_view(instrument) if writes and instrument and not number else None,
    )
