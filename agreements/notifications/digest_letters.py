"""E-mails that remind: everything of one day, in the words of the moment at which it is sent."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.conf import settings
from django.urls import reverse

from agreements import policy
from agreements.mail_topics import OPTIONAL, Topic
from agreements.models import ClearanceRound, Digest, Reminder
from agreements.notices import Recipients
from agreements.notifications.letter import Letter, LetterLine
from agreements.reminders.queries import DigestLine
from agreements.reminders.unsubscribing import unsubscribe_path
from agreements.state import stoppable_extension
from agreements.texts.term import pending_words
from agreements.texts.wording import counted, date_words
from agreements.tracking.queries.schedule_facts import contracts_in
from districts.contacts import administrators, contact_words
from districts.models import User

SUBJECT = "Fristen und Termine"
LEGAL_HEADING = "Rechtliche Fristen"
LATE_HEADING = "Überfällig"
TODAY_HEADING = "Heute"
COMING_HEADING = "Demnächst"
HEADINGS = (LEGAL_HEADING, LATE_HEADING, TODAY_HEADING, COMING_HEADING)
WORDS = {
    Topic.NOTICE: "letzter Tag für den Zugang einer Kündigung, sonst verlängert sich der Vertrag",
    Topic.END: "letzter Tag der Laufzeit",
    Topic.AUTHORITY: "Amtszeit einer unterzeichnenden Person endet, ihre Unterschrift fehlt noch",
    Topic.CLEARANCE: "Frist der Mitzeichnung",
}


def digest_subject(digest: Digest) -> str:
    return f"{SUBJECT}, {date_words(digest.day_on)}"


def digest_letter(digest: Digest, found: Sequence[DigestLine], as_of: date) -> Letter:
    """Return the e-mail with the reminders that still hold."""
    person = digest.person
    reminders = [one.reminder for one in found]
    pending = _pending_by_agreement(reminders, person, as_of)
    groups: dict[str, list[LetterLine]] = {heading: [] for heading in HEADINGS}
    for one in found:
        reminder = one.reminder
        words = _words(one, person, as_of)
        if reminder.topic == Topic.NOTICE and reminder.agreement_id in pending:
            words = f"{words}. {pending[reminder.agreement_id]}"
        groups[_heading(reminder, as_of)].append(LetterLine(words=words, link=_link(reminder)))
    topics = [topic for topic in OPTIONAL if any(reminder.topic == topic for reminder in reminders)]
    asked = _whom_to_ask(reminders, person)
    return Letter(
        address=person.email,
        name=str(person),
        subject=digest_subject(digest),
        paragraphs=("daran möchten wir Sie erinnern. Was inzwischen erledigt ist, steht nicht mehr dabei.",),
        groups=tuple((heading, tuple(lines)) for heading, lines in groups.items() if lines),
        link_words="Was Sie erinnert und wer Sie vertritt, wählen Sie hier, mit Anmeldung:",
        link=f"{settings.PUBLIC_URL}{reverse('mail_choices')}",
        why="an diesen Verträgen beteiligt sind",
        contact="; ".join(words for _, words in asked),
        reply_to=tuple(one.email for one, _ in asked if one.email),
        unsubscribe=f"{settings.PUBLIC_URL}{unsubscribe_path(person, topics)}" if topics else "",
    )


def _heading(reminder: Reminder, as_of: date) -> str:
    if Topic(reminder.topic).is_legal:
        return LEGAL_HEADING
    if reminder.key == Reminder.OVERDUE or reminder.due_on < as_of:
        return LATE_HEADING
    return TODAY_HEADING if reminder.due_on == as_of else COMING_HEADING


def _words(one: DigestLine, reader: User, as_of: date) -> str:
    reminder, number = one.reminder, len(one.days)
    for_whom = f" [für {reminder.person}]" if reminder.person_id != reader.pk else ""
    if reminder.key == Reminder.OVERDUE:
        which = "die älteste " if number > 1 else ""
        since = f"seit mehr als drei Wochen überfällig, {which}seit {date_words(one.days[0])}"
        return f"{counted(number, 'Pflicht ist', 'Pflichten sind')} {since} ({reminder.agreement}){for_whom}"
    due = f"{date_words(reminder.due_on)} ({_distance(reminder.due_on, as_of)})"
    about = one.title or WORDS[Topic(reminder.topic)]
    return f"{due}: {about} ({reminder.agreement}){for_whom}"


def _pending_by_agreement(reminders: Iterable[Reminder], reader: User, as_of: date) -> dict[int, str]:
    """Return what is decided on an extension that a notice still stops, for who may read it. One query."""
    noticed = {one.agreement_id for one in reminders if one.topic == Topic.NOTICE}
    if not noticed or not policy.verdict(reader, "extension.read").allowed:
        return {}
    contracts = contracts_in(noticed, as_of)
    return {
        pk: pending_words(extension, one.decided)
        for pk, one in contracts.items()
        if (extension := stoppable_extension(one.facts, one.decided, as_of))
    }


def _distance(day: date, as_of: date) -> str:
    days = (day - as_of).days
    match days:
        case 0:
            return "heute"
        case 1:
            return "morgen"
        case -1:
            return "gestern"
    return f"in {days} Tagen" if days > 0 else f"vor {-days} Tagen"


def _link(reminder: Reminder) -> str:
    if reminder.obligation_id:
        path = reverse("obligation_detail", args=[reminder.obligation_id])
    elif reminder.key == Reminder.OVERDUE:
        path = f"{reverse('obligation_list')}?stand=overdue"
    elif reminder.topic == Topic.CLEARANCE:
        instrument = ClearanceRound.objects.values_list("instrument", flat=True).get(pk=int(reminder.key))
        path = reverse("clearance_detail", args=[instrument])
    else:
        path = reverse("agreement_detail", args=[reminder.agreement_id])
    return f"{settings.PUBLIC_URL}{path}"


def _whom_to_ask(reminders: Iterable[Reminder], reader: User) -> list[tuple[User, str]]:
    """Return who coordinates the agreements, or who looks after accounts if that is the reader herself."""
    people = dict.fromkeys(reminder.agreement.coordinator for reminder in reminders)
    asked = [(one, contact_words(one, Recipients.COORDINATOR)) for one in people if one != reader]
    return asked or [(one, contact_words(one, "Administration")) for one in administrators()]
