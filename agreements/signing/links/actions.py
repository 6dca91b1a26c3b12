"""Creating links and codes in the transaction that queues their e-mail; neither token nor code is stored."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from agreements import history, outbox, transitions
from agreements.choices import LinkOccasion, Status
from agreements.errors import ActionRefused
from agreements.events import EventKind
from agreements.link_state import LinkState, link_state
from agreements.link_tokens import is_code, new_nonce, token_hash, token_of
from agreements.models import LinkCode, Signatory, SignatoryAddress, Signature, SigningLink
from agreements.models.link import TRIES
from agreements.rate_limit import Bucket, seconds_to_wait
from agreements.signing.links.signing_order import joined_names, pending_before
from districts.models import User

LIFETIME = timedelta(days=14)
CODE_LIFETIME = timedelta(minutes=15)
# links and codes requested without an account
TO_ONE_ADDRESS = Bucket(name="link-mail", burst=5, refill=600)
SELF_SERVICE = history.Job("Link auf eigene Bitte")
MAX_RECOVERED = 10  # links per request


def make_link(person: Signatory, occasion: LinkOccasion, *, by: history.Actor, at: datetime) -> SigningLink:
    """Create a link to the frozen version for the current address of a signatory, and queue its e-mail.

    Must run in a transaction that has locked the instrument. Raises ActionRefused after the signature, without an address, or
    before earlier signatories (see `signing_order`).
    """
    instrument = person.instrument
    version = instrument.frozen_version
    address = SignatoryAddress.objects.filter(signatory=person).first()
    if version is None or instrument.status != Status.SIGNING:
        raise ActionRefused("Diese Urkunde liegt nicht zur Zeichnung vor. Es wurde nichts gesendet.")
    if address is None:
        raise ActionRefused(
            f"Für {person.name} ist keine E-Mail-Adresse eingetragen. Es wurde nichts gesendet."
        )
    if Signature.objects.filter(signatory=person, version=version).exists():
        raise ActionRefused(f"Die Unterschrift von {person.name} liegt schon vor. Es wurde nichts gesendet.")
    if earlier := pending_before(person, instrument):
        raise ActionRefused(
            f"{person.name} ist noch nicht an der Reihe: Zuerst {'unterzeichnen' if earlier[1:] else 'unterzeichnet'} "
            f"{joined_names(earlier)}. Es wurde nichts gesendet."
        )
    nonce = new_nonce()
    token = token_of(nonce, fingerprint=version.fingerprint, signatory=person.key, address=address.email)
    link = SigningLink.objects.create(
        signatory=person,
        version=version,
        fingerprint=version.fingerprint,
        address=address.email,
        occasion=occasion,
        nonce=nonce,
        token_sha256=token_hash(token),
        made_at=at,
        made_by=by if isinstance(by, User) else None,
        expires_at=at + LIFETIME,
    )
    outbox.post_link(link)
    data = {
        "instrument": instrument.number,
        "version": version.number,
        "signatory": person.name,
        "occasion": occasion,
        "fingerprint": version.fingerprint,
    }
    history.record(instrument.agreement, EventKind.LINK_MADE, by=by, at=at, data=data)
    return link


@transaction.atomic
def renew(link: SigningLink, *, at: datetime) -> SigningLink:
    """Replace an expired link by a new one to the same address. Raises ActionRefused."""
    _require_mail_can_go_out(link.address, at)
    instrument = transitions.lock_instrument(link.version.instrument)
    state = link_state(SigningLink.objects.select_related("version__instrument").get(pk=link.pk), at)
    if state != LinkState.EXPIRED:
        raise ActionRefused(f"{state} Es wurde nichts gesendet.")
    person = instrument.signatories.select_related("instrument__agreement", "instrument__frozen_version")
    return make_link(person.get(pk=link.signatory_id), LinkOccasion.RENEWED, by=history.Visitor(link), at=at)


def recover(address: str, *, at: datetime) -> int:
    """Send new links for all open invitations of an address, and return their number, which must not be shown.

    Raises ActionRefused where no e-mail could go out, whether there is something to send or not.
    """
    _require_mail_can_go_out(address, at)
    signatories = Signatory.objects.filter(
        mail_address__email__iexact=address, instrument__status=Status.SIGNING
    ).select_related("instrument__agreement", "instrument__frozen_version")
    sent = 0
    for person in signatories.order_by("pk")[:MAX_RECOVERED]:
        # recovering does not invite
        if not person.links.filter(version=person.instrument.frozen_version_id).exists():
            continue
        try:
            with transaction.atomic():
                transitions.lock_instrument(person.instrument)
                make_link(person, LinkOccasion.RECOVERED, by=SELF_SERVICE, at=at)
        except (ActionRefused, IntegrityError):
            continue
        sent += 1
    return sent


@transaction.atomic
def ask_code(link: SigningLink, *, at: datetime) -> LinkCode:
    """Send a code to the address of a link. Raises ActionRefused for a dead link or too many requests."""
    state = link_state(link, at)
    if state != LinkState.LIVE:
        raise ActionRefused(f"{state} Es wurde nichts gesendet.")
    _require_mail_can_go_out(link.address, at)
    code = LinkCode.objects.create(link=link, nonce=new_nonce(), asked_at=at, expires_at=at + CODE_LIFETIME)
    outbox.post_code(code)
    return code


def enter_code(link: SigningLink, entered: str, *, at: datetime) -> LinkCode:
    """Use the newest code of a link, or count a wrong one. Raises ActionRefused."""
    problem = ""
    with transaction.atomic():
        newest = link.codes.select_for_update(no_key=True).order_by("-asked_at", "-pk").first()
        if link_state(link, at) != LinkState.LIVE:
            problem = "Dieser Link gilt nicht mehr."
        elif newest is None or newest.used_at is not None or at >= newest.expires_at:
            problem = "Dieser Code gilt nicht mehr. Lassen Sie sich bitte einen neuen senden."
        elif newest.wrong >= TRIES:
            problem = "Der Code wurde zu oft falsch eingegeben und gilt nicht mehr. Lassen Sie sich bitte einen neuen senden."
        elif not is_code(entered, newest.nonce):
            LinkCode.objects.filter(pk=newest.pk).update(wrong=newest.wrong + 1)
            problem = "Dieser Code ist nicht richtig. Es zählt der Code aus der neuesten E-Mail."
        else:
            LinkCode.objects.filter(pk=newest.pk).update(used_at=at)
            if link.opened_at is None:
                SigningLink.objects.filter(pk=link.pk, opened_at=None).update(opened_at=at)
    if problem or newest is None:
        raise ActionRefused(problem)
    return newest


def _require_mail_can_go_out(address: str, at: datetime) -> None:
    if not outbox.is_set_up():
        raise ActionRefused(
            "Von hier gehen zurzeit keine E-Mails hinaus. Bitte wenden Sie sich an die Person, die Sie um Ihre Unterschrift "
            "gebeten hat. Es wurde nichts gesendet."
        )
    if wait := seconds_to_wait(TO_ONE_ADDRESS, address.casefold(), at=at):
        minutes = -(-wait // 60)
        raise ActionRefused(
            f"An diese Adresse wurde gerade sehr oft gesendet. Bitte warten Sie {minutes} "
            f"{'Minute' if minutes == 1 else 'Minuten'} und versuchen Sie es dann wieder. Sehen Sie auch im Spam-Ordner nach."
        )
