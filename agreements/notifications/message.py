"""Builds e-mail messages: plain text and HTML, safe headers, a stable Message-ID."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from agreements import policy
from agreements.events import NOTICES, EventKind
from agreements.models import Event, Mail, Obligation, Thread
from agreements.notices import Notice, Recipients
from agreements.notifications.account_letters import account_letter, account_subject
from agreements.notifications.digest_letters import digest_letter, digest_subject
from agreements.notifications.letter import Letter
from agreements.notifications.link_letters import CODE_SUBJECT, code_letter, link_letter, link_subject
from agreements.outbox import reported_together
from agreements.reminders.queries import lines_of
from agreements.reminders.unsubscribing import unsubscribe_path
from agreements.secret_keys import keyed_digests
from agreements.texts.event_wording import event_words
from districts.contacts import administrators, contact_words
from districts.models import User

SUBJECT = 150
ID_SALT = "agreements.notifications.message_id"
AUTOMATIC = "Diese Nachricht wurde automatisch gesendet, weil Sie {why}."
ANSWERED = "Antworten erreichen: {contact}."
NOT_ANSWERED = "Antworten auf diese Adresse werden nicht gelesen; Fragen beantwortet: {contact}."


def letter_of(mail: Mail, at: datetime) -> Letter:
    """Return the content of an e-mail at the time of sending."""
    if mail.digest is not None:
        as_of = timezone.localdate(at)
        return digest_letter(mail.digest, lines_of(mail.digest, as_of), as_of)
    if mail.account_letter:
        return account_letter(mail, at)
    if mail.event is None:
        return code_letter(mail.code) if mail.code else link_letter(mail.about_link)
    assert mail.person is not None  # noqa: S101  the table's constraint says so
    return _notice_letter(mail.event, mail.person)


def recipient_and_subject(mail: Mail) -> tuple[str, str]:
    """Return recipient and subject, for lists."""
    if mail.digest is not None:
        return str(mail.person), digest_subject(mail.digest)
    if mail.account_letter:
        return str(mail.person), account_subject(mail)
    if mail.event is None:
        return mail.about_link.signatory.name, CODE_SUBJECT if mail.code else link_subject(mail.about_link)
    return str(mail.person), _subject(mail.event)


def message_id(mail: Mail) -> str:
    """Return the Message-ID, by which a bounce is recognised too; it is the same when an e-mail is sent twice.

    Who has got an e-mail cannot compute that of another, and so report that it came back.
    """
    return next(message_ids(mail))


def message_ids(mail: Mail) -> Iterator[str]:
    """Yield the Message-ID, then those that the e-mail had under former secret keys."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    for digest in keyed_digests(ID_SALT, f"{mail.pk} {mail.queued_at.timestamp()}"):
        yield f"<mail-{mail.pk}-{digest.hex()[:32]}@{domain}>"


def message_of(mail: Mail, letter: Letter) -> EmailMultiAlternatives:
    headers = {"Message-ID": message_id(mail), "Auto-Submitted": "auto-generated"}
    if letter.unsubscribe:
        headers["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message = EmailMultiAlternatives(
        subject=header(letter.subject),
        body=body(letter),
        to=[letter.address],
        reply_to=letter.reply_to,
        headers=headers,
    )
    message.attach_alternative(html_body(letter), "text/html")
    return message


def body(letter: Letter) -> str:
    return "\n\n".join(
        (
            f"Guten Tag {_one_line(letter.name)},",
            *letter.paragraphs,
            *(
                "\n".join([f"{heading}:", *(f"- {line.words}\n  {line.link}" for line in lines)])
                for heading, lines in letter.groups
            ),
            *([f"{letter.link_words}\n{letter.link}"] if letter.link else []),
            "Mit freundlichen Grüßen\nMitWirkung – Kooperationsverträge gegen Kinder- und Familienarmut",
            "\n".join(
                [
                    "-- ",
                    *_footer(letter),
                    *([f"Abbestellen: {letter.unsubscribe}"] if letter.unsubscribe else []),
                    settings.PUBLIC_URL,
                ]
            ),
        )
    )


def html_body(letter: Letter) -> str:
    """Return the same as HTML, without pictures or anything that another server would be asked for."""
    context = {"letter": letter, "footer": " ".join(_footer(letter)), "home": settings.PUBLIC_URL}
    return render_to_string("notifications/letter.html", context)


def _footer(letter: Letter) -> tuple[str, str]:
    answers = ANSWERED if letter.reply_to else NOT_ANSWERED
    return AUTOMATIC.format(why=letter.why), answers.format(contact=_one_line(letter.contact))


def header(text: str) -> str:
    """Return text that is safe in a header: one line, limited length, printable characters only."""
    line = _one_line("".join(letter if letter.isprintable() else " " for letter in text))
    return line if len(line) <= SUBJECT else f"{line[: SUBJECT - 1]}…"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def notice_of(event: Event) -> Notice:
    """Return the notice about an event with its braces filled."""
    notice, words = NOTICES[event.kind], event_words(event.data)
    words["actor"] = event.actor
    words["kind"] = "Nachtrag" if event.data.get("instrument") else "Vertrag"
    if event.kind == EventKind.REPORTED:
        words["code"] = ", ".join(sorted({row.data["code"] for row in reported_together(event)}))
    filled = {name: getattr(notice, name).format_map(words) for name in ("subject", "happened", "now")}
    return replace(notice, **filled)


def _subject(event: Event) -> str:
    return f"{event.agreement}: {notice_of(event).subject}"


def _notice_letter(event: Event, person: User) -> Letter:
    """Return the e-mail about an event; without a link if the recipient may not see the agreement any more."""
    agreement = event.agreement
    notice = notice_of(event)
    asked = _whom_to_ask(event, person)
    sees = policy.visible_to(person).filter(pk=agreement.pk).exists()
    return Letter(
        address=person.email,
        name=str(person),
        subject=_subject(event),
        paragraphs=(f"es geht um den Kooperationsvertrag {agreement}.", notice.happened, notice.now),
        link_words="Hier geht es weiter, mit Anmeldung:",
        link=f"{settings.PUBLIC_URL}{_page_of(event)}" if sees else "",
        why="an diesem Vertrag beteiligt sind",
        contact="; ".join(words for _, words in asked) or str(agreement.coordinator),
        reply_to=tuple(one.email for one, _ in asked if one.email),
        unsubscribe=f"{settings.PUBLIC_URL}{unsubscribe_path(person, [notice.topic])}"
        if notice.topic
        else "",
    )


def _page_of(event: Event) -> str:
    """Return the page on which the recipient goes on: where the answer is given, else that of the agreement."""
    number = event.data.get("instrument")
    if thread := Thread.objects.filter(key=event.data.get("thread", "")).first():
        return reverse("thread_detail", args=[thread.instrument_id, thread.key])
    if event.kind in {EventKind.CLEARANCE_OPENED, EventKind.CLEARANCE_ASKED}:
        instrument = event.agreement.instruments.get(number=number)
        return reverse("clearance_detail", args=[instrument.pk])
    if event.kind in {EventKind.RELEASE_REPORTED, EventKind.RELEASE_ANSWERED}:
        return reverse("release_detail", args=[event.agreement_id])
    if event.kind in {EventKind.REPORTED, EventKind.REPORT_ANSWERED}:
        obligation = Obligation.objects.get(agreement=event.agreement_id, code=event.data["code"])
        return reverse("obligation_detail", args=[obligation.pk])
    return reverse("agreement_detail", args=[event.agreement_id])


def _whom_to_ask(event: Event, person: User) -> list[tuple[User, str]]:
    """Return who answers questions: who is responsible, or for herself who has done it, or who looks after accounts."""
    coordinator = event.agreement.coordinator
    if coordinator != person:
        return [(coordinator, contact_words(coordinator, Recipients.COORDINATOR))]
    actor = User.objects.filter(pk=event.actor_id).first() if event.actor_id else None
    if actor is not None:
        return [(actor, contact_words(actor))]
    return [(admin, contact_words(admin, "Administration")) for admin in administrators()]
