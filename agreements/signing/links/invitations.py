"""What a coordinator does about links: enter an address, invite, remind; and reminding without being asked."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from agreements import history, policy, transitions
from agreements.choices import LinkOccasion, Status
from agreements.errors import ActionRefused, Outdated
from agreements.events import EventKind
from agreements.models import Declining, Instrument, Signatory, SignatoryAddress, Signature, SigningLink
from agreements.signing.links.actions import declined, make_link
from districts.models import User

COOL_DOWN = timedelta(hours=20)  # between two links to the same person, so that „tomorrow“ always works
EVERY = timedelta(days=7)  # reminding without being asked
REMINDER = history.Job("Erinnerung")


def set_address(
    instrument: Instrument,
    *,
    signatory_key: str,
    email: str,
    reminds: bool,
    revision: int,
    by: User,
    at: datetime,
) -> SignatoryAddress:
    """Enter or correct where a person gets her links; links to the address before die by that. Raises Refused, Outdated.

    The text and every signature stay as they are. History does not name the address.
    """
    try:
        with transaction.atomic():
            person = _person(instrument, signatory_key, by)
            known = SignatoryAddress.objects.filter(signatory=person).first()
            if (known.revision if known else 0) != revision:
                raise Outdated(known)
            moved = known is None or known.email != email.strip()
            address = known or SignatoryAddress(signatory=person, revision=0)
            address.email, address.reminds = email.strip(), reminds
            address.revision += 1
            address.changed_at, address.changed_by = at, by
            address.save()
            if moved:
                told = {"instrument": person.instrument.number, "signatory": person.name}
                history.record(
                    person.instrument.agreement, EventKind.LINK_ADDRESS_SET, by=by, at=at, data=told
                )
    except IntegrityError as error:
        raise ActionRefused("Diese Adresse widerspricht einer Regel. Es wurde nichts geändert.") from error
    return address


@transaction.atomic
def send_link(instrument: Instrument, *, signatory_key: str, by: User, at: datetime) -> SigningLink:
    """Invite a person to sign, or remind her if she was invited to this version at this address already. Raises Refused."""
    person = _person(instrument, signatory_key, by)
    last = _last_link(person)
    if last is None:
        return make_link(person, LinkOccasion.INVITED, by=by, at=at)
    if declined(person):
        raise ActionRefused(
            f"{person.name} hat abgelehnt. Erinnert wird sie oder er nicht; bitte klären Sie den Grund."
        )
    if at < last.made_at + COOL_DOWN:
        again = timezone.localtime(last.made_at + COOL_DOWN)
        raise ActionRefused(
            f"{person.name} hat gerade erst eine Nachricht erhalten. Wieder möglich ab {again:%d.%m.%Y, %H:%M} Uhr. "
            "Es wurde nichts gesendet."
        )
    return make_link(person, LinkOccasion.REMINDED, by=by, at=at)


def remind_what_is_due(*, at: datetime) -> list[SigningLink]:
    """Remind everybody for whom that is wanted and who was last written to a week ago; whoever signed or declined is left alone."""
    made = []
    for person in _to_remind(at):
        with transaction.atomic():
            locked = transitions.lock_instrument(person.instrument)
            last = _last_link(person)
            if locked.frozen_version_id != person.instrument.frozen_version_id or last is None:
                continue
            if at < last.made_at + EVERY:  # another worker was faster
                continue
            made.append(make_link(person, LinkOccasion.REMINDED, by=REMINDER, at=at))
    return made


def _to_remind(at: datetime) -> list[Signatory]:
    """Return whom to remind, in a fixed number of queries."""
    waiting = (
        Signatory.objects.filter(
            mail_address__reminds=True, instrument__status=Status.SIGNING, links__isnull=False
        )
        .select_related("instrument__agreement", "instrument__frozen_version", "mail_address")
        .distinct()
        .order_by("pk")
    )
    people = list(waiting)
    versions = [person.instrument.frozen_version_id for person in people]
    about = Q(version__in=versions)
    done = {
        *Signature.objects.filter(about).values_list("signatory", "version"),
        *Declining.objects.filter(about).values_list("signatory", "version"),
    }
    recent = set(
        SigningLink.objects.filter(about, made_at__gt=at - EVERY).values_list("signatory", "version")
    )
    return [
        person for person in people if (person.pk, person.instrument.frozen_version_id) not in done | recent
    ]


def _last_link(person: Signatory) -> SigningLink | None:
    """Return the last link to the version that is out at the address of today."""
    address = SignatoryAddress.objects.filter(signatory=person).values_list("email", flat=True).first()
    sent = person.links.filter(version=person.instrument.frozen_version_id, address=address or "")
    found: SigningLink | None = sent.order_by("-made_at", "-pk").first()
    return found


def _person(instrument: Instrument, key: str, by: User) -> Signatory:
    """Return who is meant, with the instrument locked; raises Refused for whoever may not send links."""
    locked = transitions.lock_instrument(instrument)
    answer = policy.verdict(by, "link.send", locked)
    if not answer.allowed:
        raise ActionRefused(answer.reason)
    person = locked.signatories.filter(key=key).first()
    if person is None:
        raise ActionRefused("Diese Person steht nicht auf der Liste der Unterzeichnenden.")
    person.instrument = locked
    return person
