"""Who may stand in for whom, the lines of an e-mail as they are today, and the Versandprotokoll."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db import connection
from django.db.models import OuterRef, Q, QuerySet, Subquery

from agreements import policy
from agreements.choices import Status
from agreements.mail_topics import Topic
from agreements.models import Agreement, Digest, Milestone, ObligationTerms, Reminder
from agreements.reminders.lead_times import LATE_FROM
from agreements.reminders.outcomes import OF_OUTCOME, ReminderOutcome
from agreements.reminders.statements import STILL_DUE
from agreements.tracking.overview.cached_summary import SHAPE, refresh_due_days
from districts.models import User
from districts.policy import role_scope
from districts.roles import Role


class StillDue(NamedTuple):
    """A day on which something is due that is not done, and the sides that it concerns."""

    topic: str
    agreement_id: int
    obligation_id: int | None
    key: str
    due_on: date
    by_district: bool
    by_coordination: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestLine:
    """A reminder that still holds: the title of its obligation or milestone, and the days on which what it speaks of was or is due."""

    reminder: Reminder
    title: str
    days: tuple[date, ...]


def substitutes_of(person: User) -> QuerySet[User]:
    """Return who works on the same agreements: the people of her districts, and for a coordinator the others."""
    scope = role_scope(person)
    same = Q(memberships__district__in=scope.district_ids)
    if Role.COORDINATOR in scope.city:
        same |= Q(memberships__role=Role.COORDINATOR)
    return User.objects.filter(same, is_active=True).exclude(pk=person.pk).distinct()


def still_due(agreements: Iterable[int], as_of: date) -> list[StillDue]:
    """Return what is due in agreements and not done. Two queries if their due days are computed."""
    rows = Agreement.objects.filter(
        pk__in=agreements, instruments__number=0, instruments__status=Status.SIGNED
    )
    refresh_due_days(dict(rows.values_list("pk", "history_length")), as_of)
    with connection.cursor() as cursor:
        cursor.execute(STILL_DUE, {"shape": SHAPE, "today": as_of, "agreements": [*agreements]})
        return [StillDue(*row) for row in cursor]


def lines_of(digest: Digest, as_of: date) -> list[DigestLine]:
    """Return the reminders of an e-mail that still hold and that its recipient may see."""
    title = ObligationTerms.objects.filter(obligation=OuterRef("obligation")).order_by("-instrument__number")
    reminders = (
        digest.reminders.filter(not_sent="", agreement__in=policy.visible_to(digest.person))
        .select_related("agreement__district", "agreement__coordinator", "obligation", "person")
        .prefetch_related("person__memberships")
        .annotate(title=Subquery(title.values("title")[:1]))
        .order_by("due_on", "agreement", "pk")
    )
    milestones = Milestone.objects.in_bulk(
        [int(reminder.key) for reminder in reminders if reminder.topic == Topic.MILESTONE]
    )
    due: dict[int, list[StillDue]] = defaultdict(list)
    for one in still_due({reminder.agreement_id for reminder in reminders}, as_of):
        due[one.agreement_id].append(one)
    return [
        DigestLine(reminder=reminder, title=reminder.title or _title(reminder, milestones), days=days)
        for reminder in reminders
        if (days := tuple(sorted(_days(reminder, due[reminder.agreement_id], as_of))))
    ]


def _title(reminder: Reminder, milestones: Mapping[int, Milestone]) -> str:
    found = milestones.get(int(reminder.key)) if reminder.topic == Topic.MILESTONE else None
    return f"Meilenstein „{found.title}“" if found else ""


def _days(reminder: Reminder, due: Iterable[StillDue], as_of: date) -> Iterator[date]:
    """Yield the days of what a reminder speaks of, as far as it is still due and concerns that person."""
    agreement = reminder.agreement
    of_district = agreement.district_id in role_scope(reminder.person).district_ids
    # who has handed the agreement over since is still told: her successor may hear of it too late
    coordinates = agreement.coordinator_id == reminder.person_id or not of_district
    exact = (reminder.topic, agreement.pk, reminder.obligation_id, reminder.key, reminder.due_on)
    for one in due:
        if reminder.key == Reminder.OVERDUE:
            meant = one.topic == Topic.OBLIGATION and one.due_on <= as_of - LATE_FROM
        else:
            meant = one[: len(exact)] == exact
        if meant and ((one.by_coordination and coordinates) or (one.by_district and of_district)):
            yield one.due_on


def ledger(user: User, outcome: ReminderOutcome | None = None) -> QuerySet[Reminder]:
    """Return the Versandprotokoll of the agreements that a user sees, the newest first."""
    return (
        Reminder.objects.filter(
            OF_OUTCOME[outcome] if outcome else Q(), agreement__in=policy.visible_to(user)
        )
        .select_related(
            "agreement__district", "person", "obligation", "digest__person", "digest__mail__bounce"
        )
        .order_by("-noted_at", "-pk")
    )
