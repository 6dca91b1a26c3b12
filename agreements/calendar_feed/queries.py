"""What stands in the calendar of a person: what she may see today, without what is done."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import OuterRef, QuerySet, Subquery

from agreements import policy
from agreements.calendar_months import add_months
from agreements.choices import Status
from agreements.due_topics import DueTopic
from agreements.link_tokens import matches_hash, token_hash
from agreements.models import Agreement, CalendarFeed, Event, ObligationTerms
from agreements.tracking.due_facts import DueFact, due_facts
from districts.models import User
from districts.policy import sees_whole_city

BACK = timedelta(days=90)
AHEAD = 18  # months
LAST_ENTRY = Event.objects.filter(agreement=OuterRef("pk")).order_by("-sequence")


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry:
    """One due date with what a calendar needs to know of its agreement; `title` is that of its obligation."""

    event: str
    topic: DueTopic
    due_on: date
    title: str
    district: str
    reference: str
    agreement_id: int
    obligation_id: int | None
    revision: int
    changed_at: datetime


def feed_of(secret: str) -> CalendarFeed | None:
    """Return the feed with this secret, None if there is none, or its person has no account any more."""
    feed = (
        CalendarFeed.objects.filter(token_sha256=token_hash(secret), person__is_active=True)
        .select_related("person")
        .first()
    )
    return feed if feed and matches_hash(secret, feed.token_sha256) else None


def agreements_in_calendar(person: User) -> QuerySet[Agreement]:
    """Return the signed agreements whose dates stand in a person's calendar: those that she sees.

    Who coordinates some sees all, and finds only her own here.
    """
    signed = policy.visible_instruments(person).filter(status=Status.SIGNED, number=0)
    seen = Agreement.objects.filter(pk__in=signed.values("agreement"))
    own = seen.filter(coordinator=person)
    return own if sees_whole_city(person) and own.exists() else seen


def calendar_entries(agreements: QuerySet[Agreement], as_of: date) -> list[CalendarEntry]:
    """Return the dates of agreements from 90 days ago to 18 months ahead. Eight queries."""
    rows = {
        row.pk: row
        for row in agreements.select_related("district").annotate(
            changed_at=Subquery(LAST_ENTRY.values("at")[:1])
        )
    }
    until = add_months(as_of, AHEAD)
    facts = [one for one in due_facts(rows.keys(), as_of, until) if as_of - BACK <= one.due_on <= until]
    titles = _titles(facts)
    return [_entry(one, rows[one.agreement_id], titles) for one in facts]


def _titles(facts: Collection[DueFact]) -> dict[tuple[int | None, int | None], str]:
    rows = ObligationTerms.objects.filter(
        obligation__in={one.obligation_id for one in facts if one.obligation_id},
        instrument__in={one.instrument_id for one in facts if one.instrument_id},
    )
    return {
        (obligation, instrument): title
        for obligation, instrument, title in rows.order_by().values_list(
            "obligation_id", "instrument_id", "title"
        )
    }


def _entry(
    fact: DueFact, agreement: Agreement, titles: Mapping[tuple[int | None, int | None], str]
) -> CalendarEntry:
    return CalendarEntry(
        event=fact.event,
        topic=fact.topic,
        due_on=fact.due_on,
        title=titles.get((fact.obligation_id, fact.instrument_id), ""),
        district=str(agreement.district),
        reference=agreement.reference,
        agreement_id=agreement.pk,
        obligation_id=fact.obligation_id,
        revision=agreement.history_length,
        changed_at=agreement.changed_at,  # type: ignore[attr-defined]  # annotated
    )
