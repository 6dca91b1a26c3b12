"""Writing down who is reminded of what, once a working day; and what people choose about it."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from agreements import policy
from agreements.errors import ActionRefused
from agreements.mail_topics import OPTIONAL, Topic
from agreements.models import Absence, Agreement, Digest, ReminderLeads, ReminderRun, SwitchedOff
from agreements.models.reminder import NotSent
from agreements.reminders.lead_times import (
    LATE_FROM,
    OF_LEGAL_DEADLINES,
    ON_THE_DAY,
    OVERDUE,
    USUAL,
    intervals,
    week_of,
)
from agreements.reminders.queries import lines_of, substitutes_of
from agreements.reminders.statements import WRITE
from agreements.schedule.working_days import is_working_day
from agreements.tracking.overview.cached_summary import SHAPE, refresh_due_days, signed_lengths
from districts.models import User
from districts.people.permissions import refusal_of_care

FROM = time(7)  # in local time
BOUNCED_FOR = timedelta(days=30)  # then an address is tried again


def write_reminders(*, at: datetime) -> int | None:
    """Write down the reminders of today and queue their e-mails; None before seven, on a day off, and if that is done.

    All of it is one transaction: a run that is cut off has not been, and of two at once the second finds it done.
    """
    today = timezone.localdate(at)
    if (
        timezone.localtime(at).time() < FROM
        or not is_working_day(today)
        or ReminderRun.objects.filter(day_on=today).exists()
    ):
        return None
    refresh_due_days(signed_lengths(), today)
    with transaction.atomic():
        run, is_new = ReminderRun.objects.get_or_create(day_on=today, defaults={"ran_at": at})
        if not is_new:
            return None
        run.lines = _write(today, at)
        run.save(update_fields=["lines"])
    return run.lines


def _write(today: date, at: datetime) -> int:
    plans = [(plan, each) for plan, steps in _plans().items() for each in intervals(steps, today)]
    values: dict[str, Any] = {
        "today": today,
        "at": at,
        "shape": SHAPE,
        "late": today - LATE_FROM,
        "week": week_of(today),
        "bounced_since": at - BOUNCED_FOR,
        "plans": [plan for plan, _ in plans],
        "steps": [each.step for _, each in plans],
        "lows": [each.low for _, each in plans],
        "highs": [each.high for _, each in plans],
    }
    with connection.cursor() as cursor:
        cursor.execute(WRITE, values)
        written: int = cursor.rowcount
    return written


def _plans() -> dict[str, Collection[int]]:
    """Return the steps of each plan, by the name that the statement finds it by. One query."""
    chosen = ReminderLeads.objects.order_by().values_list("days", flat=True).distinct()
    return {
        "legal": (*OF_LEGAL_DEADLINES, ON_THE_DAY),
        "usual": (*USUAL, ON_THE_DAY, *OVERDUE),
        **{",".join(map(str, days)): (*days, ON_THE_DAY, *OVERDUE) for days in chosen},
    }


@transaction.atomic
def set_leads(agreement: Agreement, *, days: Collection[int], by: User, at: datetime) -> None:
    """Choose how many days before an obligation of an agreement is due people are reminded."""
    policy.require(by, "reminder.set", agreement)
    chosen = sorted({*days} - {ON_THE_DAY}, reverse=True)
    if chosen == list(USUAL):
        ReminderLeads.objects.filter(agreement=agreement).delete()
        return
    values = {"days": chosen, "changed_at": at, "changed_by": by}
    ReminderLeads.objects.update_or_create(agreement=agreement, defaults=values)


@transaction.atomic
def choose_topics(*, wanted: Collection[Topic], by: User, at: datetime) -> None:
    """Keep which topics a person wants e-mails about; legal deadlines are always among them."""
    off = [topic for topic in OPTIONAL if topic not in wanted]
    SwitchedOff.objects.filter(person=by).exclude(topic__in=off).delete()
    rows = [SwitchedOff(person=by, topic=topic, chosen_at=at) for topic in off]
    SwitchedOff.objects.bulk_create(rows, ignore_conflicts=True)


def switch_off(person: User, *, topics: Collection[Topic], at: datetime) -> None:
    """Switch topics off for a person who holds a link of her e-mail."""
    rows = [SwitchedOff(person=person, topic=topic, chosen_at=at) for topic in topics if topic in OPTIONAL]
    SwitchedOff.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def set_absence(
    *,
    begins_on: date,
    ends_on: date,
    substitute: User | None,
    by: User,
    at: datetime,
    person: User | None = None,
) -> None:
    """Keep until when a person is away, oneself or somebody looked after, and who is reminded in her place. Raises ActionRefused."""
    person = _for_whom(person, by)
    if ends_on < timezone.localdate(at):
        raise ActionRefused(
            "Dieser Tag ist vorbei. Es wurde nichts geändert; bitte wählen Sie einen späteren letzten Tag."
        )
    if ends_on < begins_on:
        raise ActionRefused("Der letzte Tag liegt vor dem ersten. Es wurde nichts geändert.")
    if substitute and not substitutes_of(person).filter(pk=substitute.pk).exists():
        raise ActionRefused(
            f"{substitute} kann nicht vertreten: Es sind nicht dieselben Verträge, an denen beide arbeiten."
        )
    values = {"begins_on": begins_on, "ends_on": ends_on, "substitute": substitute}
    Absence.objects.update_or_create(person=person, defaults=values)


def end_absence(*, by: User, person: User | None = None) -> bool:
    """Let a person be back, oneself or somebody looked after; return whether she was away. Raises ActionRefused."""
    deleted, _ = Absence.objects.filter(person=_for_whom(person, by)).delete()
    return bool(deleted)


def _for_whom(person: User | None, by: User) -> User:
    """Return whose absence it is: one's own, or that of somebody looked after."""
    if person is None or person == by:
        return by
    if reason := refusal_of_care(by, person):
        raise ActionRefused(f"{reason} Es wurde nichts geändert.")
    return person


def note_settled(digest: Digest, as_of: date) -> None:
    """Write down which reminders of an e-mail were left out, as they no longer hold."""
    kept = [line.reminder.pk for line in lines_of(digest, as_of)]
    digest.reminders.filter(not_sent="").exclude(pk__in=kept).update(not_sent=NotSent.SETTLED)
