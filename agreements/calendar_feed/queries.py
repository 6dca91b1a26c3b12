"""What stands in the calendar of a person: what she may see today, without what is done."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeAlias, TypedDict

from django.db.models import OuterRef, QuerySet, Subquery
from django_stubs_ext import WithAnnotations

from agreements import policy
from agreements.calendar_months import add_months
from agreements.choices import Status
from agreements.link_tokens import token_hash
from agreements.mail_topics import Topic
from agreements.models import Agreement, CalendarFeed, DueDay, Event, ObligationTerms
from agreements.tracking.overview.cached_summary import AHEAD, refresh_due_days, valid_schedules
from districts.models import User
from districts.policy import sees_whole_city

BACK = timedelta(days=90)
ONCE = "einmal"
NAMES = {Topic.NOTICE: "kuendigung", Topic.END: "ende"}
LAST_ENTRY = Event.objects.filter(agreement=OuterRef("agreement")).order_by("-sequence")


class DueDayFacts(TypedDict):
    title: str | None
    changed_at: datetime


AnnotatedDueDay: TypeAlias = "WithAnnotations[DueDay, DueDayFacts]"  # quoted: only mypy can read it


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry:
    """One due date with what a calendar needs to know of its agreement; `title` is that of its obligation."""

    event: str
    topic: Topic
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
    feeds = CalendarFeed.objects.filter(token_sha256=token_hash(secret), person__is_active=True)
    return feeds.select_related("person").first()


def agreements_in_calendar(person: User) -> QuerySet[Agreement]:
    """Return the signed agreements whose dates stand in a person's calendar: those that she sees.

    Who coordinates some sees all, and finds only her own here.
    """
    signed = policy.visible_instruments(person).filter(status=Status.SIGNED, number=0)
    seen = Agreement.objects.filter(pk__in=signed.values("agreement"))
    own = seen.filter(coordinator=person)
    return own if sees_whole_city(person) and own.exists() else seen


def calendar_entries(agreements: QuerySet[Agreement], as_of: date) -> list[CalendarEntry]:
    """Return the dates of agreements from 90 days ago to 18 months ahead. Three queries, more if some are not computed yet."""
    refresh_due_days(dict(agreements.values_list("pk", "history_length")), as_of)
    title = ObligationTerms.objects.filter(
        obligation=OuterRef("obligation"), instrument=OuterRef("instrument")
    ).values("title")
    days = (
        DueDay.objects.filter(
            agreement__in=agreements, due_on__gte=as_of - BACK, due_on__lte=add_months(as_of, AHEAD)
        )
        .filter(agreement__in=valid_schedules(as_of).values("pk"))
        .annotate(title=Subquery(title[:1]), changed_at=Subquery(LAST_ENTRY.values("at")[:1]))
        .select_related("agreement__district")
        .order_by("due_on", "agreement", "topic", "obligation", "key")
    )
    return [_entry(day) for day in days]


def _entry(day: AnnotatedDueDay) -> CalendarEntry:
    return CalendarEntry(
        event=_event(day),
        topic=Topic(day.topic),
        due_on=day.due_on,
        title=day.title or "",
        district=str(day.agreement.district),
        reference=day.agreement.reference,
        agreement_id=day.agreement_id,
        obligation_id=day.obligation_id,
        revision=day.agreement.history_length,
        changed_at=day.changed_at,
    )


def _event(day: DueDay) -> str:
    """Return what names the event, also when the only date of an obligation, a notice or the end moves."""
    if day.topic == Topic.OBLIGATION:
        return f"pflicht-{day.obligation_id}-{ONCE if day.once else day.key}"
    return f"{NAMES[Topic(day.topic)]}-{day.agreement_id}"
