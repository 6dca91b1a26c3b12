"""Who may stand in for whom, the lines of an e-mail as they are today, and the Versandprotokoll."""

from collections.abc import Iterable
from datetime import date

from django.db import connection
from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery

from agreements import policy
from agreements.mail_topics import Topic
from agreements.models import Agreement, Digest, DueDay, ObligationTerms, Reminder
from agreements.reminders.lead_times import LATE_FROM
from agreements.reminders.statements import STILL_DUE
from agreements.tracking.overview.cached_summary import SHAPE, refresh_due_days, valid_schedules
from districts.models import User
from districts.policy import role_scope
from districts.roles import Role

DueKey = tuple[str, int, int | None, str, date, bool]  # the last: whether the coordination owes it


def substitutes_of(person: User) -> QuerySet[User]:
    """Return who works on the same agreements: the people of her districts, and for a coordinator the others."""
    scope = role_scope(person)
    same = Q(memberships__district__in=scope.district_ids)
    if Role.COORDINATOR in scope.city:
        same |= Q(memberships__role=Role.COORDINATOR)
    return User.objects.filter(same, is_active=True).exclude(pk=person.pk).distinct()


def still_due(agreements: Iterable[int], as_of: date) -> set[DueKey]:
    """Return what is due in agreements and not done. Two queries if their due days are computed."""
    rows = Agreement.objects.filter(pk__in=agreements, instruments__number=0, instruments__status="signed")
    refresh_due_days(dict(rows.values_list("pk", "history_length")), as_of)
    with connection.cursor() as cursor:
        cursor.execute(STILL_DUE, {"shape": SHAPE, "today": as_of, "agreements": [*agreements]})
        return {
            (*key, coordination)
            for *key, by_coordination, by_district in cursor
            for coordination, owed in ((True, by_coordination), (False, by_district))
            if owed
        }


def lines_of(digest: Digest, as_of: date) -> list[Reminder]:
    """Return the reminders of an e-mail that still hold and that its recipient may see, with the `title` of their obligations.

    Those of what has long been overdue have its `number` and its `oldest` day.
    """
    title = ObligationTerms.objects.filter(obligation=OuterRef("obligation")).order_by("-instrument__number")
    reminders = list(
        digest.reminders.filter(not_sent="", agreement__in=policy.visible_to(digest.person))
        .select_related("agreement__district", "agreement__coordinator", "obligation", "person")
        .annotate(title=Subquery(title.values("title")[:1]))
        .order_by("due_on", "agreement", "pk")
    )
    agreements = {reminder.agreement_id for reminder in reminders}
    due, late = still_due(agreements, as_of), _late(agreements, as_of)
    return [reminder for reminder in reminders if _holds(reminder, due, late)]


def _late(agreements: Iterable[int], as_of: date) -> dict[tuple[int, bool], tuple[int, date]]:
    """Return the number and the oldest day of what has long been overdue, by agreement and whether the coordination owes it."""
    found: dict[tuple[int, bool], tuple[int, date]] = {}
    for coordination, owed in ((True, Q(by_coordination=True)), (False, Q(by_district=True))):
        rows = (
            DueDay.objects.filter(
                owed, agreement__in=agreements, topic=Topic.OBLIGATION, due_on__lte=as_of - LATE_FROM
            )
            .filter(agreement__in=valid_schedules(as_of).values("pk"))
            .order_by()
            .values_list("agreement")
            .annotate(Count("pk"), Min("due_on"))
        )
        found |= {(agreement, coordination): (number, oldest) for agreement, number, oldest in rows}
    return found


def _holds(reminder: Reminder, due: set[DueKey], late: dict[tuple[int, bool], tuple[int, date]]) -> bool:
    coordinates = reminder.agreement.coordinator_id == reminder.person_id
    if reminder.key == Reminder.OVERDUE:
        number, oldest = late.get((reminder.agreement_id, coordinates), (0, None))
        reminder.number, reminder.oldest = number, oldest  # type: ignore[attr-defined]  # for its words
        return bool(number)
    day = (reminder.topic, reminder.agreement_id, reminder.obligation_id, reminder.key, reminder.due_on)
    return (*day, coordinates) in due


def ledger(user: User) -> QuerySet[Reminder]:
    """Return the Versandprotokoll of the agreements that a user sees, the newest first."""
    return (
        Reminder.objects.filter(agreement__in=policy.visible_to(user))
        .select_related(
            "agreement__district", "person", "obligation", "digest__person", "digest__mail__bounce"
        )
        .order_by("-noted_at", "-pk")
    )
