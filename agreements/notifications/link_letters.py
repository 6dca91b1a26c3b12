"""E-mails to signatories without an account. Tokens and codes are derived here and never stored."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from agreements.choices import LinkOccasion
from agreements.link_tokens import code_of, token_of
from agreements.models import LinkCode, SigningLink
from agreements.notices import Recipients
from agreements.notifications.letter import Letter
from districts.contacts import contact_words

CODE_SUBJECT = "Ihr Code zum Unterzeichnen"
SUBJECTS = {
    LinkOccasion.INVITED: "bitte unterzeichnen",
    LinkOccasion.REMINDED: "Erinnerung, bitte unterzeichnen",
    LinkOccasion.RENEWED: "neuer Link zum Unterzeichnen",
    LinkOccasion.RECOVERED: "neuer Link zum Unterzeichnen",
}
ABOUT = {
    LinkOccasion.INVITED: "{agreement} liegt zur Zeichnung vor. Bitte unterzeichnen Sie als „{function}“.",
    LinkOccasion.REMINDED: "{agreement} liegt weiterhin zur Zeichnung vor. Ihre Unterschrift als „{function}“ fehlt noch.",
    LinkOccasion.RENEWED: "Sie haben um einen neuen Link gebeten, um {agreement} als „{function}“ zu unterzeichnen.",
    LinkOccasion.RECOVERED: "Sie haben um einen neuen Link gebeten, um {agreement} als „{function}“ zu unterzeichnen.",
}


def link_subject(link: SigningLink) -> str:
    return f"{link.version.instrument.agreement}: {SUBJECTS[LinkOccasion(link.occasion)]}"


def link_letter(link: SigningLink) -> Letter:
    agreement = link.version.instrument.agreement
    person = link.signatory
    about = ABOUT[LinkOccasion(link.occasion)].format(
        agreement=f"der Kooperationsvertrag {agreement}"
        if link.occasion not in {LinkOccasion.RENEWED, LinkOccasion.RECOVERED}
        else f"den Kooperationsvertrag {agreement}",
        function=person.function,
    )
    token = token_of(
        link.nonce,
        fingerprint=link.fingerprint,
        signatory=person.key,
        address=link.address,
        stored=link.token_sha256,
    )
    return Letter(
        address=link.address,
        name=person.name,
        subject=link_subject(link),
        paragraphs=(
            about,
            "Über den Link lesen Sie den Vertrag und sehen, wie Sie unterzeichnen oder ablehnen können. Ein Konto brauchen Sie "
            "nicht. Zur Sicherheit senden wir Ihnen dabei einen Code an diese Adresse.",
            f"Der Link gilt bis zum {timezone.localtime(link.expires_at):%d.%m.%Y, %H:%M} Uhr und nur für Sie. Bitte leiten Sie "
            "ihn nicht weiter.",
        ),
        link_words="Lesen und unterzeichnen:",
        link=f"{settings.PUBLIC_URL}{reverse('link_start', args=[token])}",
        why="für diesen Vertrag als unterzeichnende Person genannt sind",
        contact=contact_words(agreement.coordinator, Recipients.COORDINATOR),
    )


def code_letter(code: LinkCode) -> Letter:
    """Return the e-mail with a code; without the link, so that neither is of use alone."""
    digits = code_of(code.nonce)
    return Letter(
        address=code.link.address,
        name=code.link.signatory.name,
        subject=CODE_SUBJECT,
        paragraphs=(
            f"Ihr Code lautet: {digits[:3]} {digits[3:]}",
            f"Er gilt bis {timezone.localtime(code.expires_at):%H:%M} Uhr und nur für die Seite, auf der Sie ihn angefordert "
            "haben. Wir fragen nie am Telefon oder per E-Mail danach.",
            "Haben Sie keinen Code angefordert, dann ist nichts geschehen. Sagen Sie bitte der Koordination Bescheid, wenn "
            "das öfter vorkommt.",
        ),
        link_words="",
        link="",
        why="für einen Vertrag als unterzeichnende Person genannt sind",
        contact=contact_words(code.link.version.instrument.agreement.coordinator, Recipients.COORDINATOR),
    )
