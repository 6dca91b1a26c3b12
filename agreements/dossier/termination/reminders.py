"""Reminding of the last day for a notice: an entry of the history, from which the outbox makes the e-mail."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from agreements import history
from agreements.choices import Status
from agreements.dossier.termination.reminder_days import due_occasion
from agreements.events import EventKind
from agreements.models import Agreement, Instrument, NoticeReminder
from agreements.state import NextExtension, stoppable_extension
from agreements.termination_choices import ReminderOccasion
from agreements.texts.in_force import LAST_DECISION, contract_facts, decided_extension, with_term_facts
from agreements.texts.term import pending_words

REMINDER = history.Job("Erinnerung")


@dataclass(frozen=True, slots=True, kw_only=True)
class DueReminder:
    agreement: Agreement
    extension: NextExtension
    occasion: ReminderOccasion
    words: str


def remind_of_notice_days(*, at: datetime) -> list[NoticeReminder]:
    """Record what is due and not recorded, one reminder for each agreement: the latest makes up for earlier ones."""
    return [row for due in list(_due(timezone.localdate(at))) if (row := _remind(due, at))]


def _due(today: date) -> Iterator[DueReminder]:
    """Yield the reminders that are due and not recorded. Two queries.

    Who renegotiates is reminded as well: if that fails, notice has to be given.
    """
    recorded = set(NoticeReminder.objects.values_list("agreement", "ends_on", "occasion"))
    contracts = with_term_facts(Instrument.objects.filter(number=0, status=Status.SIGNED))
    contracts = contracts.annotate(decision=LAST_DECISION).select_related("agreement").order_by("agreement")
    for contract in contracts:
        decided = decided_extension(contract.decision)
        extension = stoppable_extension(contract_facts(contract), decided, today)
        occasion = due_occasion(extension, today) if extension else None
        if extension and occasion and (contract.agreement_id, extension.ends_on, occasion) not in recorded:
            words = pending_words(extension, decided)
            yield DueReminder(
                agreement=contract.agreement, extension=extension, occasion=occasion, words=words
            )


@transaction.atomic
def _remind(due: DueReminder, at: datetime) -> NoticeReminder | None:
    """Record a reminder; None if another worker was faster."""
    row, is_new = NoticeReminder.objects.get_or_create(
        agreement=due.agreement,
        ends_on=due.extension.ends_on,
        occasion=due.occasion,
        defaults={"recorded_at": at},
    )
    if not is_new:
        return None
    data = {
        "ends_on": due.extension.ends_on,
        "last_notice_on": due.extension.last_notice_on,
        "pending": due.words,
    }
    history.record(due.agreement, EventKind.NOTICE_REMINDED, by=REMINDER, at=at, data=data)
    return row
