"""E-mails about an account itself: the invitation, the link to a new password, and what was changed. Links are derived here."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils import timezone
from django.utils.http import int_to_base36

from agreements.models import Mail
from agreements.notifications.letter import Letter
from districts.account_letters import AccountLetter
from districts.contacts import administrators, contact_words
from districts.identity_providers import provider_for
from districts.invitations.queries import open_invitation, token_of_invitation
from districts.models import User

SUBJECTS = {
    AccountLetter.INVITATION: "Einladung zu MitWirkung",
    AccountLetter.RESET: "Ihr neues Passwort für MitWirkung",
    AccountLetter.PASSWORD_CHANGED: "Ihr Passwort wurde geändert",
    AccountLetter.FACTOR_ADDED: "Zweiter Faktor eingerichtet",
    AccountLetter.FACTOR_REMOVED: "Zweiter Faktor abgeschaltet",
    AccountLetter.CODES_MADE: "Neue Ersatzcodes",
    AccountLetter.SIGN_ON_LINKED: "Anmeldung über Ihre Stelle",
    AccountLetter.NEW_DEVICE: "Anmeldung auf einem neuen Gerät",
}
HAPPENED = {
    AccountLetter.PASSWORD_CHANGED: "das Passwort Ihres Kontos wurde am {moment} geändert. Auf anderen Geräten gilt ab jetzt "
    "das neue.",
    AccountLetter.FACTOR_ADDED: "für Ihr Konto wurde am {moment} ein zweiter Faktor eingerichtet.",
    AccountLetter.FACTOR_REMOVED: "für Ihr Konto wurde am {moment} ein zweiter Faktor abgeschaltet.",
    AccountLetter.NEW_DEVICE: "Sie haben sich am {moment} mit einem Browser angemeldet, den wir noch nicht kannten.",
    AccountLetter.SIGN_ON_LINKED: "Ihr Konto ist seit dem {moment} mit der Anmeldung Ihrer Stelle verknüpft: Mit Ihrem Konto dort kommen "
    "Sie auch hier hinein.",
    AccountLetter.CODES_MADE: "für Ihr Konto wurden am {moment} neue Ersatzcodes gemacht; die bisherigen gelten nicht mehr.",
}
NOT_YOU = (
    "Waren Sie das nicht, sagen Sie bitte gleich der Administration Bescheid: Sie kann das Konto sperren."
)


@dataclass(frozen=True, slots=True)
class AccountWords:
    """What is said to the person, the words before the link, and the link's path; both empty without one."""

    paragraphs: tuple[str, ...]
    link_words: str = ""
    path: str = ""


def account_subject(mail: Mail) -> str:
    return SUBJECTS[AccountLetter(mail.account_letter)]


def account_letter(mail: Mail, at: datetime) -> Letter:
    """Return the e-mail as it is sent at a moment; what it tells happened when it was queued."""
    person = mail.person
    assert person is not None  # noqa: S101  the table's constraint says so
    words = _account_words(AccountLetter(mail.account_letter), person, mail.queued_at, at)
    asked = [one for one in administrators() if one != person]
    return Letter(
        address=person.email,
        name=str(person),
        subject=account_subject(mail),
        paragraphs=words.paragraphs,
        link_words=words.link_words,
        link=f"{settings.PUBLIC_URL}{words.path}" if words.path else "",
        why="ein Konto bei MitWirkung haben",
        contact="; ".join(contact_words(one, "Administration") for one in asked) or "die Administration",
        reply_to=tuple(one.email for one in asked if one.email),
    )


def _account_words(
    letter: AccountLetter, person: User, happened_at: datetime, sent_at: datetime
) -> AccountWords:
    match letter:
        case AccountLetter.INVITATION:
            return _invitation_words(person, sent_at)
        case AccountLetter.RESET:
            return _reset_words(person)
    return AccountWords((HAPPENED[letter].format(moment=_moment(happened_at)), NOT_YOU))


def _invitation_words(person: User, at: datetime) -> AccountWords:
    invitation = open_invitation(person, at)
    assert invitation is not None  # noqa: S101  what is obsolete is not sent
    return AccountWords(
        (
            f"für Sie gibt es jetzt ein Konto bei MitWirkung. Ihr Benutzername ist „{person.username}“; anmelden können Sie "
            "sich auch mit Ihrer E-Mail-Adresse.",
            f"{_how_to_accept(person)} Er gilt bis zum {_moment(invitation.expires_at)} und nur einmal. Bitte "
            "leiten Sie ihn nicht weiter: Wer ihn hat, kommt in Ihr Konto.",
        ),
        link_words="Einladung annehmen:",
        path=reverse("invitation", args=[token_of_invitation(invitation)]),
    )


def _how_to_accept(person: User) -> str:
    provider = provider_for(person.email)
    if provider is None:
        return "Über den Link wählen Sie Ihr Passwort."
    if provider.passwords:
        return f"Über den Link wählen Sie ein Passwort oder melden sich über „{provider.name}“ an."
    return f"Über den Link melden Sie sich zum ersten Mal an, über „{provider.name}“."


def _reset_words(person: User) -> AccountWords:
    key = default_token_generator.make_token(person)
    hours = settings.PASSWORD_RESET_TIMEOUT // 3600
    return AccountWords(
        (
            "jemand möchte für Ihr Konto ein neues Passwort wählen. Waren Sie das, öffnen Sie den Link; er gilt "
            f"{hours} Stunden und nur einmal.",
            "Waren Sie das nicht, ist nichts zu tun: Ihr Passwort bleibt, wie es ist.",
        ),
        link_words="Neues Passwort wählen:",
        path=reverse("account_reset_password_from_key", args=[int_to_base36(person.pk), key]),
    )


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%d.%m.%Y um %H:%M Uhr}"
