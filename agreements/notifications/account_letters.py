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
from districts.people.addresses import address_token, awaited_address

SUBJECTS = {
    AccountLetter.INVITATION: "Einladung zu MitWirkung",
    AccountLetter.RESET: "Ihr neues Passwort für MitWirkung",
    AccountLetter.PASSWORD_CHANGED: "Ihr Passwort wurde geändert",
    AccountLetter.FACTOR_ADDED: "Zweiter Faktor eingerichtet",
    AccountLetter.FACTOR_REMOVED: "Zweiter Faktor abgeschaltet",
    AccountLetter.CODES_MADE: "Neue Ersatzcodes",
    AccountLetter.SIGN_ON_LINKED: "Anmeldung über Ihre Stelle",
    AccountLetter.NEW_DEVICE: "Anmeldung auf einem neuen Gerät",
    AccountLetter.REQUEST_WAITING: "Ein Antrag wartet auf eine zweite Person",
    AccountLetter.REQUEST_DECIDED: "Über Ihren Antrag ist entschieden",
    AccountLetter.DONE_ON_SERVER: "Auf dem Server getan, ohne zweite Person",
    AccountLetter.ADMIN_GIVEN: "Sie haben die Rolle „Administration“",
    AccountLetter.ADMIN_TAKEN: "Sie haben die Rolle „Administration“ nicht mehr",
    AccountLetter.FACTORS_OFF_ASKED: "Ihre zweiten Faktoren sollen abgeschaltet werden",
    AccountLetter.FACTORS_OFF: "Ihr zweiter Faktor wurde abgeschaltet",
    AccountLetter.ERASURE_ASKED: "Ihr Konto soll gelöscht werden",
    AccountLetter.REQUEST_DROPPED: "Ihr Konto bleibt, wie es ist",
    AccountLetter.ADDRESS_NEW: "Ihre neue E-Mail-Adresse bei MitWirkung",
    AccountLetter.ADDRESS_OLD: "Ihre E-Mail-Adresse soll geändert werden",
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
    AccountLetter.ADMIN_GIVEN: "am {moment} haben Sie die Rolle „Administration“ bekommen.",
    AccountLetter.ADMIN_TAKEN: "am {moment} ist Ihnen die Rolle „Administration“ genommen worden.",
    AccountLetter.FACTORS_OFF_ASKED: "am {moment} hat jemand aus der Administration beantragt, die zweiten Faktoren Ihres Kontos "
    "abzuschalten. Noch ist nichts geschehen: Jemand anderes entscheidet darüber.",
    AccountLetter.FACTORS_OFF: "alle zweiten Faktoren Ihres Kontos wurden am {moment} abgeschaltet, auch die Ersatzcodes, und Sie "
    "sind überall abgemeldet. Nach der nächsten Anmeldung richten Sie unter „Anmeldung sichern“ einen neuen ein.",
    AccountLetter.ERASURE_ASKED: "am {moment} hat jemand aus der Administration beantragt, Ihr Konto zu löschen. Noch ist nichts "
    "geschehen: Jemand anderes entscheidet darüber.",
    AccountLetter.REQUEST_DROPPED: "ein Antrag zu Ihrem Konto, von dem wir Ihnen geschrieben haben, ist am {moment} abgelehnt oder "
    "zurückgezogen worden. Es ist nichts geschehen.",
    AccountLetter.ADDRESS_OLD: "am {moment} wurde für Ihr Konto eine neue E-Mail-Adresse eingetragen. Sie gilt erst, wenn Sie sie "
    "über den Link bestätigen, der dorthin geht; bis dahin bleibt diese.",
}
# to the administration, with the way to the requests
REQUESTS = {
    AccountLetter.REQUEST_WAITING: "seit dem {moment} wartet ein Antrag, den jemand anderes aus der Administration gestellt hat, auf "
    "eine zweite Person. Bitte sehen Sie ihn sich an und bestätigen Sie ihn oder lehnen Sie ihn ab.",
    AccountLetter.REQUEST_DECIDED: "am {moment} ist über einen Antrag entschieden worden, den Sie gestellt haben.",
    AccountLetter.DONE_ON_SERVER: "am {moment} hat ein Befehl auf dem Server etwas getan, was sonst zwei Menschen aus der "
    "Administration zusammen tun. Was und aus welchem Grund, steht bei den Anträgen. Wissen Sie davon nichts, fragen Sie bitte "
    "gleich, wer den Server betreut.",
}
NOT_YOU = (
    "Waren Sie das nicht, sagen Sie bitte gleich der Administration Bescheid: Sie kann das Konto sperren."
)
NOT_AGREED = "Ist das nicht mit Ihnen abgesprochen, sagen Sie bitte gleich der Administration Bescheid."
BY_TWO = frozenset(
    {
        AccountLetter.ADMIN_GIVEN,
        AccountLetter.ADMIN_TAKEN,
        AccountLetter.FACTORS_OFF_ASKED,
        AccountLetter.FACTORS_OFF,
        AccountLetter.ERASURE_ASKED,
    }
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
        address=awaited_address(person) if mail.account_letter == AccountLetter.ADDRESS_NEW else person.email,
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
        case AccountLetter.ADDRESS_NEW:
            return _address_words(person, happened_at)
    moment = _moment(happened_at)
    if letter in REQUESTS:
        said = REQUESTS[letter].format(moment=moment)
        return AccountWords((said,), link_words="Zu den Anträgen:", path=reverse("four_eyes_list"))
    said = HAPPENED[letter].format(moment=moment)
    if letter == AccountLetter.REQUEST_DROPPED:
        return AccountWords((said,))
    return AccountWords((said, NOT_AGREED if letter in BY_TWO else NOT_YOU))


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


def _address_words(person: User, happened_at: datetime) -> AccountWords:
    return AccountWords(
        (
            f"diese Adresse wurde am {_moment(happened_at)} für Ihr Konto bei MitWirkung eingetragen. Stimmt das, öffnen Sie den Link "
            "und melden Sie sich an: Dann gehen alle Nachrichten hierher.",
            "Stimmt es nicht, ist nichts zu tun: Ihre bisherige Adresse bleibt.",
        ),
        link_words="Neue Adresse bestätigen:",
        path=reverse("address_confirm", args=[address_token(person, awaited_address(person))]),
    )


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%d.%m.%Y um %H:%M Uhr}"
