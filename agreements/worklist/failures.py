"""What the application could not do by itself: seals and e-mails."""

from collections.abc import Iterator
from datetime import date

from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from agreements import policy
from agreements.models import Bounce, Version
from agreements.notifications.presenters import NOT_SET_UP
from agreements.notifications.queries import held_up
from agreements.outbox import is_set_up
from agreements.reminders.actions import BOUNCED_FOR
from agreements.reminders.outcomes import ReminderOutcome
from agreements.sealing.queries import outstanding
from agreements.texts.wording import counted, enumerated
from agreements.tones import Tone
from agreements.worklist.items import Urgency, WorkItem, since_words
from districts.models import User


def failure_items(user: User, as_of: date) -> Iterator[WorkItem]:
    """Yield a row each for the seals and e-mails that failed, and for people who get none, of all agreements. Six queries."""
    if policy.verdict(user, "seal.view").allowed:
        yield from _seals(as_of)
    if policy.verdict(user, "mail.view").allowed:
        yield from _mails(as_of)
    if policy.verdict(user, "reminder.view").allowed:
        yield from _unreachable(as_of)


def _seals(as_of: date) -> Iterator[WorkItem]:
    tried = Version.objects.filter(seal_attempts__isnull=False)
    failed = [one for one in outstanding(tried) if one.tries]
    if failed:
        url, since = reverse("seal_list"), timezone.localdate(min(one.since for one in failed))
        yield WorkItem(
            urgency=Urgency.WEEK,
            on=since,
            tone=Tone.ATTENTION,
            title=counted(len(failed), "Siegel fehlt", "Siegel fehlen"),
            detail="Die Unterschriften gelten. Es wird von selbst wieder versucht.",
            when=since_words(since, as_of),
            url=url,
            button="Ursache ansehen",
            button_url=url,
        )


def _mails(as_of: date) -> Iterator[WorkItem]:
    mails = list(held_up().order_by("queued_at").only("queued_at", "problem"))
    if mails:
        url, since = reverse("mail_list"), timezone.localdate(mails[0].queued_at)
        yield WorkItem(
            urgency=Urgency.WEEK,
            on=since,
            tone=Tone.ATTENTION,
            title=counted(len(mails), "E-Mail ging nicht hinaus", "E-Mails gingen nicht hinaus"),
            detail=mails[0].problem if is_set_up() else NOT_SET_UP,
            when=since_words(since, as_of),
            url=url,
            button="Ursache ansehen",
            button_url=url,
        )


def _unreachable(as_of: date) -> Iterator[WorkItem]:
    """Yield a row for the people whose address sent e-mails back lately; another address or a month ends it."""
    bounces = Bounce.objects.filter(
        received_at__date__gt=as_of - BOUNCED_FOR,
        mail__person__is_active=True,
        address=F("mail__person__email"),
    )
    people: dict[User, date] = {}
    for bounce in bounces.select_related("mail__person").order_by("received_at"):
        if bounce.mail.person:
            people.setdefault(bounce.mail.person, timezone.localdate(bounce.received_at))
    if people:
        url, since = (
            f"{reverse('reminder_ledger')}?stand={ReminderOutcome.BOUNCED.value}",
            min(people.values()),
        )
        yield WorkItem(
            urgency=Urgency.WEEK,
            on=since,
            tone=Tone.ATTENTION,
            title=counted(len(people), "Person erhält keine E-Mails", "Personen erhalten keine E-Mails"),
            detail=f"{enumerated(map(str, people))}: Die Adresse ist nicht erreichbar. Erinnerungen gehen solange an andere.",
            when=since_words(since, as_of),
            url=url,
            button="Versandprotokoll ansehen",
            button_url=url,
        )
