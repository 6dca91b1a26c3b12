"""Making links and codes. Each stands in the transaction that also has it sent; neither token nor code is kept."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from agreements import history, outbox, transitions
from agreements.choices import LinkOccasion, Status
from agreements.errors import ActionRefused
from agreements.events import EventKind
from agreements.link_state import LinkState, link_state
from agreements.link_tokens import is_code, new_nonce, token_hash, token_of
from agreements.models import Declining, LinkCode, Signatory, SignatoryAddress, Signature, SigningLink
from agreements.models.link import TRIES
from agreements.rate_limit import Bucket, seconds_to_wait
from agreements.signing.links.signing_order import names, still_before
from districts.models import User

LIFETIME = timedelta(days=14)
CODE_LIFETIME = timedelta(minutes=15)
# to one address: links and codes that somebody without an account asks for
TO_ONE_ADDRESS = Bucket(name="link-mail", burst=5, refill=600)
SELF_SERVICE = history.Job("Link auf eigene Bitte")
AT_ONCE = 10  # links that one question can lead to


def make_link(person: Signatory, occasion: LinkOccasion, *, by: history.Actor, at: datetime) -> SigningLink:
    """Make a link to the version that is out, for a person's address of today, and have it sent.

    Must run inside a transaction that has locked the instrument. Raises Refused if she has signed, has no address, or if it
    is not her turn.
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
    if earlier := still_before(person, instrument):
        raise ActionRefused(
            f"{person.name} ist noch nicht an der Reihe: Zuerst {'unterzeichnen' if earlier[1:] else 'unterzeichnet'} "
            f"{names(earlier)}. Es wurde nichts gesendet."
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
    told = {
        "instrument": instrument.number,
        "version": version.number,
        "signatory": person.name,
        "occasion": occasion,
        "fingerprint": version.fingerprint,
    }
    history.record(instrument.agreement, EventKind.LINK_MADE, by=by, at=at, data=told)
    return link


@transaction.atomic
def renew(link: SigningLink, *, at: datetime) -> SigningLink:
    """Send a new link in the place of one that has expired, to the same address. Raises Refused."""
    _insist_not_too_often(link.address, at)
    instrument = transitions.lock_instrument(link.version.instrument)
    state = link_state(SigningLink.objects.select_related("version__instrument").get(pk=link.pk), at)
    if state != LinkState.EXPIRED:
        raise ActionRefused(f"{state} Es wurde nichts gesendet.")
    person = instrument.signatories.select_related("instrument__agreement", "instrument__frozen_version")
    return make_link(person.get(pk=link.signatory_id), LinkOccasion.RENEWED, by=history.Visitor(link), at=at)


def recover(address: str, *, at: datetime) -> int:
    """Send new links for everything that an address may sign, and return how many; nobody is told whether there are any."""
    if seconds_to_wait(TO_ONE_ADDRESS, address.casefold(), at=at):
        return 0
    open_ones = Signatory.objects.filter(
        mail_address__email__iexact=address, instrument__status=Status.SIGNING
    ).select_related("instrument__agreement", "instrument__frozen_version")
    made = 0
    for person in open_ones.order_by("pk")[:AT_ONCE]:
        # an uninvited person is not invited by this, and whoever has signed needs no link
        if not person.links.filter(version=person.instrument.frozen_version_id).exists():
            continue
        try:
            with transaction.atomic():
                transitions.lock_instrument(person.instrument)
                make_link(person, LinkOccasion.RECOVERED, by=SELF_SERVICE, at=at)
        except (ActionRefused, IntegrityError):
            continue
        made += 1
    return made


@transaction.atomic
def ask_code(link: SigningLink, *, at: datetime) -> LinkCode:
    """Send a code to the address of a link. Raises Refused if the link is dead, or if it was asked for too often."""
    state = link_state(link, at)
    if state != LinkState.LIVE:
        raise ActionRefused(f"{state} Es wurde nichts gesendet.")
    _insist_not_too_often(link.address, at)
    code = LinkCode.objects.create(link=link, nonce=new_nonce(), asked_at=at, expires_at=at + CODE_LIFETIME)
    outbox.post_code(code)
    return code


def enter_code(link: SigningLink, said: str, *, at: datetime) -> LinkCode:
    """Use the newest code of a link; a wrong one is counted. Raises Refused."""
    problem = ""
    with transaction.atomic():
        newest = link.codes.select_for_update(no_key=True).order_by("-asked_at", "-pk").first()
        if link_state(link, at) != LinkState.LIVE:
            problem = "Dieser Link gilt nicht mehr."
        elif newest is None or newest.used_at is not None or at >= newest.expires_at:
            problem = "Dieser Code gilt nicht mehr. Lassen Sie sich bitte einen neuen senden."
        elif newest.wrong >= TRIES:
            problem = "Der Code wurde zu oft falsch eingegeben und gilt nicht mehr. Lassen Sie sich bitte einen neuen senden."
        elif not is_code(said, newest.nonce):
            LinkCode.objects.filter(pk=newest.pk).update(wrong=newest.wrong + 1)
            problem = "Dieser Code ist nicht richtig. Es zählt der Code aus der neuesten E-Mail."
        else:
            LinkCode.objects.filter(pk=newest.pk).update(used_at=at)
            if link.opened_at is None:
                SigningLink.objects.filter(pk=link.pk, opened_at=None).update(opened_at=at)
    if problem or newest is None:
        raise ActionRefused(problem)
    return newest


def declined(person: Signatory) -> bool:
    """Say whether a person has declined the version that is out."""
    version = person.instrument.frozen_version_id
    return Declining.objects.filter(signatory=person, version=version).exists()


def _insist_not_too_often(address: str, at: datetime) -> None:
    if wait := seconds_to_wait(TO_ONE_ADDRESS, address.casefold(), at=at):
        minutes = -(-wait // 60)
        raise ActionRefused(
            f"An diese Adresse wurde gerade sehr oft gesendet. Bitte warten Sie {minutes} "
            f"{'Minute' if minutes == 1 else 'Minuten'} und versuchen Sie es dann wieder. Sehen Sie auch im Spam-Ordner nach."
        )
