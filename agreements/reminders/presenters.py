"""The rows of the Versandprotokoll."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from agreements.models import Reminder
from agreements.tones import Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """A line: whom it concerns, what of, when, and what became of it; `instead` is who got it in that person's place."""

    agreement: str
    url: str
    what: str
    due_on: date
    when: str
    person: str
    instead: str
    outcome: str
    tone: Tone


def ledger_row(reminder: Reminder) -> LedgerRow:
    digest = reminder.digest
    outcome, tone = _outcome(reminder)
    return LedgerRow(
        agreement=str(reminder.agreement),
        url=reverse("reminder_list", args=[reminder.agreement_id]),
        what=_what(reminder),
        due_on=reminder.due_on,
        when=_when(reminder),
        person=str(reminder.person),
        instead=str(digest.person) if digest and digest.person_id != reminder.person_id else "",
        outcome=outcome,
        tone=tone,
    )


def _what(reminder: Reminder) -> str:
    if reminder.key == Reminder.OVERDUE:
        return "lange Überfälliges, in dieser Woche"
    if reminder.obligation:
        return f"Pflicht {reminder.obligation.code}"
    return reminder.get_topic_display()


def _when(reminder: Reminder) -> str:
    if reminder.key == Reminder.OVERDUE:
        return "jede Woche"
    match reminder.step:
        case 0:
            return "am Tag"
        case 1:
            return "einen Tag vorher"
        case step:
            return f"{step} Tage vorher" if step > 0 else f"{-step} Tage danach"


def _outcome(reminder: Reminder) -> tuple[str, Tone]:
    """Return what became of a reminder, in words."""
    mail = getattr(reminder.digest, "mail", None)
    if reminder.not_sent or mail is None:
        return f"nicht gesendet: {reminder.get_not_sent_display()}", Tone.NEUTRAL
    if bounce := getattr(mail, "bounce", None):
        return f"zurückgekommen ({bounce.status}): Die Adresse ist nicht erreichbar", Tone.BAD
    if mail.sent_at:
        return f"gesendet {_moment(mail.sent_at)}", Tone.GOOD
    if mail.dropped_at:
        return "nicht gesendet: überholt, oder das Konto ist ohne Adresse oder abgeschaltet", Tone.ATTENTION
    return f"noch nicht gesendet{f': {mail.problem}' if mail.problem else ''}", Tone.ATTENTION


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%d.%m.%Y, %H:%M} Uhr"
